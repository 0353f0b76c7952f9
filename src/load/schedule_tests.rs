use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn all_due(schedule: &Schedule) -> u64 {
    (0..schedule.len()).map(|stage| schedule.due(stage, schedule.duration())).sum()
}

fn starts(schedule: &Schedule) -> Vec<(Duration, usize)> {
    (0..).map_while(|number| schedule.start(number)).collect()
}

#[test]
fn a_steady_rate_is_evenly_spaced() {
    let schedule = Schedule::new(&[Stage::hold(10.0, SECOND)]);
    let all = starts(&schedule);
    assert_eq!((all.len(), all_due(&schedule)), (10, 10));
    assert_eq!((all[0].0, all[9].0), (Duration::ZERO, Duration::from_millis(900)));
}

#[test]
fn no_drift_over_an_hour_and_none_lost_between_stages() {
    let schedule = Schedule::new(&[Stage::hold(5000.0, 1800 * SECOND), Stage::hold(333.0, 1800 * SECOND)]);
    assert_eq!(all_due(&schedule), 9_000_000 + 599_400);
    let off = |number: u64, seconds: f64| {
        let (at, _) = schedule.start(number).unwrap();
        assert!((at.as_secs_f64() - seconds).abs() < 1e-6, "{number}: {at:?}");
    };
    off(8_999_999, 1799.9998);
    off(9_000_000, 1800.0);
    off(9_000_333, 1801.0);
    assert_eq!(schedule.start(9_000_000).unwrap().1, 1);
    assert_eq!(schedule.start(all_due(&schedule)), None);
}

#[test]
fn a_ramp_asks_for_its_area() {
    let schedule = Schedule::new(&Stage::trapezoid(100.0, 10 * SECOND, 10 * SECOND, 10 * SECOND));
    let all = starts(&schedule);
    assert_eq!((all.len(), all_due(&schedule)), (2000, 2000));
    assert!(all.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    let in_stage = |stage| all.iter().filter(|(_, index)| *index == stage).count();
    assert_eq!((in_stage(0), in_stage(1), in_stage(2)), (500, 1000, 500));
}

#[test]
fn a_pause_asks_for_nothing() {
    let schedule =
        Schedule::new(&[Stage::hold(2.0, SECOND), Stage::hold(0.0, SECOND), Stage::hold(2.0, SECOND)]);
    let at: Vec<f64> = starts(&schedule).iter().map(|(at, _)| at.as_secs_f64()).collect();
    assert_eq!(at, [0.0, 0.5, 2.0, 2.5]);
}

#[test]
fn users_come_and_go() {
    let schedule = Schedule::new(&Stage::trapezoid(10.0, 10 * SECOND, 10 * SECOND, 10 * SECOND));
    let users = |seconds: u64| schedule.users_at(Duration::from_secs(seconds));
    assert_eq!(
        [users(0), users(5), users(10), users(19), users(25), users(30), users(99)],
        [0, 5, 10, 10, 5, 0, 0]
    );
    assert_eq!(
        (schedule.stage_at(SECOND), schedule.stage_at(10 * SECOND), schedule.stage_at(99 * SECOND)),
        (0, 1, 2)
    );
    assert_eq!(schedule.end_of(1), 20 * SECOND);
}

#[test]
fn what_is_due_adds_up() {
    let stages = [Stage::hold(2.5, SECOND), Stage::ramp(2.5, 7.0, SECOND * 3), Stage::hold(1.0, SECOND)];
    let schedule = Schedule::new(&stages);
    let all = starts(&schedule);
    for tenth in 0..=50 {
        let until = SECOND * tenth / 10;
        let due: u64 = (0..3).map(|stage| schedule.due(stage, until)).sum();
        let begun = all.iter().filter(|(at, _)| *at < until).count() as u64;
        assert!(due.abs_diff(begun) <= 1, "{until:?}: {due} {begun}");
    }
    for stage in 0..3 {
        let counted = all.iter().filter(|(_, index)| *index == stage).count() as u64;
        assert_eq!(schedule.due(stage, SECOND * 9), counted, "{stage}");
    }
}

#[test]
fn a_stretch_of_time_is_of_the_stage_that_most_of_it_was_in() {
    let schedule = Schedule::new(&[Stage::hold(1.0, SECOND), Stage::hold(2.0, 3 * SECOND)]);
    let of =
        |begin: u64, end: u64| schedule.stage_of(Duration::from_millis(begin), Duration::from_millis(end));
    // All warm-up but for its last moments.
    assert_eq!((of(0, 1000), of(0, 1003), of(400, 1500), of(600, 1500)), (0, 0, 0, 1));
    assert_eq!((of(1003, 2003), of(3900, 4900), of(5000, 5000)), (1, 1, 1));
}
