#![allow(clippy::cast_precision_loss)] // Small numbers.

use super::*;

fn values(count: u32, value: impl Fn(f32) -> f32) -> Vec<f32> {
    (0..count).map(|at| value(at as f32)).collect()
}

#[test]
fn the_worst_fall_is_from_the_highest_before_it() {
    assert_eq!(drawdown(&[1.0, 5.0, 4.0, 6.0, 2.0, 3.0]), 4.0);
    assert_eq!(drawdown(&[1.0, 2.0, 3.0]), 0.0);
}

#[test]
fn noise_is_no_slope_and_no_bend() {
    assert!(noise(&values(40, |at| 3.0 * at)) < 1e-5);
    assert!(noise(&values(40, |at| 100.0 * (1.0 - (-at / 40.0).exp()))) < 0.05);
    // Up and down by 1: second differences of 4.
    let zigzag = noise(&values(40, |at| at % 2.0 * 2.0));
    assert!((zigzag - 4.0 / (0.798 * 6.0_f32.sqrt())).abs() < 1e-3, "{zigzag}");
}

#[test]
fn growth_has_ended_when_it_rests_for_longer_than_before() {
    assert!(!stopped(&values(40, |at| at), 0.0));
    assert!(!stopped(&values(40, |at| at.min(37.0)), 0.0));
    assert!(stopped(&values(40, |at| at.min(34.0)), 0.0));
    // Steps of eight: resting is its way.
    assert!(!stopped(&values(40, |at| (at / 8.0).floor()), 0.0));
    assert!(stopped(&values(48, |at| (at / 4.0).floor().min(7.0)), 0.0));
}

#[test]
fn the_ceiling_is_where_slowing_down_leads() {
    assert_eq!(ceiling(&values(48, |at| at), 0.1), Some(None));
    assert_eq!(ceiling(&values(48, |at| at * at), 0.1), Some(None), "faster and faster");
    let to_100 = values(48, |at| 100.0 * (1.0 - (-at / 40.0).exp()));
    let found = ceiling(&to_100, 0.01).unwrap().unwrap();
    assert!((90.0..115.0).contains(&found), "{found}");
    assert_eq!(ceiling(&values(48, |at| -at), 0.0), None);
}
