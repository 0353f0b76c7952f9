use super::*;

fn counts(mix: &Mix, targets: Option<usize>, requests: u64) -> Vec<u64> {
    let mut counts = vec![0; mix.cycles.len()];
    for number in 0..requests {
        counts[mix.choose(number, targets)] += 1;
    }
    counts
}

#[test]
fn each_by_its_weight() {
    assert_eq!(counts(&Mix::new(&[1.0, 1.0, 1.0]), None, 300), [100, 100, 100]);
    assert_eq!(counts(&Mix::new(&[8.0, 1.0, 1.0]), None, 1000), [800, 100, 100]);
    assert_eq!(counts(&Mix::new(&[0.5, 0.25, 0.25]), None, 400), [200, 100, 100]);
    let rare = counts(&Mix::new(&[1.0, 0.003]), None, 100_000);
    assert!((rare[1] as f64 / 300.0 - 1.0).abs() < 0.35, "{rare:?}");
}

#[test]
fn well_mixed() {
    let mix = Mix::new(&[3.0, 1.0]);
    let order: Vec<usize> = (0..8).map(|number| mix.choose(number, None)).collect();
    assert_eq!(order, [0, 0, 1, 0, 0, 0, 1, 0]);
}

#[test]
fn the_first_ones_only() {
    let mix = Mix::new(&[1.0, 2.0, 7.0]);
    assert_eq!(counts(&mix, Some(1), 30), [30, 0, 0]);
    assert_eq!(counts(&mix, Some(2), 30), [10, 20, 0]);
    assert_eq!(mix.choose(5, Some(0)), 0);
}
