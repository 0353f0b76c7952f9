use super::super::random::Random;
use super::*;

#[test]
fn a_window_is_as_long_as_its_slots_and_moves_with_time() {
    let mut window: Window<4> = Window::new();
    assert_eq!(window.ratio(50), None);
    window.count(50, false, 1);
    window.count(52, true, 1);
    window.count(53, true, 1);
    assert_eq!(window.ratio(53), Some(2.0 / 3.0));
    assert_eq!(window.ratio(54), Some(1.0), "reading moves it as well");
    assert_eq!(window.ratio(55), Some(1.0));
    assert_eq!(window.ratio(57), None);
    window.count(54, true, 1);
    assert_eq!(window.ratio(54), Some(1.0));
}

#[test]
fn a_clock_that_is_set_back_loses_little_and_stops_nothing() {
    let mut window: Window<4> = Window::new();
    window.count(50, true, 1);
    window.count(48, false, 1);
    assert_eq!(window.ratio(48), Some(0.5));
    assert_eq!(window.ratio(50), Some(0.5));
    window.count(10, false, 1);
    assert_eq!(window.ratio(10), Some(0.0), "what is of the future is forgotten");
    window.count(11, true, 1);
    assert_eq!(window.ratio(11), Some(0.5));
}

#[test]
fn full_counters_keep_the_ratio() {
    let mut window: Window<2> = Window::new();
    for number in 0..1_000_000 {
        window.count(7, number % 10 != 0, 1);
    }
    let ratio = window.ratio(7).unwrap();
    assert!((ratio - 0.9).abs() < 0.01, "{ratio}");
}

#[test]
fn it_counts_what_a_list_would_count() {
    for seed in 0..100 {
        let mut random = Random::new(seed);
        let mut window: Window<12> = Window::new();
        let mut list = Vec::new();
        let mut slot = 1000;
        for _ in 0..500 {
            slot += if random.one_in(50) { random.below(30) } else { random.below(2) } as u32;
            if random.one_in(2) {
                let works = random.one_in(3);
                window.count(slot, works, 1);
                list.push((slot, works));
            }
            let within: Vec<bool> =
                list.iter().filter(|(at, _)| at + 12 > slot).map(|(_, works)| *works).collect();
            let works = within.iter().filter(|works| **works).count();
            let wanted = (!within.is_empty()).then(|| works as f64 / within.len() as f64);
            assert_eq!(window.ratio(slot), wanted, "seed {seed}");
        }
    }
}

#[test]
fn what_weighs_more_counts_for_more() {
    let mut window: Window<2> = Window::new();
    window.count(7, true, 60);
    (0..4).for_each(|_| window.count(7, false, 15));
    assert_eq!(window.ratio(7), Some(0.5));
    (0..100).for_each(|_| window.count(7, true, 10_000));
    (0..100).for_each(|_| window.count(7, false, 10_000));
    let ratio = window.ratio(7).unwrap();
    assert!(ratio < 0.5, "what came last counts in full: {ratio}");
}
