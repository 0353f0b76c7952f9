use super::*;

fn knee(levels: &[f64], throughput: impl Fn(f64) -> f64) -> Option<Knee> {
    let point = |n: &f64| Point { concurrency: *n, throughput: throughput(*n) };
    Knee::of_points(&mut levels.iter().map(point).collect())
}

const LEVELS: &[f64] = &[1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0];

#[test]
fn so_many_workers_are_the_knee() {
    // Eight workers of 10 ms each.
    let knee = knee(LEVELS, |n| 100.0 * n.min(8.0)).unwrap();
    assert!((knee.concurrency - 8.0).abs() < 0.01, "{knee:?}");
    assert!((knee.throughput - 800.0).abs() < 0.01 && (knee.service_seconds - 0.01).abs() < 1e-9);
    assert_eq!((knee.reached, knee.advised), (true, Some(8)));
}

#[test]
fn with_noise_it_is_still_found() {
    let noise = [0.98, 1.02, 0.99, 1.01, 0.97, 1.0, 1.01, 0.98];
    let noisy = |n: f64| {
        let index = LEVELS.iter().position(|level| *level == n).unwrap();
        100.0 * n.min(8.0) * noise[index]
    };
    let knee = knee(LEVELS, noisy).unwrap();
    assert!((knee.concurrency / 8.0 - 1.0).abs() < 0.1, "{knee:?}");
}

#[test]
fn no_end_to_be_seen() {
    let knee = knee(LEVELS, |n| 100.0 * n).unwrap();
    assert_eq!((knee.reached, knee.advised), (false, None));
    assert!(knee.law.peak.is_none());
}

#[test]
fn the_law_is_found_again() {
    let law = ScalabilityLaw { lambda: 1000.0, sigma: 0.05, kappa: 0.002, peak: None, r_squared: 0.0 };
    let knee = knee(LEVELS, |n| law.at(n)).unwrap();
    assert!(
        (knee.law.lambda / 1000.0 - 1.0).abs() < 1e-6 && (knee.law.sigma - 0.05).abs() < 1e-6,
        "{knee:?}"
    );
    assert!((knee.law.kappa - 0.002).abs() < 1e-6 && knee.law.r_squared > 0.999);
    assert!((knee.law.peak.unwrap() - (0.95_f64 / 0.002).sqrt()).abs() < 0.01);
}

#[test]
fn too_few_levels_have_no_knee() {
    assert!(knee(&[1.0, 2.0], |n| n).is_none());
    assert!(knee(&[2.0, 2.0, 2.0], |n| n).is_none());
}

#[test]
fn no_more_than_all_of_the_work_waits_for_its_turn() {
    // Two at a time are served less than one: without a bound contention would be above 1.
    for falling in
        [[1000.0, 700.0, 600.0, 550.0], [1000.0, 400.0, 380.0, 370.0], [1000.0, 500.0, 200.0, 90.0]]
    {
        let levels = [1.0, 2.0, 4.0, 8.0];
        let at = |n: f64| falling[levels.iter().position(|level| *level == n).unwrap()];
        let knee = knee(&levels, at).unwrap();
        let law = knee.law;
        assert!((0.0..=1.0).contains(&law.sigma) && law.kappa >= 0.0 && law.lambda > 0.0, "{knee:?}");
        assert_eq!(knee.advised, Some(1), "{knee:?}");
        assert!(law.peak.is_none_or(|peak| peak >= 1.0), "{knee:?}");
    }
}

fn stages(levels: &[f64]) -> Vec<StageResult> {
    let made = crate::load::sample_tests::Made { levels: levels.to_vec(), seconds: 5, ..Default::default() };
    made.result().stages
}

#[test]
fn levels_that_do_not_rise_have_no_knee() {
    assert!(Knee::of(Model::Open, &stages(&[50.0, 100.0, 300.0])).is_some());
    assert!(Knee::of(Model::Open, &stages(&[50.0, 50.0, 100.0, 300.0])).is_some());
    // A spike, and steps up and down again.
    assert!(Knee::of(Model::Open, &stages(&[50.0, 300.0, 50.0])).is_none());
    assert!(Knee::of(Model::Open, &stages(&[50.0, 100.0, 200.0, 100.0, 50.0])).is_none());
    assert!(Knee::of(Model::Open, &stages(&[50.0, 50.0, 300.0])).is_none());
}

#[test]
fn of_several_numbers_of_targets_the_most_count() {
    let mut both = stages(&[50.0, 100.0, 300.0, 50.0, 100.0, 300.0]);
    both[..3].iter_mut().for_each(|stage| stage.targets = 0);
    assert!(Knee::of(Model::Open, &both).is_some());
    assert_eq!(points(Model::Open, &both).len(), 3);
}
