use super::*;

#[test]
fn quantiles_lie_between_values_in_proportion() {
    let mut values = [5.0, 1.0, 4.0, 2.0, 3.0];
    assert_eq!(median(&mut values), 3.0);
    assert_eq!(quantile(&mut values, 0.0), 1.0);
    assert_eq!(quantile(&mut values, 1.0), 5.0);
    assert!((quantile(&mut values, 0.3) - 2.2).abs() < 1e-12);
    assert_eq!(median(&mut [1.0, 2.0]), 1.5);
    assert_eq!(median(&mut []), 0.0);
}

#[test]
fn one_outlier_does_not_move_the_deviation() {
    let even: Vec<f64> = (0..100).map(|value| 100.0 + f64::from(value % 10)).collect();
    let mut odd = even.clone();
    odd[7] = 1e9;
    assert!((deviation(&even) - deviation(&odd)).abs() < 0.1);
    assert_eq!(deviation(&[3.0; 5]), 0.0);
}

/// Against printed tables.
#[test]
fn students_quantiles() {
    for (chance, freedom, printed) in [
        (0.05, 1e9, 1.960),
        (0.05, 10.0, 2.228),
        (0.01, 10.0, 3.169),
        (0.01, 30.0, 2.750),
        (0.002, 14.0, 3.787),
        (0.002, 7.0, 4.785),
        (0.05, 5.0, 2.571),
    ] {
        let found = student(chance, freedom);
        assert!((found / printed - 1.0).abs() < 0.01, "{chance} {freedom}: {found}, printed {printed}");
    }
}

#[test]
fn curves_are_straight_between_their_corners() {
    const CORNERS: [(f64, f64); 3] = [(0.0, 100.0), (0.1, 50.0), (0.25, 0.0)];
    for (value, points) in [(-1.0, 100.0), (0.0, 100.0), (0.05, 75.0), (0.1, 50.0), (0.175, 25.0), (9.0, 0.0)]
    {
        assert!((curve(&CORNERS, value) - points).abs() < 1e-9, "{value}");
    }
}

#[test]
fn five_digits_are_kept() {
    assert_eq!(rounded(123_456_789.0), 123_460_000.0);
    assert_eq!(rounded(0.000_012_345_678), 0.000_012_346);
    assert_eq!(rounded(0.0), 0.0);
}
