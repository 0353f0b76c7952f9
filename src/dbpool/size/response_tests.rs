use super::super::trial::Taken;
use super::*;

/// A size with so many in use, at which requests took so many milliseconds, off by 1 % at most.
fn took(size: f64, in_use: f64, served_per_second: f64, milliseconds: f64) -> Trial {
    Trial {
        most: Some(size),
        in_use,
        served_per_second,
        use_seconds: in_use / served_per_second,
        requests: 100_000.0,
        end_seconds: 0.0,
        limited: false,
        response: Some(Taken { seconds: milliseconds / 1000.0, error: 0.01 }),
    }
}

fn bounds(trials: &[Trial], present: u32) -> (u32, u32, Option<u32>) {
    let response = Response::of(trials, present);
    (response.from, response.to, response.next)
}

#[test]
fn alone_a_size_tells_nothing() {
    assert_eq!(bounds(&[took(16.0, 9.0, 1000.0, 9.0)], 16), (1, u32::MAX, None));
    assert_eq!(bounds(&[], 16), (1, u32::MAX, None));
}

#[test]
fn fewer_that_were_faster_come_back() {
    let trials = [took(22.0, 20.0, 1963.0, 15.3), took(36.0, 28.0, 1945.0, 17.1)];
    assert_eq!(bounds(&trials, 36), (1, u32::MAX, Some(22)));
    // And stay below what made them slower; below them nothing was tried yet, but 20 of them are in use.
    assert_eq!(bounds(&trials, 22), (1, 22, Some(20)));
    let (slow, fast) = Response::of(&trials, 36).seen.unwrap();
    assert_eq!((slow.most, fast.most), (Some(36.0), Some(22.0)));
}

#[test]
fn what_chance_does_is_nothing() {
    let noisy = |trial: Trial| Trial {
        response: trial.response.map(|taken| Taken { error: 0.05, ..taken }),
        ..trial
    };
    let trials = [noisy(took(22.0, 20.0, 1963.0, 15.3)), noisy(took(36.0, 28.0, 1945.0, 17.1))];
    assert_eq!(bounds(&trials, 36), (1, u32::MAX, None));
    assert_eq!(bounds(&trials, 22), (1, u32::MAX, None));
}

#[test]
fn what_is_slower_at_one_time_and_quicker_at_another_is_left_alone() {
    let trials = [
        took(64.0, 57.0, 71_000.0, 0.81),
        took(64.0, 57.0, 58_000.0, 1.12),
        took(83.0, 58.0, 63_000.0, 0.88),
        took(83.0, 58.0, 58_500.0, 1.11),
    ];
    assert_eq!(bounds(&trials, 64), (1, u32::MAX, None));
    assert_eq!(bounds(&trials, 83), (1, u32::MAX, None));
    // The quicker half of the larger size alone is slower, always.
    assert_eq!(bounds(&[trials[0], trials[3]], 83), (1, u32::MAX, Some(64)));
}

#[test]
fn another_demand_does_not_compare() {
    // At night, when half as many came, they were faster.
    let trials = [took(22.0, 5.0, 900.0, 6.0), took(36.0, 28.0, 1945.0, 17.1)];
    assert_eq!(bounds(&trials, 36), (1, u32::MAX, None));
}

#[test]
fn too_few_are_left_for_more() {
    let trials = [took(3.0, 2.8, 264.0, 40.0), took(64.0, 5.0, 264.0, 18.0)];
    assert_eq!(bounds(&trials, 3), (1, u32::MAX, Some(14)));
    // Half of the way does not fall back to what was slow.
    assert_eq!(bounds(&trials, 64), (14, u32::MAX, None));
    let near = [took(6.0, 5.9, 264.0, 40.0), took(12.0, 5.0, 264.0, 18.0)];
    assert_eq!(bounds(&near, 6), (1, u32::MAX, Some(12)));
    // One more connection must pay for itself.
    let alike = [took(6.0, 5.9, 264.0, 20.0), took(12.0, 5.0, 264.0, 18.0)];
    assert_eq!(bounds(&alike, 6), (1, u32::MAX, None));
}

#[test]
fn a_crowd_that_is_in_its_own_way_gets_fewer() {
    let trials = [took(71.0, 41.2, 1892.0, 22.9), took(71.0, 65.3, 1720.0, 45.4)];
    assert_eq!(bounds(&trials, 71), (1, u32::MAX, Some(42)));
    // Where more come by themselves, more are in use.
    let day = [took(71.0, 41.2, 1500.0, 27.0), took(71.0, 65.3, 1720.0, 45.4)];
    assert_eq!(bounds(&day, 71), (1, u32::MAX, None));
}
