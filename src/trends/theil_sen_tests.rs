#![allow(clippy::cast_precision_loss)] // Small numbers.

use super::*;

#[test]
fn finds_the_slope_in_spite_of_outliers() {
    let places: Vec<u8> = (0..20).collect();
    let mut values: Vec<f32> = places.iter().map(|&at| 3.0 + 2.0 * f32::from(at)).collect();
    values[4] = 500.0;
    values[11] = -500.0;
    let line = line(&places, &values, 1.645);
    assert!((line.slope - 2.0).abs() < 1e-5 && (line.intercept - 3.0).abs() < 1e-4, "{line:?}");
    assert!(line.low <= 2.0 && line.high >= 2.0);
}

#[test]
fn bounds_are_those_of_sorted_slopes() {
    // No ties and no correlation of neighbours: n = 10, variance 125, so 45 slopes and 9.2 ranks either way.
    let places: Vec<u8> = (0..10).collect();
    let values = [0.0, 2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 7.0, 10.0];
    let line = line(&places, &values, 1.645);
    let mut slopes: Vec<f32> =
        (0..10_usize).flat_map(|b| (0..b).map(move |a| (values[b] - values[a]) / (b - a) as f32)).collect();
    slopes.sort_by(f32::total_cmp);
    assert_eq!(line.slope, slopes[22]);
    assert_eq!((line.low, line.high), (slopes[13], slopes[32]));
    assert!((line.deviate - (37.0 - 1.0) / 125.0_f64.sqrt()).abs() < 1e-9, "{line:?}");
}

#[test]
fn what_drifts_is_less_sure_than_what_jitters() {
    let places: Vec<u8> = (0..40).collect();
    let jitter: Vec<f32> = places.iter().map(|&at| f32::from(at) + 6.0 * f32::from(at % 2)).collect();
    let drift: Vec<f32> =
        places.iter().map(|&at| f32::from(at) + 3.0 * (f32::from(at) / 5.0).sin()).collect();
    let (jitter, drift) = (line(&places, &jitter, 1.645), line(&places, &drift, 1.645));
    assert!(drift.deviate < jitter.deviate, "{drift:?} {jitter:?}");
}

#[test]
fn medians() {
    assert_eq!(median(&mut []), 0.0);
    assert_eq!(median(&mut [3.0]), 3.0);
    assert_eq!(median(&mut [4.0, 1.0, 3.0]), 3.0);
    assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), 2.5);
}
