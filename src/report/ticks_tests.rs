use super::*;

const NOON: f64 = 1_767_960_000.0; // 2026-01-09 12:00 UTC

fn labels(from: f64, to: f64) -> Vec<String> {
    times(from, to).into_iter().map(|at| time_label(at, from, to)).collect()
}

#[test]
fn times_stand_at_round_moments_whatever_the_span() {
    assert_eq!(labels(NOON + 1.0, NOON + 41.0), ["12:00:10", "12:00:20", "12:00:30", "12:00:40"]);
    assert_eq!(labels(NOON - 100.0, NOON + 3600.0), ["12:00", "12:15", "12:30", "12:45", "13:00"]);
    assert_eq!(labels(NOON, NOON + 5.0 * DAY), ["01-10", "01-11", "01-12", "01-13", "01-14"]);
    for span in [0.5, 7.0, 100.0, 5000.0, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10] {
        let times = times(NOON + 3.3, NOON + 3.3 + span);
        assert!(times.len() <= 6, "{span}: {times:?}");
        assert!(span < 2.0 || !times.is_empty(), "{span}");
    }
}

#[test]
fn values_are_round_in_their_unit_and_hold_the_highest() {
    const MIB: f64 = 1024.0 * 1024.0;
    let written = |low, high, unit| {
        let ticks = values(low, high, unit);
        ticks.into_iter().map(|value| value_label(value, unit)).collect::<Vec<_>>()
    };
    assert_eq!(written(0.0, 1.9, Unit::Cpus), ["0", "0.5 CPUs", "1 CPU", "1.5 CPUs", "2 CPUs"]);
    assert_eq!(written(0.0, 0.97, Unit::Ratio), ["0", "25 %", "50 %", "75 %", "100 %"]);
    assert_eq!(written(0.0, 700.0 * MIB, Unit::Bytes), ["0", "200 MiB", "400 MiB", "600 MiB", "800 MiB"]);
    assert_eq!(written(-3.0, 5.0, Unit::Count), ["−4", "−2", "0", "2", "4", "6"]);
    for high in [0.0, 1e-9, 0.1, 3.0, 999.0, 1023.0 * MIB, 1e15] {
        let ticks = values(0.0, high, Unit::Bytes);
        assert!((2..=6).contains(&ticks.len()), "{high}: {ticks:?}");
        assert!(ticks[ticks.len() - 1] >= high);
    }
}

#[cfg(feature = "load")]
#[test]
fn logarithmic_marks_are_round_and_few() {
    let written = |low, high| {
        let (ends, marks) = decades(low, high);
        assert!(
            ends.0 <= low * 1.000_001 && ends.1 >= high * 0.999_999 && ends.0 < ends.1,
            "{low} {high}: {ends:?}"
        );
        marks.into_iter().map(latency_label).collect::<Vec<_>>()
    };
    assert_eq!(written(0.003, 0.012), ["2 ms", "5 ms", "10 ms", "20 ms"]);
    assert_eq!(written(0.001, 0.001), ["1 ms", "2 ms"]);
    assert_eq!(written(0.000_15, 2.5), ["100 µs", "1 ms", "10 ms", "100 ms", "1 s"]);
    assert_eq!(written(1e-9, 3600.0).len(), 5);
    for digits in 1..100 {
        let (low, high) = (1e-5 * f64::from(digits), 3e-4 * f64::from(digits));
        assert!((2..=6).contains(&written(low, high).len()), "{low}");
    }
}
