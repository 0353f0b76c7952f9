use super::*;

#[test]
fn shifts_are_within_the_part_and_of_every_size() {
    let jitter = Jitter::new(5, 0.1);
    let shifts: Vec<f64> = (0..10_000).map(|period| jitter.shift(period, 0.0)).collect();
    assert!(shifts.iter().all(|shift| (0.0..0.1).contains(shift)));
    let mean = shifts.iter().sum::<f64>() / 10_000.0;
    assert!((mean - 0.05).abs() < 0.002, "{mean}");
    assert!(shifts.iter().filter(|shift| **shift < 0.01).count() > 800);
    assert_eq!(jitter.shift(17, 0.3), jitter.shift(17, 0.3));
    assert_ne!(jitter.shift(17, 0.3), Jitter::new(6, 0.1).shift(17, 0.3), "another host has another chance");
}

#[test]
fn a_period_ends_where_the_next_begins_and_order_stays() {
    let jitter = Jitter::new(5, 0.5);
    for period in 0..1000 {
        assert!((jitter.shift(period, 1.0) - jitter.shift(period + 1, 0.0)).abs() < 1e-12);
        let at = |phase: f64| phase + jitter.shift(period, phase);
        for step in 0..10 {
            let distance = at(f64::from(step + 1) / 10.0) - at(f64::from(step) / 10.0);
            assert!((0.05 - 1e-9..=0.15 + 1e-9).contains(&distance), "{distance}");
        }
    }
}

#[test]
fn what_is_no_part_is_none_or_a_half() {
    for (part, most) in [(f64::NAN, 0.0), (-1.0, 0.0), (0.0, 0.0), (7.0, 0.5)] {
        let largest = (0..100).map(|period| Jitter::new(1, part).shift(period, 0.5)).fold(0.0, f64::max);
        assert!(largest <= most, "{part}: {largest}");
    }
}
