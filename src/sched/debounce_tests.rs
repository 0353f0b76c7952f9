use Status::{Degraded, Healthy, Unhealthy, Unknown};

use super::super::random::Random;
use super::*;

fn see(debounce: &mut Debounce, status: Status) -> Option<(Status, Status)> {
    let reason = if status == Unknown { Reason::NotAdmitted } else { Reason::Ok };
    debounce.observe(status, reason).map(|change| (change.from, change.to))
}

/// What is shown after each of them.
fn shown(statuses: &[Status]) -> Vec<Status> {
    let mut debounce = Debounce::new(DebounceOptions::default());
    let step = |status: &Status| {
        see(&mut debounce, *status);
        debounce.status()
    };
    statuses.iter().map(step).collect()
}

#[test]
fn the_first_outcome_counts_at_once() {
    for status in [Healthy, Degraded, Unhealthy] {
        let mut debounce = Debounce::new(DebounceOptions::default());
        assert_eq!(debounce.status(), Unknown);
        assert_eq!(see(&mut debounce, Unknown), None);
        assert_eq!(see(&mut debounce, status), Some((Unknown, status)));
        assert_eq!(see(&mut debounce, status), None);
    }
}

#[test]
fn it_takes_fall_outcomes_to_fall_and_rise_to_rise() {
    assert_eq!(
        shown(&[
            Healthy, Unhealthy, Unhealthy, Healthy, Unhealthy, Unhealthy, Unhealthy, Healthy, Unhealthy,
            Healthy, Healthy
        ]),
        [
            Healthy, Healthy, Healthy, Healthy, Healthy, Healthy, Unhealthy, Unhealthy, Unhealthy, Unhealthy,
            Healthy
        ]
    );
}

#[test]
fn between_two_statuses_lies_what_all_outcomes_agree_on() {
    // None of the three is healthy, one of them works.
    assert_eq!(shown(&[Healthy, Degraded, Unhealthy, Unhealthy])[3], Degraded);
    assert_eq!(shown(&[Healthy, Degraded, Unhealthy, Unhealthy, Unhealthy])[4], Unhealthy);
    assert_eq!(shown(&[Healthy, Unhealthy, Degraded, Unhealthy, Degraded])[4], Degraded);
    assert_eq!(shown(&[Unhealthy, Degraded, Healthy])[2], Degraded);
    assert_eq!(shown(&[Unhealthy, Healthy, Healthy])[2], Healthy);
}

#[test]
fn unknown_is_shown_when_it_lasts_and_then_the_next_outcome_counts_at_once() {
    assert_eq!(
        shown(&[Healthy, Unhealthy, Unknown, Unhealthy, Unknown, Unknown, Unhealthy])[5..],
        [Healthy, Unhealthy]
    );
    assert_eq!(shown(&[Healthy, Unknown, Unknown, Unknown, Unhealthy])[3..], [Unknown, Unhealthy]);
    assert_eq!(shown(&[Unhealthy, Unknown, Unknown, Unknown, Healthy])[3..], [Unknown, Healthy]);
}

#[test]
fn an_open_circuit_changes_nothing_however_long_it_is_open() {
    let mut debounce = Debounce::new(DebounceOptions::default());
    see(&mut debounce, Unhealthy);
    for _ in 0..10 {
        assert_eq!(debounce.observe(Unknown, Reason::CircuitOpen), None);
    }
    assert_eq!(see(&mut debounce, Healthy), None);
    debounce.observe(Unknown, Reason::CircuitOpen);
    assert_eq!(see(&mut debounce, Healthy), Some((Unhealthy, Healthy)));
}

#[test]
fn with_ones_and_zeros_every_outcome_counts() {
    for count in [0, 1] {
        let mut debounce = Debounce::new(DebounceOptions { rise: count, fall: count });
        for status in [Healthy, Unhealthy, Degraded, Unknown, Healthy, Unknown, Unhealthy, Healthy] {
            see(&mut debounce, status);
            assert_eq!(debounce.status(), status);
        }
    }
}

/// By the words of the documentation: a status is shown only if the latest outcomes say so, and if they do, it is.
#[test]
fn whatever_comes_what_is_shown_is_what_the_latest_outcomes_say() {
    let mut changes = 0;
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let options = DebounceOptions { rise: 1 + random.below(4) as u32, fall: 1 + random.below(4) as u32 };
        let (rise, fall) = (options.rise as usize, options.fall as usize);
        let mut debounce = Debounce::new(options);
        let mut known: Vec<Status> = Vec::new();
        for _ in 0..400 {
            let status = Status::ALL[random.below(4) as usize];
            // In runs, so that something happens.
            for _ in 0..=random.below(4) {
                let before = debounce.status();
                let change = see(&mut debounce, status);
                let now = debounce.status();
                assert_eq!(change.is_some(), before != now);
                changes += u32::from(change.is_some());
                if status == Unknown {
                    assert!(now == before || now == Unknown);
                    continue;
                }
                known.push(status);
                let last = |count: usize, is: &dyn Fn(Status) -> bool| {
                    known.len() >= count && known[known.len() - count..].iter().all(|status| is(*status))
                };
                if before == Unknown {
                    assert_eq!(now, status);
                } else if now > before {
                    // Worse, and never worse than the best of the latest.
                    assert!(last(fall, &|status| status >= now), "seed {seed}: {known:?}");
                } else if now < before {
                    assert!(last(rise, &|status| status <= now), "seed {seed}: {known:?}");
                }
                assert!(!last(fall, &|status| status == Unhealthy) || now == Unhealthy, "seed {seed}");
                assert!(!last(rise, &|status| status == Healthy) || now == Healthy, "seed {seed}");
            }
        }
    }
    assert!(changes > 10_000, "{changes}");
}

/// Whether each outcome settled what is shown, with 2 and 3 outcomes.
fn settled(outcomes: &[Status]) -> Vec<(Status, bool)> {
    let mut debounce = Debounce::new(DebounceOptions { rise: 2, fall: 3 });
    let reason = |status| if status == Status::Unknown { Reason::Local } else { Reason::Ok };
    let observe = |status: &Status| {
        debounce.observe(*status, reason(*status));
        (debounce.status(), debounce.is_settled())
    };
    outcomes.iter().map(observe).collect()
}

#[test]
fn the_first_outcome_is_shown_and_settles_later() {
    use Status::{Degraded, Healthy, Unhealthy, Unknown};
    assert_eq!(
        settled(&[Unhealthy, Unhealthy, Unhealthy]),
        [(Unhealthy, false), (Unhealthy, false), (Unhealthy, true)]
    );
    assert_eq!(settled(&[Healthy, Healthy]), [(Healthy, false), (Healthy, true)]);
    // It was a false alarm.
    assert_eq!(
        settled(&[Unhealthy, Healthy, Healthy]),
        [(Unhealthy, false), (Unhealthy, false), (Healthy, true)]
    );
    // In trouble of either kind it is in trouble.
    assert_eq!(settled(&[Unhealthy, Degraded, Unhealthy])[2], (Unhealthy, true));
    // One unknown outcome at first is no reason to wake anybody; three are.
    assert_eq!(
        settled(&[Unknown, Unknown, Unknown, Healthy, Unknown, Healthy]),
        [
            (Unknown, false),
            (Unknown, false),
            (Unknown, true),
            (Healthy, false),
            (Healthy, false),
            (Healthy, true)
        ]
    );
    // After `unknown` it begins anew; what is settled changes by what it takes.
    let fell =
        settled(&[Healthy, Healthy, Unhealthy, Unhealthy, Unhealthy, Unknown, Unknown, Unknown, Unhealthy]);
    assert_eq!(fell[3], (Healthy, true));
    assert_eq!(fell[4], (Unhealthy, true));
    assert_eq!(fell[8], (Unhealthy, false));
}
