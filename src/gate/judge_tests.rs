use super::*;

const HALF_SECOND: u64 = 500_000_000;

/// Readings every half second; the classes refused after each.
fn refused(options: &LoadOptions, loads: impl IntoIterator<Item = Load>) -> Vec<Option<Class>> {
    let mut judge = Judge::new(options);
    let timed = (1..).zip(loads).map(|(number, load)| Load { boot_time_ns: number * HALF_SECOND, ..load });
    timed.map(|load| judge.observe(&load).refused()).collect()
}

fn memory(ratio: f64) -> Load {
    Load { memory_ratio: Some(ratio), ..Load::default() }
}

fn throttled(ratio: f64) -> Load {
    Load { throttled_ratio: Some(ratio), ..Load::default() }
}

#[test]
fn low_work_is_refused_before_normal_and_normal_before_high() {
    let options = LoadOptions::default();
    let found = refused(&options, [0.5, 0.80, 0.82, 0.89, 0.91, 0.97, 0.985].map(memory));
    let (low, normal, high) = (Some(Class::Low), Some(Class::Normal), Some(Class::High));
    assert_eq!(found, [None, None, low, low, normal, normal, high]);
    let found = refused(&options, [0.2, 0.3, 0.6, 1.0].map(throttled));
    assert_eq!(found, [None, low, normal, normal], "high work is never refused for throttling");
}

#[test]
fn what_was_refused_is_admitted_further_down_and_after_a_while() {
    let options = LoadOptions::default();
    let loads = [0.95, 0.85, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80, 0.72, 0.72, 0.72, 0.72, 0.72];
    let found = refused(&options, loads.map(memory));
    let (low, normal) = (Some(Class::Low), Some(Class::Normal));
    // Normal from 0.90 down to 0.81 and then for two seconds; low from 0.81 down to 0.729.
    let wanted = [normal, normal, normal, normal, normal, normal, low, low, low, low, low, low, None];
    assert_eq!(found, wanted);
}

#[test]
fn a_value_that_wavers_around_its_mark_does_not_waver_in_its_effect() {
    let options = LoadOptions::default();
    let changes =
        |loads: Vec<Load>| refused(&options, loads).windows(2).filter(|pair| pair[0] != pair[1]).count();
    let memory: Vec<_> = (0..1_200).map(|n| memory(0.9 + 0.02 * f64::from(n % 3 - 1))).collect();
    assert!(changes(memory) <= 1);
    // Five periods in half a second: each window shows 0.2 more or less.
    for steady in [0.3, 0.5, 0.6, 0.8] {
        let loads: Vec<_> = (0..1_200).map(|n| throttled(steady + 0.2 * f64::from(n * 7 % 3 - 1))).collect();
        assert!(changes(loads) <= 2, "around {steady}");
    }
}

#[test]
fn a_signal_that_vanishes_is_let_go_of() {
    let mut loads = vec![memory(0.95)];
    loads.extend([Load::default(); 6]);
    let found = refused(&LoadOptions::default(), loads);
    assert_eq!((found[0], found[1], found[6]), (Some(Class::Normal), Some(Class::Normal), None));
}

#[test]
fn the_furthest_beyond_its_mark_is_named_and_the_longest_lasting_counts() {
    let mut judge = Judge::new(&LoadOptions { max_cpu_usage_ratio: Some(0.5), ..LoadOptions::default() });
    let both = Load { cpu_ratio: Some(0.9), boot_time_ns: HALF_SECOND, ..memory(0.95) };
    let verdict = judge.observe(&both);
    let grounds = verdict.grounds(Class::Normal).unwrap();
    assert_eq!((grounds.reason, grounds.value, grounds.mark), (RefusalReason::Cpu, 0.9, 0.5));
    let relieved = Load { cpu_ratio: Some(0.1), boot_time_ns: 2 * HALF_SECOND, ..memory(0.95) };
    let grounds = judge.observe(&relieved).grounds(Class::Normal).unwrap();
    assert_eq!(grounds.reason, RefusalReason::Memory);
    assert_eq!(grounds.until_ns, 2 * HALF_SECOND + 2_000_000_000);
}

#[test]
fn nothing_is_judged_where_nothing_is_to_be() {
    let full = Load {
        memory_ratio: Some(1.0),
        memory_bytes: Some(1e12),
        cpu_ratio: Some(1.0),
        throttled_ratio: Some(1.0),
        memory_pressure_ratio: Some(1.0),
        cpu_pressure_ratio: Some(1.0),
        io_pressure_ratio: Some(1.0),
        load_line: Some(2.0),
        ..Load::default()
    };
    assert_eq!(refused(&LoadOptions::none(), [full]), [None]);
    for options in [
        LoadOptions { max_memory_usage_bytes: Some(1 << 30), ..LoadOptions::none() },
        LoadOptions { max_cpu_usage_ratio: Some(0.9), ..LoadOptions::none() },
        LoadOptions { max_throttled_ratio: Some(0.5), ..LoadOptions::none() },
        LoadOptions { max_memory_pressure_ratio: Some(0.2), ..LoadOptions::none() },
        LoadOptions { max_cpu_pressure_ratio: Some(0.2), ..LoadOptions::none() },
        LoadOptions { max_io_pressure_ratio: Some(0.2), ..LoadOptions::none() },
        LoadOptions { load_line: true, ..LoadOptions::none() },
    ] {
        assert_eq!(refused(&options, [full]), [Some(Class::Normal)], "{options:?}");
    }
}

#[test]
fn of_two_limits_the_nearer_one_is_told_whatever_the_marks_are() {
    let mut options = LoadOptions::none();
    options.max_memory_usage_bytes = Some(2_000_000);
    let load = Load {
        memory_bytes: Some(15_000_000.0),
        memory_ratio: Some(0.11),
        cpu_ratio: Some(0.4),
        throttled_ratio: Some(0.9),
        ..Load::default()
    };
    let verdict = Judge::new(&options).observe(&load);
    assert_eq!((verdict.memory_ratio, verdict.cpu_ratio), (Some(7.5), Some(0.9)));
    let nearer = Load { memory_ratio: Some(0.95), memory_bytes: Some(1e6), ..Load::default() };
    let verdict = Judge::new(&options).observe(&nearer);
    assert_eq!((verdict.memory_ratio, verdict.cpu_ratio), (Some(0.95), None));
    // CPU is told of though the gate has no mark for it.
    let busy = Load { cpu_ratio: Some(0.9), ..Load::default() };
    assert_eq!(Judge::new(&LoadOptions::default()).observe(&busy).cpu_ratio, Some(0.9));
}
