use super::super::phases::Phases;
use super::super::random::Random;
use super::*;

const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
/// The clock of a machine that has been up for a while.
const START: u64 = 123_456 * SECOND + 789;

fn every(seconds: u64) -> ScheduleOptions {
    ScheduleOptions { interval: Duration::from_secs(seconds), ..ScheduleOptions::default() }
}

fn one(options: &ScheduleOptions) -> Schedule {
    Schedule::new(options, Phases::default().take("a:80"), START)
}

#[test]
fn it_is_due_once_a_period_and_does_not_drift() {
    let mut schedule = one(&every(60));
    let first = schedule.due_ns();
    assert!((START..START + 66 * SECOND).contains(&first));
    let mut random = Random::new(3);
    let (mut before, mut lengths) = (first, Vec::new());
    for _ in 0..10_000 {
        // Late, and slow.
        let ended = before + random.below(20 * SECOND);
        let due = schedule.next(ended, Status::Healthy);
        assert_eq!(due.skipped, 0);
        lengths.push((due.at_ns - before) as f64 / SECOND as f64);
        before = due.at_ns;
    }
    assert!(lengths.iter().all(|length| (54.0..=66.0).contains(length)));
    assert!(lengths.iter().any(|length| *length < 57.0) && lengths.iter().any(|length| *length > 63.0));
    let drift = (before - first).abs_diff(10_000 * MINUTE);
    assert!(drift <= 6 * SECOND, "{drift} ns after 10,000 periods");
}

#[test]
fn missed_periods_are_counted_and_not_made_up_for() {
    let mut schedule = one(&ScheduleOptions { jitter: 0.0, ..every(60) });
    let first = schedule.due_ns();
    let due = schedule.next(first + 5 * MINUTE + 1, Status::Healthy);
    assert_eq!(due, Due { at_ns: first + 6 * MINUTE, skipped: 5 });
    let due = schedule.next(first + 6 * MINUTE + 1, Status::Healthy);
    assert_eq!(due, Due { at_ns: first + 7 * MINUTE, skipped: 0 });
    // A check that ends as the next is due: that one is made.
    assert_eq!(
        schedule.next(first + 8 * MINUTE, Status::Healthy),
        Due { at_ns: first + 8 * MINUTE, skipped: 0 }
    );
    // A laptop that slept over the weekend.
    assert_eq!(schedule.next(first + 3008 * MINUTE - 1, Status::Healthy).skipped, 2999);
}

#[test]
fn an_unhealthy_target_is_due_sooner_until_it_stays_so() {
    let mut schedule = one(&every(60));
    let mut paces = Vec::new();
    for _ in 0..35 {
        let before = schedule.due_ns();
        let due = schedule.next(before + SECOND, Status::Unhealthy).at_ns;
        let pace = schedule.interval().as_nanos() as u64;
        assert!(due - before >= pace / 2 && due - before <= 2 * pace, "{} of {pace}", due - before);
        paces.push(pace / SECOND);
    }
    assert_eq!(paces, [vec![15; 10], vec![30; 10], vec![60; 15]].concat());
    schedule.next(schedule.due_ns(), Status::Unknown);
    assert_eq!(schedule.interval(), Duration::from_secs(60), "nothing is known");
    schedule.next(schedule.due_ns(), Status::Degraded);
    schedule.next(schedule.due_ns(), Status::Unhealthy);
    assert_eq!(schedule.interval(), Duration::from_secs(15), "from the beginning again");
    schedule.next(schedule.due_ns(), Status::Unknown);
    assert_eq!(schedule.interval(), Duration::from_secs(15));
    schedule.next(schedule.due_ns(), Status::Healthy);
    assert_eq!(schedule.interval(), Duration::from_secs(60));
}

#[test]
fn the_unhealthy_interval_is_what_was_asked_for_but_never_the_longer_one() {
    let unhealthy = |interval: f64, unhealthy: Option<f64>| {
        let options = ScheduleOptions {
            interval: Duration::from_secs_f64(interval),
            unhealthy_interval: unhealthy.map(Duration::from_secs_f64),
            ..ScheduleOptions::default()
        };
        let mut schedule = one(&options);
        schedule.next(schedule.due_ns(), Status::Unhealthy);
        schedule.interval().as_secs_f64()
    };
    assert_eq!(unhealthy(60.0, None), 15.0);
    assert_eq!(unhealthy(2.0, None), 1.0, "a quarter would be too often");
    assert_eq!(unhealthy(0.5, None), 0.5);
    assert_eq!(unhealthy(60.0, Some(3.0)), 3.0);
    assert_eq!(unhealthy(60.0, Some(600.0)), 60.0);
    assert_eq!(unhealthy(0.0, Some(0.0)), 0.001);
}

#[test]
fn a_long_interval_does_not_put_off_the_first_check() {
    let options = every(24 * 3600);
    let mut schedule = one(&options);
    let first = schedule.due_ns();
    assert!((START..START + MINUTE).contains(&first));
    let second = schedule.next(first, Status::Healthy).at_ns;
    assert!(second - first >= 12 * 3600 * SECOND && second - first <= 37 * 3600 * SECOND);
}

#[test]
fn no_turn_is_passed_over_whatever_the_phase() {
    let mut phases = Phases::default();
    let mut random = Random::new(2);
    for _ in 0..300 {
        let options = ScheduleOptions { jitter: random.unit() / 2.0, ..every(1 + random.below(100)) };
        let schedule = Schedule::new(&options, phases.take("a:80"), START);
        let (pace, from) = (schedule.interval_ns, START + random.below(MINUTE * 10));
        let first = schedule.first_from(from, pace);
        assert!(schedule.time(first, pace) >= from && schedule.time(first - 1, pace) < from);
    }
}

/// How many of the times lie in the fullest slot of this width.
fn fullest(times: &mut [u64], width: u64) -> usize {
    times.sort_unstable();
    let mut begin = 0;
    let mut most = 0;
    for end in 0..times.len() {
        while times[end] - times[begin] >= width {
            begin += 1;
        }
        most = most.max(end - begin + 1);
    }
    most
}

#[test]
fn ten_thousand_targets_make_no_storm_at_the_start_or_after_a_stop() {
    let mut phases = Phases::default();
    let host = |number: u32| format!("host-{}:443", number % 500);
    let mut all: Vec<Schedule> =
        (0..10_000).map(|number| Schedule::new(&every(60), phases.take(&host(number)), START)).collect();
    // 167 a second on average; by chance alone (Poisson), 0.1 s would hold 17, and more than 40 once in 10^6 slots.
    let mut times: Vec<u64> = all.iter().map(Schedule::due_ns).collect();
    assert!(fullest(&mut times, SECOND / 10) <= 42, "{}", fullest(&mut times, SECOND / 10));
    assert!(fullest(&mut times, SECOND) <= 250, "{}", fullest(&mut times, SECOND));
    // The process was stopped for ten minutes.
    let later = START + 10 * MINUTE;
    let mut times: Vec<u64> = all.iter_mut().map(|one| one.next(later, Status::Healthy).at_ns).collect();
    assert!(times.iter().all(|time| (later..later + 66 * SECOND).contains(time)));
    assert!(fullest(&mut times, SECOND) <= 250, "{}", fullest(&mut times, SECOND));
}

#[test]
fn the_targets_of_one_host_never_come_at_once() {
    let mut phases = Phases::default();
    let mut all: Vec<Schedule> =
        (0..200).map(|_| Schedule::new(&every(60), phases.take("one:443"), START)).collect();
    // 0.38 of an even distance of 0.3 s; jitter takes a tenth of it at most.
    let least = MINUTE / 200 * 38 / 100 * 9 / 10;
    let mut random = Random::new(9);
    for _ in 0..50 {
        let mut times: Vec<u64> = all.iter().map(Schedule::due_ns).collect();
        times.sort_unstable();
        let gaps: Vec<u64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| *gap >= least), "{:?} of {least}", gaps.iter().min());
        // The widest hole: no more than some even distances.
        assert!(gaps.iter().all(|gap| *gap < 5 * MINUTE / 200), "{:?}", gaps.iter().max());
        for one in &mut all {
            one.next(one.due_ns() + random.below(10 * SECOND), Status::Healthy);
        }
    }
}

#[test]
fn what_is_made_ahead_of_its_time_stays_on_its_grid() {
    let options = ScheduleOptions { interval: Duration::from_secs(60), jitter: 0.0, ..Default::default() };
    let mut schedule = Schedule::new(&options, Phases::default().take("a"), START);
    let first = schedule.due_ns();
    let second = schedule.next(first, Status::Healthy).at_ns;
    assert_eq!(second - first, 60_000_000_000);
    schedule.bring_forward(first + 10_000_000_000);
    assert_eq!(schedule.due_ns(), first + 10_000_000_000);
    let due = schedule.next(first + 11_000_000_000, Status::Healthy);
    assert_eq!((due.at_ns, due.skipped), (second, 0));
}
