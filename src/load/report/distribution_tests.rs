use std::time::Duration;

use super::*;

fn latencies(milliseconds: &[u64]) -> Latencies {
    let mut all = Latencies::default();
    milliseconds.iter().for_each(|one| all.record(Duration::from_millis(*one)));
    all
}

#[test]
fn every_request_is_in_one_class() {
    let axis = Axis::within(0.001, 1.0);
    let shares = shares(&latencies(&[1, 2, 2, 40, 999, 1000]), &axis);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
    assert!(shares[0] > 0.1 && shares[CLASSES - 1] > 0.3, "{shares:?}");
    let points = steps(&shares, &axis);
    assert_eq!((points[0].1, points[points.len() - 1].1), (Some(0.0), Some(0.0)));
    assert!(points.windows(2).all(|pair| pair[0].0 <= pair[1].0), "{points:?}");
    assert!(steps(&[0.0; CLASSES], &axis).is_empty());
}

#[test]
fn classes_are_as_many_times_as_wide() {
    let axis = Axis::within(0.001, 1.0);
    assert!((edge(0, &axis) - 0.001).abs() < 1e-12 && (edge(CLASSES, &axis) - 1.0).abs() < 1e-9);
    let wide = |class| edge(class + 1, &axis) / edge(class, &axis);
    assert!((wide(0) / wide(30) - 1.0).abs() < 1e-9);
}

#[test]
fn each_nine_leaves_a_tenth() {
    for (place, share) in [(0.0, 0.0), (1.0, 0.9), (2.0, 0.99), (2_f64.log10(), 0.5)] {
        assert!((share_of(place) - share).abs() < 1e-12, "{place}");
    }
}
