use super::*;
use crate::anomaly::Outlook;

/// Noise without chance: seven values that come in turn, with a standard deviation of 2.
fn noisy(level: f64, second: u32) -> f64 {
    level + f64::from((second * 3) % 7) - 3.0
}

/// A detector that has learned a level of 100 for a quarter of an hour.
fn learned() -> (Detector, u32) {
    let mut detector = Detector::without_forecast();
    for second in 0..900 {
        assert_eq!(detector.push(f64::from(second), noisy(100.0, second)), None);
    }
    (detector, 900)
}

/// How often the signal becomes unusual while it takes these values from a second on.
fn alarms(detector: &mut Detector, second: &mut u32, values: impl IntoIterator<Item = f64>) -> usize {
    let (mut alarms, mut before) = (0, detector.state().is_some());
    for value in values {
        let now = detector.push(f64::from(*second), value).is_some();
        alarms += usize::from(now && !before);
        before = now;
        *second += 1;
    }
    alarms
}

fn level(level: f64, second: u32, seconds: u32) -> impl Iterator<Item = f64> {
    (second..second + seconds).map(move |second| noisy(level, second))
}

#[test]
fn nothing_is_said_while_it_learns() {
    let mut detector = Detector::new();
    assert_eq!(detector.seconds_to_learn(), Some(300.0));
    for second in 0..300 {
        let value = if second > 150 { 1000.0 } else { 10.0 };
        assert_eq!(detector.push(f64::from(second), value), None, "{second}");
    }
    // The first readings fill the span of what is held, and count for nothing yet.
    assert!(detector.seconds_to_learn().is_some_and(|left| left < 15.0), "{:?}", detector.seconds_to_learn());
    for second in 300..320 {
        detector.push(f64::from(second), 1000.0);
    }
    assert_eq!(detector.seconds_to_learn(), None);
}

#[test]
fn a_shift_is_seen_within_ten_seconds_and_single_readings_are_not() {
    let (mut detector, mut second) = learned();
    for _ in 0..20 {
        assert_eq!(alarms(&mut detector, &mut second, [1e6, -1e6]), 0);
        let quiet = level(100.0, second, 8);
        assert_eq!(alarms(&mut detector, &mut second, quiet), 0);
    }

    let (mut detector, mut second) = learned();
    let shifted = level(120.0, second, 7);
    assert_eq!(alarms(&mut detector, &mut second, shifted), 0);
    let shifted = level(120.0, second, 3);
    assert_eq!(alarms(&mut detector, &mut second, shifted), 1);
    let unusual = detector.state().unwrap();
    assert!((unusual.expected - 100.0).abs() < 1.0 && (unusual.value - 120.0).abs() <= 2.0, "{unusual:?}");
    assert!(unusual.low < 97.0 && unusual.high > 103.0 && unusual.high < unusual.value, "{unusual:?}");
    assert_eq!(unusual.since_seconds, 900.0);
    assert!((6.0..14.0).contains(&unusual.times_spread), "{unusual:?}");
    assert!((0.5..1.0).contains(&unusual.score), "{unusual:?}");
    // The further, the higher the score.
    let score = unusual.score;
    let further = level(300.0, second, 10);
    assert_eq!(alarms(&mut detector, &mut second, further), 0);
    assert!(detector.state().unwrap().score > score + 0.1);
}

#[test]
fn a_new_level_is_reported_once_and_is_usual_after_five_minutes() {
    let (mut detector, mut second) = learned();
    let shifted = level(150.0, second, 290);
    assert_eq!(alarms(&mut detector, &mut second, shifted), 1);
    assert!(detector.state().is_some());
    let shifted = level(150.0, second, 30);
    assert_eq!(alarms(&mut detector, &mut second, shifted), 0);
    assert_eq!(detector.state(), None);
    let shifted = level(150.0, second, 3000);
    assert_eq!(alarms(&mut detector, &mut second, shifted), 0);
    // The way back is a shift as well.
    let back = level(100.0, second, 1200);
    assert_eq!(alarms(&mut detector, &mut second, back), 1);
    assert_eq!(detector.state(), None);
}

#[test]
fn what_comes_again_is_reported_three_times_in_24_hours() {
    let (mut detector, mut second) = learned();
    let mut day = |hours: usize| -> usize {
        let mut hour = || {
            let job = level(200.0, second, 30);
            let found = alarms(&mut detector, &mut second, job);
            let quiet = level(100.0, second, 3570);
            found + alarms(&mut detector, &mut second, quiet)
        };
        (0..hours).map(|_| hour()).sum()
    };
    assert_eq!(day(2), 2);
    assert_eq!(day(30), 1);
    // What goes much further is unusual nevertheless.
    let burst = level(1000.0, second, 20);
    assert_eq!(alarms(&mut detector, &mut second, burst), 1);
}

#[test]
fn what_was_learned_is_forgotten_after_a_day() {
    let (mut detector, mut second) = learned();
    for _ in 0..4 {
        let job = level(200.0, second, 30);
        alarms(&mut detector, &mut second, job);
        let quiet = level(100.0, second, 600);
        alarms(&mut detector, &mut second, quiet);
    }
    let quiet = level(100.0, second, 25 * 3600);
    assert_eq!(alarms(&mut detector, &mut second, quiet), 0);
    let job = level(200.0, second, 30);
    assert_eq!(alarms(&mut detector, &mut second, job), 1);
}

#[test]
fn flat_lines_are_silent_and_their_steps_are_seen() {
    for value in [0.0, 1.0, 7_360_512.0, -3.5] {
        let mut detector = Detector::without_forecast();
        let mut second = 0;
        assert_eq!(alarms(&mut detector, &mut second, (0..4000).map(|_| value)), 0);
        // A bit that flips now and then, and a change that is none to speak of.
        let flips = (0..4000).map(|at| if at % 60 < 3 { value + 1.0 } else { value });
        assert_eq!(alarms(&mut detector, &mut second, flips), 0);
        assert_eq!(alarms(&mut detector, &mut second, [value * 1.005; 60]), 0, "{value}");
        assert_eq!(alarms(&mut detector, &mut second, [value * 2.0 + 10.0; 60]), 1, "{value}");
        assert!(detector.state().unwrap().times_spread > 3.0);
    }
    let mut detector = Detector::without_forecast().with_least_change(20.0);
    let mut second = 0;
    assert_eq!(alarms(&mut detector, &mut second, [0.0; 600]), 0);
    assert_eq!(alarms(&mut detector, &mut second, [19.0; 60]), 0, "below the least change");
    assert_eq!(alarms(&mut detector, &mut second, [41.0; 60]), 1);
}

#[test]
fn a_busy_signal_that_falls_to_zero_has_broken_down_however_much_it_varies() {
    let mut detector = Detector::without_forecast();
    let mut second = 0;
    // Between 10 and 640: its spread is larger than its level.
    let busy = (0..3600).map(|at: u32| 10.0 * f64::from(1 << ((at * 5) % 7)));
    assert_eq!(alarms(&mut detector, &mut second, busy), 0);
    assert_eq!(alarms(&mut detector, &mut second, [0.0; 15]), 1);
    let unusual = detector.state().unwrap();
    assert!(unusual.low > 0.0 && unusual.value == 0.0, "{unusual:?}");
    // But not one that is often there.
    let mut detector = Detector::without_forecast();
    let mut second = 0;
    let bursts = (0..7200).map(|at: u32| if at % 30 < 2 { 2e6 + 1e3 * f64::from(at % 97) } else { 0.0 });
    assert_eq!(alarms(&mut detector, &mut second, bursts), 0);
    assert_eq!(alarms(&mut detector, &mut second, [0.0; 300]), 0);
    assert_eq!(
        alarms(&mut detector, &mut second, [2e6; 15]),
        1,
        "a burst that is held, as high as the others"
    );
}

#[test]
fn ten_milliseconds_and_a_minute_work_as_a_second_does() {
    for (spacing, learning, shifted) in
        [(0.01, 100_000, 1200), (0.4, 1000, 40), (3.0, 300, 6), (60.0, 200, 6)]
    {
        let mut detector = Detector::without_forecast();
        for reading in 0..learning {
            let value = noisy(100.0, reading);
            assert_eq!(detector.push(f64::from(reading) * spacing, value), None, "{spacing} {reading}");
        }
        assert_eq!(detector.seconds_to_learn(), None, "{spacing}");
        for reading in learning..learning + shifted {
            detector.push(f64::from(reading) * spacing, noisy(140.0, reading));
        }
        let unusual = detector.state().unwrap_or_else(|| panic!("every {spacing} s"));
        let late = unusual.since_seconds - f64::from(learning) * spacing;
        assert!((-1.0..=1.0).contains(&late), "every {spacing} s: {late}");
    }
}

#[test]
fn gaps_jumps_and_broken_values_do_no_harm() {
    let (mut detector, mut second) = learned();
    for broken in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        detector.push(f64::from(second), broken);
        detector.push(broken, 100.0);
        second += 1;
    }
    assert_eq!(alarms(&mut detector, &mut second, [f64::MAX, f64::MIN, 1e300]), 0);
    let quiet = level(100.0, second, 600);
    assert_eq!(alarms(&mut detector, &mut second, quiet), 0);

    // A gap in which the level stayed; an hour in which it did not; and a clock that goes back.
    second += 120;
    let quiet = level(100.0, second, 600);
    assert_eq!(alarms(&mut detector, &mut second, quiet), 0);
    second += 3600;
    let other = level(160.0, second, 1200);
    assert_eq!(alarms(&mut detector, &mut second, other), 0, "nothing is known of the level after an hour");
    second -= 2000;
    let quiet = level(160.0, second, 600);
    assert_eq!(alarms(&mut detector, &mut second, quiet), 0);
    let shifted = level(220.0, second, 15);
    assert_eq!(alarms(&mut detector, &mut second, shifted), 1);
}

#[test]
fn it_is_saved_as_plain_numbers_and_goes_on() {
    let (mut detector, _) = learned();
    detector.forecaster = Some(Box::default());
    for second in 900..910 {
        detector.push(f64::from(second), 1e300);
    }
    assert!(detector.state().is_some());
    let saved = serde_json::to_string(&detector).unwrap();
    // What is not finite would be saved as null, which no number can be read from.
    let mut restored: Detector = serde_json::from_str(&saved).unwrap();
    for second in 910..3000 {
        let value = noisy(100.0, second);
        let (a, b) = (detector.push(f64::from(second), value), restored.push(f64::from(second), value));
        assert_eq!(a.is_some(), b.is_some(), "{second}");
    }
    let (Outlook::Expected(a), Outlook::Expected(b)) = (detector.forecast(300.0), restored.forecast(300.0))
    else {
        panic!("{:?}", detector.forecast(300.0));
    };
    // Numbers read from JSON can differ in the last digit.
    assert!((a.high - b.high).abs() <= 1e-9 * a.high.abs(), "{a:?} {b:?}");
}

#[test]
fn a_restart_forgets_all_but_what_was_asked_for() {
    let mut detector = Detector::new().with_least_change(2.0);
    for second in 0..2000 {
        detector.push(f64::from(second), if second > 1900 { 50.0 } else { 1.0 });
    }
    assert!(detector.state().is_some());
    assert!(matches!(detector.forecast(60.0), Outlook::Expected(_)));
    detector.restart();
    assert_eq!(detector, Detector::new().with_least_change(2.0));
}

#[test]
fn it_is_small() {
    let detector = std::mem::size_of::<Detector>();
    let forecaster = std::mem::size_of::<Forecaster>();
    println!("{detector} bytes, and {forecaster} for the forecast");
    assert!(detector <= 1024, "{detector}");
    assert!(detector + forecaster <= 2048, "{detector} + {forecaster}");
}
