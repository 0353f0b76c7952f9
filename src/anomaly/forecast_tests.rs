use super::*;

/// After so many seconds of a signal at 1 Hz.
fn after(seconds: u32, value: impl Fn(f64) -> f64) -> Forecaster {
    let mut forecaster = Forecaster::default();
    for second in 0..seconds {
        let seconds = f64::from(second);
        let weight_seconds = if second == 0 { 0.0 } else { 1.0 };
        let point = Point { seconds, value: value(seconds), weight_seconds, broken: false, gap_seconds: 0.0 };
        forecaster.take(&point, point.value);
    }
    forecaster
}

fn expected(forecaster: &Forecaster, horizon: f64) -> Forecast {
    match forecaster.forecast(horizon) {
        Outlook::Expected(forecast) => forecast,
        Outlook::NotEnoughData { .. } => panic!("{horizon}: {:?}", forecaster.forecast(horizon)),
    }
}

#[test]
fn a_horizon_needs_four_times_itself_observed() {
    for (horizon, needed) in [(60.0, 300.0), (75.0, 300.0), (300.0, 1200.0), (3600.0, 14_400.0)] {
        let short = after(needed as u32, |_| 5.0);
        let answer = Outlook::NotEnoughData { observed_seconds: needed - 1.0, needed_seconds: needed };
        assert_eq!(short.forecast(horizon), answer);
        expected(&after(needed as u32 + 1, |_| 5.0), horizon);
    }
    let day = Outlook::NotEnoughData { observed_seconds: 0.0, needed_seconds: 345_600.0 };
    for beyond in [1e9, f64::NAN, f64::INFINITY] {
        assert_eq!(Forecaster::default().forecast(beyond), day);
    }
    let minute = Outlook::NotEnoughData { observed_seconds: 0.0, needed_seconds: 300.0 };
    assert_eq!(Forecaster::default().forecast(-1.0), minute);
}

#[test]
fn a_flat_line_stays_and_a_trend_goes_on() {
    let flat = expected(&after(2000, |_| 42.0), 300.0);
    assert_eq!((flat.low, flat.mean, flat.high), (42.0, 42.0, 42.0));

    let rising = expected(&after(20_000, |second| 100.0 + second), 3600.0);
    let truth = 100.0 + 19_999.0 + 3600.0;
    assert!((rising.low..=rising.high).contains(&truth), "{rising:?}");
    assert!(rising.high - rising.low < 1000.0, "{rising:?}");
    assert!((truth - rising.mean).abs() < 300.0, "{rising:?}");
}

#[test]
fn a_signal_that_is_never_negative_is_not_expected_to_be() {
    let waves = |second: f64| (10.0 * (second / 7.3).sin()).max(0.0);
    let forecast = expected(&after(2000, waves), 60.0);
    assert_eq!(forecast.low, 0.0);
    assert!(forecast.mean >= 0.0 && forecast.high > 5.0 && forecast.high < 20.0, "{forecast:?}");
    let falling = expected(&after(2000, |second| 2000.0 - second), 480.0);
    assert!(falling.mean >= 0.0 && falling.low >= 0.0);
    let negative = expected(&after(2000, |second| 10.0 * (second / 7.3).sin()), 60.0);
    assert!(negative.low < -5.0);
}

#[test]
fn the_interval_is_no_narrower_further_ahead() {
    let mut state = 7u64;
    let mut level = 0.0;
    let steps: Vec<f64> = (0..40_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            level += (state >> 40) as f64 / f64::from(1 << 24) - 0.5;
            1000.0 + level
        })
        .collect();
    let walk = after(40_000, |second| steps[second as usize]);
    let widths: Vec<f64> = [60.0, 300.0, 1200.0, 5000.0, 9000.0]
        .iter()
        .map(|horizon| {
            let forecast = expected(&walk, *horizon);
            forecast.high - forecast.low
        })
        .collect();
    assert!(widths.is_sorted(), "{widths:?}");
    assert!(widths[4] > 3.0 * widths[0], "{widths:?}");
}

#[test]
fn answers_have_a_status_in_json() {
    let expected = serde_json::to_value(after(400, |_| 1.0).forecast(60.0)).unwrap();
    assert_eq!(expected["status"], "expected");
    assert_eq!(expected["confidence"], 0.9);
    let unknown = serde_json::to_value(after(40, |_| 1.0).forecast(60.0)).unwrap();
    assert_eq!(unknown["status"], "not_enough_data");
    assert_eq!(unknown["needed_seconds"], 300.0);
}
