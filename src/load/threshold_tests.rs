use super::super::cell::{Ended, Ending};
use super::*;
use crate::finding::Reason;

fn shown(text: &str) -> String {
    text.parse::<Threshold>().unwrap().to_string()
}

#[test]
fn conditions_are_read_and_written() {
    for (text, back) in [
        ("p99 < 300ms", "p99 < 300ms"),
        ("p99.9<=1.5s", "p99.9 <= 1.5s"),
        ("median<80us", "p50 < 80us"),
        ("max < 2 s", "max < 2s"),
        ("mean < 0.05s", "mean < 50ms"),
        ("error_rate < 1%", "error_rate < 1%"),
        ("errors <= 0.001", "error_rate <= 0.1%"),
        ("throughput >= 500/s", "throughput >= 500/s"),
        ("rps > 500", "throughput > 500/s"),
        ("dropped <= 0", "dropped <= 0%"),
    ] {
        assert_eq!(shown(text), back);
        assert_eq!(shown(back), back);
    }
}

#[test]
fn what_cannot_be_read_says_how_it_is_written() {
    for (text, holds) in [
        ("p99", "has `<` or `>`"),
        ("p101 < 3ms", "nothing of that name"),
        ("speed > 3", "nothing of that name"),
        ("p99 < 300", "compared with a time"),
        ("p99 < fast", "compared with a time"),
        ("error_rate < 120%", "per cent"),
        ("throughput > 5ms", "compared with a number"),
        ("p99 < -1s", "compared with a time"),
        ("p99 < NaNs", "compared with a time"),
    ] {
        let said = text.parse::<Threshold>().unwrap_err().to_string();
        assert!(said.contains(holds) && said.contains("`p99 < 300ms`"), "{text}: {said}");
    }
}

fn cell() -> Cell {
    let mut cell = Cell::default();
    let ended = |ending, milliseconds| Ended {
        ending,
        service: Duration::from_millis(milliseconds),
        response: None,
        late: false,
        sent: 100,
        received: 200,
    };
    for milliseconds in 1..=98 {
        cell.record(&ended(Ending::Ok, milliseconds));
    }
    cell.record(&ended(Ending::Failed(Reason::HttpStatus), 1));
    cell.record(&ended(Ending::TimedOut, 1000));
    cell.record(&ended(Ending::Aborted, 1));
    cell.counts.dropped = 99;
    cell.counts.served = 98;
    cell
}

#[test]
fn they_are_judged_by_what_was_measured() {
    let judge = |text: &str| text.parse::<Threshold>().unwrap().judge(&cell(), Duration::from_secs(2));
    let met = |text: &str| judge(text).met;
    assert!(met("max < 99ms") && !met("max < 90ms"));
    assert!(met("median < 50ms") && !met("median < 48ms"));
    assert!(met("error_rate <= 2%") && !met("error_rate < 2%"));
    assert_eq!(judge("throughput > 48").value, Some(49.0));
    assert_eq!(judge("dropped < 1%").value, Some(0.495));
    assert!((judge("mean < 1s").value.unwrap() - 0.0495).abs() < 1e-4);
}

#[test]
fn what_was_not_measured_is_not_met() {
    let judged = "p99 < 1s".parse::<Threshold>().unwrap().judge(&Cell::default(), Duration::from_secs(2));
    assert_eq!((judged.value, judged.met), (None, false));
}
