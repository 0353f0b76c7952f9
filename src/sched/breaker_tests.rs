use super::super::random::Random;
use super::*;

const SECOND: u64 = 1_000_000_000;

fn options(failures: u32, half_open: u32) -> BreakerOptions {
    BreakerOptions { failures, half_open, ..BreakerOptions::default() }
}

fn fail(breaker: &mut Breaker, now_ns: u64) {
    let pass = breaker.admit(now_ns).expect("it lets through");
    breaker.record(now_ns, pass, false);
}

#[test]
fn so_many_failures_in_a_row_open_it_and_a_success_starts_the_count_anew() {
    let mut breaker = Breaker::new(options(3, 1));
    for ok in [false, false, true, false, false] {
        let pass = breaker.admit(0).unwrap();
        breaker.record(0, pass, ok);
    }
    assert_eq!(breaker.state(0), BreakerState::Closed);
    fail(&mut breaker, SECOND);
    assert_eq!(breaker.state(SECOND), BreakerState::Open);
    assert_eq!(breaker.admit(2 * SECOND), Err(Duration::from_secs(29)));
    assert_eq!(breaker.open_until_ns(), Some(31 * SECOND));
    assert_eq!(breaker.state(31 * SECOND), BreakerState::HalfOpen);
}

#[test]
fn each_failed_trial_doubles_the_time_up_to_the_longest_and_a_success_ends_it() {
    let mut breaker = Breaker::new(options(1, 1));
    let mut now = 0;
    fail(&mut breaker, now);
    for seconds in [30, 60, 120, 240, 300, 300] {
        let wait = breaker.admit(now).unwrap_err();
        assert_eq!(wait, Duration::from_secs(seconds));
        now += wait.as_nanos() as u64;
        fail(&mut breaker, now);
    }
    now += 300 * SECOND;
    let trial = breaker.admit(now).unwrap();
    breaker.record(now, trial, true);
    assert_eq!(breaker.state(now), BreakerState::Closed);
    fail(&mut breaker, now);
    assert_eq!(breaker.admit(now), Err(Duration::from_secs(30)), "from the beginning again");
}

#[test]
fn an_abandoned_trial_makes_room_for_another_and_a_lost_one_does_in_time() {
    let mut breaker = Breaker::new(options(1, 1));
    fail(&mut breaker, 0);
    let first = breaker.admit(30 * SECOND).unwrap();
    assert_eq!(breaker.admit(40 * SECOND), Err(Duration::from_secs(20)), "one at a time");
    breaker.abandon(first);
    let lost = breaker.admit(40 * SECOND).unwrap();
    assert!(breaker.admit(69 * SECOND).is_err());
    let third = breaker.admit(70 * SECOND).unwrap();
    breaker.record(71 * SECOND, lost, false);
    assert_eq!(breaker.state(71 * SECOND), BreakerState::HalfOpen, "it was given up");
    breaker.record(72 * SECOND, third, true);
    assert_eq!(breaker.state(72 * SECOND), BreakerState::Closed);
}

#[test]
fn a_late_outcome_of_an_old_check_ends_no_trial() {
    let mut breaker = Breaker::new(options(1, 2));
    let slow = [breaker.admit(0).unwrap(), breaker.admit(0).unwrap()];
    fail(&mut breaker, 0);
    let trials = [breaker.admit(30 * SECOND).unwrap(), breaker.admit(30 * SECOND).unwrap()];
    assert!(breaker.admit(30 * SECOND).is_err());
    for (late, ok) in slow.into_iter().zip([true, false]) {
        breaker.record(31 * SECOND, late, ok);
        assert_eq!(breaker.state(31 * SECOND), BreakerState::HalfOpen);
        assert!(breaker.admit(31 * SECOND).is_err(), "nor does it make room for one");
    }
    for trial in trials {
        assert_eq!(breaker.state(31 * SECOND), BreakerState::HalfOpen);
        breaker.record(31 * SECOND, trial, true);
    }
    assert_eq!(breaker.state(31 * SECOND), BreakerState::Closed);
}

#[test]
fn nonsense_is_taken_for_the_least_that_makes_sense() {
    let options =
        BreakerOptions { failures: 0, open_for: Duration::ZERO, longest_open: Duration::ZERO, half_open: 0 };
    let mut breaker = Breaker::new(options);
    fail(&mut breaker, 5);
    assert_eq!(breaker.state(5), BreakerState::Open);
    let trial = breaker.admit(6).unwrap();
    breaker.record(6, trial, true);
    assert_eq!(breaker.state(6), BreakerState::Closed);
    let mut breaker = Breaker::new(BreakerOptions {
        open_for: Duration::MAX,
        longest_open: Duration::MAX,
        failures: 1,
        half_open: 1,
    });
    fail(&mut breaker, 5);
    assert!(breaker.admit(u64::MAX - 1).is_err());
}

/// Whatever comes, in whatever order: no more trials than may be, never a check while it is open, and once the target
/// works it is closed in the end.
#[test]
fn whatever_happens_it_neither_lets_too_many_through_nor_jams() {
    let (mut opened, mut refused, mut lost) = (0, 0, 0);
    for seed in 0..400 {
        let mut random = Random::new(seed);
        let trials = 1 + random.below(3) as u32;
        let mut breaker = Breaker::new(options(1 + random.below(4) as u32, trials));
        let mut now = 0;
        // Of checks under way: when they were let through, and in which state.
        let mut under_way: Vec<(u64, BreakerState, Pass)> = Vec::new();
        for _ in 0..300 {
            now += random.below(20 * SECOND);
            let before = breaker.state(now);
            match random.below(5) {
                0 | 1 => match breaker.admit(now) {
                    Ok(pass) => {
                        assert_ne!(before, BreakerState::Open, "seed {seed}");
                        under_way.push((now, breaker.state(now), pass));
                    }
                    Err(wait) => {
                        refused += 1;
                        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(300), "seed {seed}");
                        assert_ne!(before, BreakerState::Closed, "seed {seed}");
                    }
                },
                2 | 3 if !under_way.is_empty() => {
                    let (_, _, pass) = under_way.swap_remove(random.below(under_way.len() as u64) as usize);
                    breaker.record(now, pass, random.one_in(3));
                    opened +=
                        u32::from(before != BreakerState::Open && breaker.state(now) == BreakerState::Open);
                }
                4 if !under_way.is_empty() => {
                    let (_, _, pass) = under_way.swap_remove(random.below(under_way.len() as u64) as usize);
                    if random.one_in(2) {
                        breaker.abandon(pass);
                    } else {
                        lost += 1;
                    }
                }
                _ => {}
            }
            // Trials under way that were not given up for lost: each trial is within the shortest time of being open.
            let fresh = |(at, state, pass): &&(u64, BreakerState, Pass)| {
                *state == BreakerState::HalfOpen && pass.period == breaker.period && now - at < 30 * SECOND
            };
            assert!(under_way.iter().filter(fresh).count() <= trials as usize, "seed {seed}");
        }
        // From now on it works.
        for _ in 0..trials * 2 + 2 {
            now += 300 * SECOND;
            let pass = breaker.admit(now).expect("no longer than the longest time");
            breaker.record(now, pass, true);
        }
        assert_eq!(breaker.state(now), BreakerState::Closed, "seed {seed}");
    }
    assert!(opened > 500 && refused > 500 && lost > 500, "{opened} {refused} {lost}: too few to tell");
}
