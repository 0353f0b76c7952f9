use super::*;

fn ended(ending: Ending, milliseconds: u64) -> Ended {
    let service = Duration::from_millis(milliseconds);
    Ended { ending, service, response: Some(service * 2), late: false, sent: 1, received: 2 }
}

#[test]
fn each_request_is_counted_once() {
    let mut cell = Cell::default();
    cell.record(&ended(Ending::Ok, 1));
    cell.record(&ended(Ending::of(Reason::HttpStatus), 1));
    cell.record(&ended(Ending::of(Reason::HttpStatus), 1));
    cell.record(&ended(Ending::of(Reason::Deadline), 1));
    cell.record(&ended(Ending::of(Reason::Cancelled), 1));
    let counts = &cell.counts;
    assert_eq!((counts.ok, counts.failed, counts.timed_out, counts.aborted), (1, 2, 1, 1));
    assert_eq!((counts.begun(), counts.reasons["http_status"]), (5, 2));
    assert_eq!(counts.error_rate(), Some(0.75));
    assert_eq!((counts.bytes_sent, counts.bytes_received), (5, 10));
    assert_eq!((cell.service.count(), cell.failures.count()), (1, 3));
}

#[test]
fn cells_add_up() {
    let (mut one, mut other) = (Cell::default(), Cell::default());
    one.record(&ended(Ending::Ok, 1));
    other.record(&ended(Ending::Ok, 60_000));
    other.record(&ended(Ending::Failed(Reason::Reset), 5));
    one.add(&other);
    assert_eq!((one.counts.ok, one.counts.reasons["reset"]), (2, 1));
    assert_eq!(one.latencies().quantile(1.0).unwrap().as_secs(), 120);
    one.clear();
    assert_eq!((one.counts.begun(), one.latencies().quantile(0.5)), (0, None));
}

#[test]
fn latencies_are_right_to_three_digits_over_the_whole_range() {
    for latency in [
        Duration::from_nanos(1),
        Duration::from_micros(43),
        Duration::from_secs(2),
        Duration::from_secs(3000),
    ] {
        let mut latencies = Latencies::default();
        latencies.record(latency);
        let back = latencies.quantile(0.99).unwrap();
        assert!(back.abs_diff(latency) <= latency / 1000 + Duration::from_nanos(64), "{latency:?} {back:?}");
    }
    let mut latencies = Latencies::default();
    latencies.record(Duration::from_secs(100_000));
    assert!(latencies.quantile(1.0).unwrap().as_secs().abs_diff(3600) < 4);
}

#[test]
fn statuses_are_counted_and_bounded() {
    let mut counts = Counts::default();
    (0..12).for_each(|_| counts.count_status(503, 1));
    counts.count_status(429, 3);
    assert_eq!(counts.shown_statuses(), "503: 12, 429: 3");
    let document = serde_json::to_value(&counts).unwrap();
    assert_eq!(document["statuses"], serde_json::json!({"429": 3, "503": 12}));
    assert_eq!(serde_json::from_value::<Counts>(document).unwrap(), counts);
    let mut many = Counts::default();
    (400..500).for_each(|status| many.count_status(status, 1));
    many.add(&counts);
    assert_eq!((many.statuses.len(), many.statuses.values().sum::<u64>()), (21, 115));
    assert!(many.shown_statuses().starts_with("others: 95, "), "{}", many.shown_statuses());
}
