use super::*;

fn full(size: f64, served_per_second: f64) -> Trial {
    Trial {
        most: Some(size),
        in_use: size,
        served_per_second,
        use_seconds: size / served_per_second,
        requests: 100_000.0,
        end_seconds: 0.0,
        limited: true,
        response: None,
    }
}

const ALL: Bracket = Bracket { from: 1, to: u32::MAX, rising: false, flat: false };

fn only(size: u32) -> Bracket {
    Bracket { from: size, to: size, rising: false, flat: false }
}

#[test]
fn a_size_that_served_more_comes_back() {
    let trials = [full(16.0, 1000.0), full(64.0, 1500.0)];
    assert_eq!(Bracket::of(&trials, 16, 16.0, false), only(64));
    // But not for a twentieth more where sessions wait for locks.
    let near = [full(16.0, 1000.0), full(24.0, 1050.0)];
    assert_eq!(Bracket::of(&near, 16, 16.0, false), only(24));
    let stays = Bracket { from: 1, to: 16, rising: false, flat: true };
    assert_eq!(Bracket::of(&near, 16, 16.0, true), stays);
    // Of several as good the smallest.
    assert_eq!(Bracket::of(&[full(32.0, 1480.0), trials[0], trials[1]], 16, 16.0, false), only(32));
}

#[test]
fn sizes_that_served_less_bound_the_search() {
    let trials = [full(4.0, 500.0), full(16.0, 1000.0), full(64.0, 600.0)];
    assert_eq!(
        Bracket::of(&trials, 16, 16.0, false),
        Bracket { from: 16, to: 16, rising: false, flat: false }
    );
    // Nearly as good: further away.
    let near = [full(4.0, 950.0), trials[1]];
    assert_eq!(
        Bracket::of(&near, 16, 16.0, false),
        Bracket { from: 8, to: u32::MAX, rising: false, flat: false }
    );
    assert_eq!(Bracket::of(&[full(8.0, 990.0), trials[1]], 16, 16.0, false), ALL);
}

#[test]
fn a_pool_that_nobody_waited_for_was_as_good_as_full() {
    // 30 of its 64 connections were in use: all the requests there are.
    let open = Trial { in_use: 30.0, limited: false, ..full(64.0, 700.0) };
    let seen = Bracket::of(&[full(16.0, 1000.0), open], 16, 32.0, false);
    assert_eq!(seen, Bracket { from: 1, to: 16, rising: false, flat: true });
    // Of 100 requests most would have waited: it was another load.
    assert_eq!(Bracket::of(&[full(16.0, 1000.0), open], 16, 100.0, false), ALL);
}

#[test]
fn what_was_not_all_in_use_says_nothing() {
    let idle = Trial { in_use: 10.0, limited: false, ..full(64.0, 1500.0) };
    assert_eq!(Bracket::of(&[full(16.0, 1000.0), idle], 16, 16.0, false), ALL);
    assert_eq!(Bracket::of(&[full(64.0, 1500.0)], 16, 16.0, false), ALL);
    assert_eq!(Bracket::of(&[], 16, 16.0, false), ALL);
}

#[test]
fn what_served_more_with_every_step_is_rising() {
    let rising = |trials: &[Trial]| Bracket::of(trials, 16, 16.0, false).rising;
    assert!(rising(&[full(8.0, 1000.0), full(16.0, 1200.0)]));
    assert!(!rising(&[full(8.0, 1000.0), full(16.0, 1100.0)]));
    assert!(!rising(&[full(8.0, 1000.0), full(16.0, 1200.0), full(32.0, 1210.0)]));
    assert!(!rising(&[full(16.0, 1200.0)]));
}
