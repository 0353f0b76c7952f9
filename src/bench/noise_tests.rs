use super::*;

/// Costs of rounds: even but for chance, or with a drift.
fn costs(seed: u64, count: usize, noise: f64, shift: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut random = Random::new(seed);
    let mut even = || random.chance();
    (0..count).map(|round| shift(round) + noise * (even() + even() + even() - 1.5) * 2.0).collect()
}

#[test]
fn of_a_few_rounds_nothing_is_told() {
    assert!(Estimate::of(&[0.0; LEAST_ROUNDS - 1]).is_none());
    assert!(Estimate::of(&[0.0; LEAST_ROUNDS]).is_some_and(|estimate| estimate.error == 0.0));
}

#[test]
fn more_rounds_tell_more_and_what_drifts_tells_less() {
    let few = Estimate::of(&costs(1, 40, 0.02, |_| 0.0)).unwrap();
    let many = Estimate::of(&costs(1, 4000, 0.02, |_| 0.0)).unwrap();
    assert!(many.error < few.error, "{many:?} {few:?}");
    let drifting = Estimate::of(&costs(1, 4000, 0.02, |round| round as f64 / 4000.0 * 0.2)).unwrap();
    assert!(drifting.error > 3.0 * many.error, "{drifting:?} {many:?}");
}

#[test]
fn rounds_that_others_disturbed_do_not_count() {
    let disturbed = |round: usize| if round.is_multiple_of(3) { 0.4 } else { 0.0 };
    let quiet = Estimate::of(&costs(2, 400, 0.01, |_| 0.0)).unwrap();
    let loud = Estimate::of(&costs(3, 400, 0.01, disturbed)).unwrap();
    assert!((quiet.level - loud.level).abs() < 0.01, "{quiet:?} {loud:?}");
}

#[test]
fn the_same_rounds_say_the_same_each_time() {
    let rounds = costs(4, 100, 0.05, |_| 0.0);
    assert_eq!(Estimate::of(&rounds), Estimate::of(&rounds));
}
