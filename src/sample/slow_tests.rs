use super::*;

#[test]
fn it_is_due_at_first_and_then_after_the_interval() {
    let mut slow = SlowLane::new(1000);
    assert!(slow.is_due(50));
    assert!(!slow.is_due(1049));
    assert!(slow.is_due(1050));
    assert!(!slow.is_due(1051), "the interval counts from the last reading");
}

#[test]
fn an_interval_of_nothing_is_always_due() {
    let mut slow = SlowLane::new(0);
    assert!(slow.is_due(7) && slow.is_due(7));
}

#[test]
fn a_clock_that_goes_back_waits_and_does_not_wrap() {
    let mut slow = SlowLane::new(1000);
    assert!(slow.is_due(5000));
    assert!(!slow.is_due(4000));
    assert!(slow.age_seconds(4000).abs() < f64::EPSILON);
}

#[test]
fn the_age_counts_from_the_reading_and_a_restart_makes_it_due() {
    let mut slow = SlowLane::new(u64::MAX);
    assert!(slow.is_due(0));
    assert!((slow.age_seconds(2_500_000_000) - 2.5).abs() < 1e-12);
    assert!(!slow.is_due(2_500_000_000));
    slow.restart();
    assert!(slow.is_due(2_500_000_001));
}
