use super::super::random::Random;
use super::*;

const BEGIN: u64 = 1_800_000_000;
const MINUTE: Duration = Duration::from_secs(60);

fn took(milliseconds: u64) -> Option<Duration> {
    Some(Duration::from_millis(milliseconds))
}

#[test]
fn a_target_costs_less_than_a_kibibyte() {
    assert!(size_of::<TargetHistory>() <= 1024, "{}", size_of::<TargetHistory>());
}

#[test]
fn nothing_is_told_of_what_was_never_checked() {
    let history = TargetHistory::new();
    assert_eq!(history.summary(BEGIN), HistorySummary::default());
}

#[test]
fn what_says_nothing_counts_for_nothing_but_is_counted() {
    let mut history = TargetHistory::new();
    history.record(BEGIN, Status::Unknown, took(5), MINUTE);
    let summary = history.summary(BEGIN);
    assert_eq!(
        summary,
        HistorySummary { checks: 1, unknown: 1, latest_unix_s: Some(BEGIN), ..HistorySummary::default() }
    );
    for (at, status) in [(1, Status::Unhealthy), (2, Status::Unknown), (3, Status::Unhealthy)] {
        history.record(BEGIN + at, status, None, MINUTE);
    }
    let summary = history.summary(BEGIN + 4);
    assert_eq!(
        (summary.failures, summary.since_unix_s, summary.status),
        (2, Some(BEGIN + 1), Some(Status::Unhealthy))
    );
    assert_eq!((summary.availability.hour, summary.p50_seconds), (Some(0.0), None));
    history.record(BEGIN + 9, Status::Degraded, took(80), MINUTE);
    let summary = history.summary(BEGIN + 10);
    assert_eq!((summary.failures, summary.since_unix_s, summary.checks), (0, Some(BEGIN + 9), 5));
    assert_eq!(summary.availability.five_minutes, Some(1.0 / 3.0), "a degraded target works");
}

#[test]
fn each_window_sees_its_own_time() {
    let mut history = TargetHistory::new();
    // A week of a check a minute: an hour down two days ago, ten minutes down half an hour ago.
    let now = BEGIN + 7 * 24 * 3600;
    for minute in 0..7 * 24 * 60_u64 {
        let ago = 7 * 24 * 60 - minute;
        let down = (2 * 24 * 60..2 * 24 * 60 + 60).contains(&ago) || (30..40).contains(&ago);
        let status = if down { Status::Unhealthy } else { Status::Healthy };
        history.record(BEGIN + minute * 60, status, took(20), MINUTE);
    }
    let availability = history.summary(now - 60).availability;
    let near = |part: Option<f64>, wanted: f64| (part.unwrap() - wanted).abs() < wanted * 0.002 + 0.015;
    assert_eq!(availability.five_minutes, Some(1.0));
    assert!(near(availability.hour, 50.0 / 60.0), "{availability:?}");
    assert!(near(availability.day, 1.0 - 10.0 / 1440.0), "{availability:?}");
    assert!(near(availability.week, 1.0 - 70.0 / 10080.0), "{availability:?}");
    assert!(availability.week.unwrap() < 0.994 && availability.day.unwrap() > 0.9925);
    let later = history.summary(now + 3 * 3600).availability;
    assert_eq!(
        (later.five_minutes, later.hour, later.day.is_some()),
        (None, None, true),
        "nothing was checked since"
    );
}

#[test]
fn it_serializes_under_the_names_of_the_documents() {
    let mut history = TargetHistory::new();
    history.record(BEGIN, Status::Healthy, Some(Duration::from_secs(200)), MINUTE);
    let json = serde_json::to_value(history.summary(BEGIN)).unwrap();
    let windows = serde_json::json!({"five_minutes": 1.0, "hour": 1.0, "day": 1.0, "week": 1.0});
    assert_eq!(
        json,
        serde_json::json!({
            "availability": windows, "p50_seconds": 200.0, "p90_seconds": 200.0, "p99_seconds": 200.0,
            "max_seconds": 200.0, "checks": 1, "unknown": 0, "failures": 0, "status": "healthy",
            "since_unix_s": BEGIN, "latest_unix_s": BEGIN,
        })
    );
}

#[test]
fn whatever_the_clock_does_nothing_breaks() {
    let mut random = Random::new(11);
    let mut history = TargetHistory::new();
    for _ in 0..20_000 {
        let at = match random.below(4) {
            0 => random.next(),
            1 => random.below(100),
            _ => BEGIN + random.below(100_000),
        };
        let status = Status::ALL[random.below(4) as usize];
        history.record(at, status, Some(Duration::from_nanos(random.next() >> random.below(60))), MINUTE);
        let summary = history.summary(if random.one_in(2) { at } else { random.next() });
        let windows = summary.availability;
        for part in [windows.five_minutes, windows.hour, windows.day, windows.week].into_iter().flatten() {
            assert!((0.0..=1.0).contains(&part));
        }
        assert!(summary.p50_seconds <= summary.p99_seconds && summary.p99_seconds <= summary.max_seconds);
    }
}

#[test]
fn availability_is_of_time_and_not_of_checks() {
    let mut history = TargetHistory::new();
    let quarter = MINUTE / 4;
    history.record(BEGIN, Status::Healthy, took(5), MINUTE);
    // A minute of trouble, looked at four times, and a minute in which it was left alone.
    (0..4).for_each(|number| history.record(BEGIN + 60 + 15 * number, Status::Unhealthy, None, quarter));
    assert_eq!(history.summary(BEGIN + 119).availability.hour, Some(0.5));
    history.left_alone(BEGIN + 120, MINUTE);
    history.record(BEGIN + 180, Status::Healthy, took(5), MINUTE);
    let summary = history.summary(BEGIN + 239);
    assert_eq!((summary.availability.hour, summary.checks), (Some(0.5), 6));
    history.record(BEGIN + 240, Status::Healthy, took(5), Duration::MAX);
    assert!(history.summary(BEGIN + 240).availability.week > Some(0.9));
}
