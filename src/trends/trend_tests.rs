#![allow(clippy::cast_precision_loss)] // Small numbers.

use super::*;

/// After a reading each second of what `value` makes of the time.
fn after(seconds: u32, value: impl Fn(f64) -> f64) -> Trend {
    let mut trend = Trend::new(TrendOptions::leak());
    for at in 0..=seconds {
        trend.push(f64::from(at), value(f64::from(at)));
    }
    trend
}

fn growth(trend: &Trend, limit: Option<f64>) -> Option<Growth> {
    match trend.assess(limit) {
        Assessment::Growing(growth) => Some(growth),
        _ => None,
    }
}

#[test]
fn a_trend_is_at_most_four_kibibytes_in_place() {
    assert!(std::mem::size_of::<Trend>() <= 4096, "{}", std::mem::size_of::<Trend>());
}

#[test]
fn says_how_long_it_must_look() {
    let trend = Trend::new(TrendOptions::leak());
    let wanted = Assessment::NotEnoughData { observed_seconds: 0.0, needed_seconds: 26.0 };
    assert_eq!(trend.assess(None), wanted);
    let wanted = Assessment::NotEnoughData { observed_seconds: 10.0, needed_seconds: 26.0 };
    assert_eq!(after(10, |_| 5.0).assess(Some(10.0)), wanted);
    assert_eq!(after(40, |_| 5.0).assess(Some(10.0)), Assessment::Steady { observed_seconds: 40.0 });
    // One reading a minute: twelve of them.
    let mut trend = Trend::new(TrendOptions::leak());
    (0..5).for_each(|at| trend.push(f64::from(at) * 60.0, 5.0));
    let wanted = Assessment::NotEnoughData { observed_seconds: 240.0, needed_seconds: 720.0 };
    assert_eq!(trend.assess(None), wanted);
}

#[test]
fn growth_says_how_fast_and_how_long() {
    // A gibibyte in 100 s.
    let limit = 1_073_741_824.0;
    let trend = after(40, |at| limit * at / 100.0);
    let found = growth(&trend, Some(limit)).unwrap();
    let near = |value: f64, wanted: f64, by: f64| {
        assert!((value - wanted).abs() <= by * wanted, "{value}, {wanted}")
    };
    near(found.per_second, limit / 100.0, 0.01);
    near(found.seconds_to_limit.unwrap(), 60.0, 0.02);
    near(found.grown, found.per_second * found.observed_seconds, 0.01);
    near(found.since_value + found.grown, limit * 0.4, 0.05);
    assert!(found.per_second_low <= found.per_second && found.per_second <= found.per_second_high);
    assert!(found.seconds_to_limit_low <= found.seconds_to_limit);
    assert!(found.seconds_to_limit <= found.seconds_to_limit_high);
    assert!(found.p_value < 0.01 && found.points >= 12);
    // Time goes on between evaluations, and ends at the limit.
    for at in 41..=110 {
        let at = f64::from(at);
        let mut later = trend.clone();
        later.push(at, limit * at / 100.0);
        let left = growth(&later, Some(limit)).unwrap().seconds_to_limit.unwrap();
        assert!((left - (100.0 - at).max(0.0)).abs() < 1.5, "{left} at {at}");
    }
}

#[test]
fn a_limit_far_away_is_none_and_none_is_twice_the_level() {
    let slow = after(200, |at| 100.0 + at / 10.0);
    assert!(growth(&slow, Some(10_000.0)).is_none());
    assert!(growth(&slow, Some(130.0)).is_some());
    assert!(growth(&slow, None).is_none(), "by a fifth in all");
    let doubled = growth(&after(200, |at| 100.0 + at), None).unwrap();
    assert_eq!(doubled.seconds_to_limit, None);
}

#[test]
fn next_to_the_limit_a_little_growth_is_none_yet() {
    // From 99.3 to 99.5 of 100: it would reach the limit in no time, and grew by next to nothing.
    let trend = after(200, |at| 99.3 + at / 1000.0);
    assert!(growth(&trend, Some(100.0)).is_none());
    let share = TrendOptions { least_share: 0.0, ..TrendOptions::leak() };
    let mut trend = Trend::new(share);
    (0..=200).for_each(|at| trend.push(f64::from(at), 99.3 + f64::from(at) / 1000.0));
    assert!(growth(&trend, Some(100.0)).is_some());
}

#[test]
fn what_falls_was_no_growth() {
    let mut trend = after(40, |at| at);
    assert!(growth(&trend, Some(100.0)).is_some());
    trend.push(41.0, 1.0);
    assert!(growth(&trend, Some(100.0)).is_none());
}

#[test]
fn growth_that_stopped_is_over_after_a_quarter_of_its_time() {
    for time in [60_u32, 200, 1000, 5000] {
        let value = |at: f64| 10.0 + 60.0 * (at / f64::from(time)).min(1.0);
        assert!(growth(&after(time, value), Some(100.0)).is_some(), "{time} s");
        assert!(growth(&after(time + time / 4, value), Some(100.0)).is_none(), "{time} s");
    }
}

#[test]
fn begins_anew_when_told_and_when_the_clock_went_back() {
    let mut trend = after(60, |at| at);
    trend.restart();
    assert!(
        matches!(trend.assess(Some(100.0)), Assessment::NotEnoughData { observed_seconds, .. } if observed_seconds == 0.0)
    );
    let mut trend = after(60, |at| at);
    trend.push(5.0, 61.0);
    assert!(growth(&trend, Some(100.0)).is_none());
    // From there on as if nothing had been.
    (6..60).for_each(|at| trend.push(f64::from(at), f64::from(at)));
    assert!(growth(&trend, Some(100.0)).is_some());
}

#[test]
fn odd_numbers_do_no_harm() {
    let mut trend = after(60, |at| at);
    let before = trend.assess(Some(100.0));
    for (seconds, value) in
        [(f64::NAN, 1.0), (61.0, f64::NAN), (61.0, f64::INFINITY), (f64::INFINITY, 1.0), (61.0, 1e300)]
    {
        trend.push(seconds, value);
    }
    assert_eq!(trend.assess(Some(100.0)), before);
    for limit in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let _ = trend.assess(Some(limit));
    }
    for (seconds, value) in [(1e6, 5.0), (1e18, 5.0), (1e300, 5.0), (-1e300, 5.0), (0.0, -5.0), (1e300, 0.0)]
    {
        trend.push(seconds, value);
        let _ = trend.assess(Some(100.0));
    }
}

#[test]
fn a_gap_is_bridged() {
    // Ten minutes without a reading, and it went on meanwhile.
    let mut trend = after(300, |at| 10.0 + at / 30.0);
    (900..1500).for_each(|at| trend.push(f64::from(at), 10.0 + f64::from(at) / 30.0));
    let left = growth(&trend, Some(100.0)).unwrap().seconds_to_limit.unwrap();
    assert!((left - 1200.0).abs() < 60.0, "{left}");
}

#[test]
fn a_saved_trend_goes_on_where_it_was() {
    let mut trend = after(100, |at| at / 2.0);
    let saved = serde_json::to_string(&trend).unwrap();
    let mut again: Trend = serde_json::from_str(&saved).unwrap();
    for at in 101..150 {
        for trend in [&mut trend, &mut again] {
            trend.push(f64::from(at), f64::from(at) / 2.0);
        }
        assert_eq!(trend.assess(Some(100.0)), again.assess(Some(100.0)));
    }
    assert!(growth(&again, Some(100.0)).is_some());
    // What makes no sense does no harm either.
    let odd = saved.replace("\"due\":0", "\"due\":65535").replace("\"in_group\":", "\"in_group\":25");
    assert_ne!(odd, saved);
    let mut odd: Trend = serde_json::from_str(&odd).unwrap();
    (101..400).for_each(|at| odd.push(f64::from(at), 1.0));
    let _ = odd.assess(Some(100.0));
}
