use super::*;

#[test]
fn the_variance_is_the_published_one() {
    // Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, section 16.4.4: the formula.
    let mut values: Vec<f32> = (0..10_u8).map(f32::from).collect();
    assert_eq!(variance(&mut values), 125.0); // 10 * 9 * 25 / 18
    let mut tied = [5.0, 5.0, 1.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0, 9.0];
    assert_eq!(variance(&mut tied), 125.0 - 1.0); // a pair: 2 * 1 * 9 / 18
    assert_eq!(variance(&mut [3.0; 7]), 0.0);
    assert_eq!(deviate(0.0, 0.0), 0.0);
    assert_eq!(deviate(46.0, 225.0), 3.0);
}

#[test]
fn the_chance_is_that_of_the_normal_distribution() {
    for (z, chance) in [(0.0, 0.5), (1.0, 0.158_655), (1.645, 0.049_985), (2.326, 0.010_009), (4.0, 3.167e-5)]
    {
        let found = chance_above(z);
        assert!((found - chance).abs() < 2e-6, "{z}: {found}");
    }
    assert!(chance_above(20.0) > 0.0 && chance_above(20.0) < 1e-80);
}
