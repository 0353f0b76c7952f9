//! Right-sizing on made-up use, where the answer can be worked out by hand.

use super::rule::{DAY_SECONDS, MIB};
use super::*;
use crate::advise::WorkloadPattern;
use crate::finding::Measure;

const BEGIN: f64 = 1_700_000_000.0;

/// Observes every `step` seconds for so long: CPUs and bytes as functions of the seconds since.
fn observed(seconds: f64, step: f64, cpus: impl Fn(f64) -> f64, bytes: impl Fn(f64) -> f64) -> Sizing {
    let mut sizing = Sizing::new();
    observe_more(&mut sizing, 0.0, seconds, step, cpus, bytes);
    sizing
}

fn observe_more(
    sizing: &mut Sizing,
    from: f64,
    to: f64,
    step: f64,
    cpus: impl Fn(f64) -> f64,
    bytes: impl Fn(f64) -> f64,
) {
    let mut at = from;
    while at <= to {
        sizing.observe(BEGIN + at, Some(cpus(at)), None, Some(bytes(at)), None, 0.0);
        at += step;
    }
}

fn advice_for(sizing: &Sizing, pattern: WorkloadPattern, context: &SizingContext) -> AllocationAdvice {
    match sizing.allocation(pattern, context) {
        Allocation::Advice(advice) => *advice,
        other => panic!("{other:?}"),
    }
}

fn advice(sizing: &Sizing) -> AllocationAdvice {
    advice_for(sizing, WorkloadPattern::Balanced, &SizingContext::default())
}

fn near(value: f64, wanted: f64, by: f64) {
    assert!((value - wanted).abs() <= by * wanted, "{value} is not within {by} of {wanted}");
}

fn evidence(size: &Size, name: &str) -> Option<f64> {
    size.evidence.iter().find(|measure: &&Measure| measure.name == name).map(|measure| measure.value)
}

#[test]
fn without_five_minutes_and_a_hundred_observations_there_is_no_advice() {
    let reason = |sizing: &Sizing| match sizing.allocation(WorkloadPattern::Detect, &SizingContext::default())
    {
        Allocation::NotEnoughData { reason, observed_seconds, needed_seconds } => {
            Some((reason, observed_seconds, needed_seconds))
        }
        _ => None,
    };
    assert!(reason(&Sizing::new()).unwrap().0.contains("nothing was observed"));

    let (text, seconds, needed) = reason(&observed(299.0, 1.0, |_| 0.5, |_| 1e8)).unwrap();
    assert!(text.starts_with("299 s"), "{text}");
    assert_eq!((seconds, needed), (299.0, 300.0));
    assert!(reason(&observed(301.0, 1.0, |_| 0.5, |_| 1e8)).is_none());

    // Once a minute it is the number that counts.
    let (text, _, needed) = reason(&observed(98.0 * 60.0, 60.0, |_| 0.5, |_| 1e8)).unwrap();
    assert!(text.starts_with("98 observations"), "{text}");
    near(needed, 6000.0, 0.02);
    assert!(reason(&observed(101.0 * 60.0, 60.0, |_| 0.5, |_| 1e8)).is_none());
}

#[test]
fn steady_use_is_met_closely_and_wider_while_little_is_known() {
    let day = advice(&observed(2.0 * DAY_SECONDS, 60.0, |_| 0.5, |_| 1000.0 * MIB));
    let cpu = day.cpu.unwrap();
    assert!((0.5..0.54).contains(&cpu.target), "{cpu:?}");
    assert_eq!(cpu.limit, None);
    near(day.confidence, 2.0 / 3.0, 0.01);

    let minutes = advice(&observed(600.0, 1.0, |_| 0.5, |_| 1000.0 * MIB));
    let early = minutes.cpu.unwrap();
    near(early.target, 1.15 * cpu.target, 0.02);
    assert!(minutes.confidence < 0.01);
    // The recommender's widening, but no more than three times.
    near(early.upper, 3.0 * early.target, 0.02);
    near(minutes.memory.unwrap().limit.unwrap(), 1200.0 * MIB, 0.001);
}

#[test]
fn the_same_use_gives_the_same_advice_however_often_it_is_read() {
    let saw = |at: f64| 0.2 + 0.8 * (at / 600.0).fract();
    let sparse = advice(&observed(6.0 * 3600.0, 60.0, saw, |_| 3e8)).cpu.unwrap();
    let dense = advice(&observed(6.0 * 3600.0, 1.0, saw, |_| 3e8)).cpu.unwrap();
    let finer = advice(&observed(6.0 * 3600.0, 0.01, saw, |_| 3e8)).cpu.unwrap();
    near(dense.target, sparse.target, 0.06);
    near(finer.target, dense.target, 0.02);
}

#[test]
fn what_is_old_fades() {
    let mut sizing = observed(DAY_SECONDS, 60.0, |_| 4.0, |_| 1e9);
    let more = DAY_SECONDS + 2.0 * DAY_SECONDS;
    observe_more(&mut sizing, DAY_SECONDS, more, 60.0, |_| 0.4, |_| 1e9);
    let cpu = advice(&sizing).cpu.unwrap();
    // Four half-lives later the old load has a weight of a sixteenth.
    let share_of_old = 1.0 / 16.0;
    near(evidence(&cpu, "cpu_demand_mean_cpus").unwrap(), 0.4 + 3.6 * share_of_old * 0.8, 0.15);
    near(evidence(&cpu, "cpu_demand_p50_cpus").unwrap(), 0.4, 0.05);
    near(evidence(&cpu, "cpu_demand_peak_cpus").unwrap(), 4.0, 0.001);
}

#[test]
fn throttled_time_is_demand() {
    let mut sizing = Sizing::new();
    for second in 0..1000 {
        sizing.observe(BEGIN + f64::from(second), Some(0.5), Some(0.5), None, None, 0.0);
    }
    let advice = advice(&sizing);
    near(evidence(advice.cpu.as_ref().unwrap(), "cpu_demand_p50_cpus").unwrap(), 1.0, 0.05);
    assert!(advice.memory.is_none());
}

#[test]
fn start_up_raises_the_limit_and_not_the_request() {
    let load = |at: f64| if at < 200.0 { 3.0 } else { 0.2 };
    let memory = |at: f64| if at < 200.0 { 900.0 * MIB } else { 300.0 * MIB };
    let mut told = Sizing::new();
    told.started(BEGIN);
    observe_more(&mut told, 0.0, 3600.0, 1.0, load, memory);
    let cpu = advice_for(&told, WorkloadPattern::Burst, &SizingContext::default()).cpu.unwrap();
    assert!(cpu.request < 0.3 && cpu.target < 0.3, "{cpu:?}");
    near(cpu.limit.unwrap(), 3.0 * 1.15, 0.01);
    near(evidence(&cpu, "cpu_demand_p95_cpus").unwrap(), 0.2, 0.05);

    let advised = advice_for(&told, WorkloadPattern::Burst, &SizingContext::default());
    let held = advised.memory.unwrap();
    assert!(held.limit.unwrap() > 900.0 * MIB, "killed at the next start: {held:?}");
    assert!(held.request < 400.0 * MIB, "{held:?}");
    assert_eq!(evidence(&held, "memory_needed_start_up_peak_bytes"), Some(900.0 * MIB));
}

#[test]
fn a_start_up_peak_is_let_go_after_eight_days_although_none_came_since() {
    let mut sizing = Sizing::new();
    sizing.started(BEGIN);
    let memory = |at: f64| if at < 200.0 { 900.0 * MIB } else { 300.0 * MIB };
    observe_more(&mut sizing, 0.0, 6.9 * DAY_SECONDS, 60.0, |_| 0.2, memory);
    assert!(advice(&sizing).memory.unwrap().limit.unwrap() > 900.0 * MIB);
    observe_more(&mut sizing, 6.9 * DAY_SECONDS, 9.1 * DAY_SECONDS, 60.0, |_| 0.2, memory);
    assert!(advice(&sizing).memory.unwrap().limit.unwrap() < 400.0 * MIB);
}

#[test]
fn what_never_gets_beyond_start_up_has_advice_on_memory_all_the_same() {
    let mut sizing = Sizing::new();
    for second in 0..1000 {
        if second % 250 == 0 {
            sizing.started(BEGIN + f64::from(second));
        }
        sizing.observe(BEGIN + f64::from(second), Some(1.0), None, Some(100.0 * MIB), None, 0.0);
    }
    let advice = advice(&sizing);
    assert!(advice.cpu.is_none());
    assert!(advice.memory.unwrap().limit.unwrap() > 100.0 * MIB);
    assert!(advice.notes.iter().any(|note| note.contains("start-up")), "{:?}", advice.notes);
}

#[test]
fn an_oom_kill_raises_the_limit_by_a_fifth_or_100_mib_but_at_most_doubles_it() {
    let after_kill = |limit: f64| {
        let mut sizing = observed(1000.0, 1.0, |_| 0.1, |_| 0.5 * limit);
        sizing.observe(BEGIN + 1001.0, Some(0.1), None, Some(0.2 * limit), Some(limit), 1.0);
        advice(&sizing).memory.unwrap().limit.unwrap()
    };
    assert_eq!(after_kill(40.0 * MIB), 80.0 * MIB);
    assert_eq!(after_kill(300.0 * MIB), 400.0 * MIB);
    assert_eq!(after_kill(1000.0 * MIB), 1200.0 * MIB);
}

#[test]
fn a_memory_limit_is_above_every_peak_of_eight_days() {
    let peaks = |at: f64| if (7200.0..7260.0).contains(&at) { 700.0 * MIB } else { 200.0 * MIB };
    let mut sizing = observed(7.0 * DAY_SECONDS, 60.0, |_| 0.1, peaks);
    for pattern in WorkloadPattern::RECOGNISED {
        let memory = advice_for(&sizing, pattern, &SizingContext::default()).memory.unwrap();
        assert!(memory.limit.unwrap() >= 1.05 * 700.0 * MIB, "{pattern}: {memory:?}");
    }
    // What has not been seen for longer is let go.
    observe_more(&mut sizing, 7.0 * DAY_SECONDS, 9.0 * DAY_SECONDS, 60.0, |_| 0.1, peaks);
    let memory = advice(&sizing).memory.unwrap();
    assert!(memory.limit.unwrap() < 300.0 * MIB, "{memory:?}");
}

#[test]
fn memory_that_grows_every_day_is_given_another_day() {
    let grows = |at: f64| 1000.0 * MIB * (1.0 + 0.5 * at / DAY_SECONDS);
    let memory = advice(&observed(4.0 * DAY_SECONDS, 60.0, |_| 0.1, grows)).memory.unwrap();
    near(memory.limit.unwrap(), 3500.0 * MIB, 0.01);
    near(evidence(&memory, "memory_needed_daily_growth_bytes").unwrap(), 500.0 * MIB, 0.04);
}

#[test]
fn alike_peaks_need_little_headroom_and_differing_ones_more() {
    let highest_by_day = |of: [f64; 5]| {
        advice(&observed(5.0 * DAY_SECONDS - 60.0, 60.0, |_| 0.1, move |at| of[(at / DAY_SECONDS) as usize]))
            .memory
            .unwrap()
            .limit
            .unwrap()
    };
    near(highest_by_day([1e9; 5]), 1.05e9, 0.002);
    near(highest_by_day([0.8e9, 1e9, 0.9e9, 1e9, 0.9e9]), 1.1e9, 0.002);
    near(highest_by_day([0.2e9, 1e9, 0.9e9, 1e9, 0.9e9]), 1.15e9, 0.002);
}

#[test]
fn small_containers_get_small_advice_but_none_that_crashes() {
    let small = advice(&observed(2.0 * DAY_SECONDS, 60.0, |_| 0.03, |_| 40.0 * MIB));
    let (cpu, memory) = (small.cpu.unwrap(), small.memory.unwrap());
    assert!((0.03..=0.036).contains(&cpu.target), "{cpu:?}");
    assert_eq!(memory.limit, Some(64.0 * MIB));

    let tiny = advice(&observed(2.0 * DAY_SECONDS, 60.0, |_| 0.0001, |_| 0.5 * MIB));
    let (cpu, memory) = (tiny.cpu.unwrap(), tiny.memory.unwrap());
    assert_eq!((cpu.lower, cpu.target), (0.01, 0.01));
    assert!(memory.lower >= 12.0 * MIB && memory.target >= 24.0 * MIB, "{memory:?}");
}

#[test]
fn sizes_are_ordered_and_rounded_for_every_pattern() {
    let spiky = |at: f64| if at % 3600.0 < 120.0 { 2.5 } else { 0.3 };
    for hours in [1.0, 30.0, 100.0] {
        let sizing = observed(hours * 3600.0, 10.0, spiky, |at| 1e9 + 1e8 * spiky(at));
        for pattern in WorkloadPattern::RECOGNISED {
            let advice = advice_for(&sizing, pattern, &SizingContext::default());
            let (cpu, memory) = (advice.cpu.unwrap(), advice.memory.unwrap());
            for size in [&cpu, &memory] {
                let limit = size.limit.unwrap_or(size.target);
                assert!(size.lower <= size.target && size.target <= size.upper, "{pattern}: {size:?}");
                assert!(size.request <= limit && limit <= size.upper, "{pattern}: {size:?}");
                assert!(size.lower <= size.request.max(size.target), "{pattern}: {size:?}");
            }
            near((cpu.target * 100.0).round() / 100.0, cpu.target, 1e-9);
            assert_eq!(memory.target % MIB, 0.0);
            assert_eq!(cpu.limit.is_some(), pattern == WorkloadPattern::Burst);
        }
    }
}

#[test]
fn the_price_of_time_over_leaves_rare_spikes_out_and_takes_frequent_ones_in() {
    let spiky = |share: f64| {
        let load = move |at: f64| if at % 3600.0 < share * 3600.0 { 3.0 } else { 0.3 };
        advice(&observed(2.0 * DAY_SECONDS, 60.0, load, |_| 1e9)).cpu.unwrap().target
    };
    assert!(spiky(0.02) < 0.35, "{}", spiky(0.02));
    assert!(spiky(0.30) > 2.9, "{}", spiky(0.30));
}

#[test]
fn other_patterns_are_told_as_they_would_be_advised() {
    let sizing = observed(3.0 * 3600.0, 1.0, |at| 0.1 + (at % 60.0) / 60.0, |at| 1e9 + 1e6 * (at % 60.0));
    let balanced = advice(&sizing);
    let others: Vec<_> = balanced.if_pattern.iter().map(|other| other.pattern).collect();
    assert_eq!(others, &WorkloadPattern::RECOGNISED[1..]);
    for other in &balanced.if_pattern {
        let own = advice_for(&sizing, other.pattern, &SizingContext::default());
        let (cpu, memory) = (own.cpu.unwrap(), own.memory.unwrap());
        let (told_cpu, told_memory) = (other.cpu.unwrap(), other.memory.unwrap());
        assert_eq!((told_cpu.target, told_cpu.request, told_cpu.limit), (cpu.target, cpu.request, cpu.limit));
        assert_eq!((told_memory.target, told_memory.limit), (memory.target, memory.limit));
    }
}

#[test]
fn the_pattern_asked_for_goes_before_the_one_recognised() {
    let sizing = observed(600.0, 1.0, |_| 0.5, |_| 1e9);
    let recognised = SizingContext { recognised: Some(WorkloadPattern::Burst), ..SizingContext::default() };
    let detected = advice_for(&sizing, WorkloadPattern::Detect, &recognised);
    assert_eq!((detected.pattern, detected.pattern_assumed), (WorkloadPattern::Burst, false));
    let asked = advice_for(&sizing, WorkloadPattern::IoIntensive, &recognised);
    assert_eq!((asked.pattern, asked.pattern_assumed), (WorkloadPattern::IoIntensive, false));
    let unknown = advice_for(&sizing, WorkloadPattern::Detect, &SizingContext::default());
    assert_eq!((unknown.pattern, unknown.pattern_assumed), (WorkloadPattern::Balanced, true));
}

#[test]
fn nothing_beyond_the_host_is_advised_without_saying_so() {
    let sizing = observed(600.0, 1.0, |_| 3.9, |_| 3000.0 * MIB);
    let host = SizingContext {
        host_cpus: Some(4.0),
        host_memory_bytes: Some(3072.0 * MIB),
        memory_limit_bytes: Some(3072.0 * MIB),
        ..SizingContext::default()
    };
    let advice = advice_for(&sizing, WorkloadPattern::CpuIntensive, &host);
    let (cpu, memory) = (advice.cpu.unwrap(), advice.memory.unwrap());
    assert_eq!((cpu.target, cpu.request, cpu.upper), (4.0, 4.0, 4.0));
    assert!(cpu.beyond_host.unwrap() > 4.0);
    assert_eq!((memory.limit, memory.current_limit), (Some(3072.0 * MIB), Some(3072.0 * MIB)));
    assert!(memory.beyond_host.unwrap() > 3072.0 * MIB);
    assert!(advice.if_pattern.iter().all(|other| other.cpu.unwrap().target <= 4.0));
    // CPU, memory, and that its use was near its limit.
    assert_eq!(advice.notes.len(), 3, "{:?}", advice.notes);
}

#[test]
fn a_state_goes_through_json_and_stays_small() {
    let mut sizing = observed(
        9.0 * DAY_SECONDS,
        60.0,
        |at| 0.02 + 150.0 * (at / 977.0).fract().powi(4),
        |at| 1e9 * (1.0 + (at / 991.0).fract()),
    );
    sizing.started(BEGIN + 1e6);
    sizing.observe(BEGIN + 1e6, Some(0.3), None, Some(1e9), Some(2e9), 2.0);
    let json = serde_json::to_string(&sizing).unwrap();
    assert!(json.len() <= 32 * 1024, "{} bytes", json.len());
    println!("{} bytes of JSON", json.len());
    let mut again: Sizing = serde_json::from_str(&json).unwrap();
    assert_eq!(again, sizing);

    // A restart an hour later goes on with it.
    again.observe(BEGIN + 1e6 + 3600.0, Some(0.3), None, Some(1e9), None, 0.0);
    let before = advice(&sizing).memory.unwrap();
    assert_eq!(advice(&again).memory.unwrap().limit, before.limit);
    let text = serde_json::to_string(&advice(&again)).unwrap();
    assert!(text.contains(r#""unit":"cpus""#) && text.contains(r#""pattern":"balanced""#), "{text}");
}

#[test]
fn a_state_that_is_none_is_refused() {
    let json = serde_json::to_string(&Sizing::new()).unwrap();
    assert!(serde_json::from_str::<Sizing>(&json).is_ok());
    for (from, to) in [("0.0,0.0", "0.0"), ("0.0,0.0", "0.0,-1.0"), ("null,null", "null"), ("null", "-1.0")] {
        let damaged = json.replacen(from, to, 1);
        assert_ne!(damaged, json);
        assert!(serde_json::from_str::<Sizing>(&damaged).is_err(), "{from} as {to}");
    }
}

#[test]
fn nonsense_and_jumping_clocks_do_no_harm() {
    let mut sizing = observed(2.0 * 3600.0, 1.0, |_| 0.5, |_| 1e9);
    let before = advice(&sizing);
    for cpu in [f64::NAN, f64::INFINITY, -1.0] {
        sizing.observe(BEGIN + 7200.0, Some(cpu), Some(cpu), Some(cpu), Some(cpu), f64::NAN);
    }
    sizing.observe(f64::NAN, Some(1.0), None, Some(1.0), None, 0.0);
    // Back by an hour, and on again.
    sizing.observe(BEGIN + 3600.0, Some(0.5), None, Some(1e9), None, 0.0);
    sizing.observe(BEGIN + 7201.0, Some(0.5), None, Some(1e9), None, 0.0);
    let after = advice(&sizing);
    assert_eq!(after.cpu.unwrap().target, before.cpu.as_ref().unwrap().target);
    assert_eq!(after.memory.unwrap().limit, before.memory.as_ref().unwrap().limit);

    // Years ahead everything has faded or been let go, and what comes back counts anew.
    for _ in 0..2 {
        let years = BEGIN + 1e9;
        sizing.observe(years, Some(0.5), None, Some(1e9), None, 0.0);
        let _ = sizing.allocation(WorkloadPattern::Detect, &SizingContext::default());
        observe_more(&mut sizing, 7200.0, 9000.0, 1.0, |_| 0.5, |_| 1e9);
        let json = serde_json::to_string(&sizing).unwrap();
        assert!(serde_json::from_str::<Sizing>(&json).is_ok(), "{json}");
        assert!(advice(&sizing).memory.unwrap().limit.is_some());
    }
}

#[test]
fn buckets_cover_a_milli_cpu_to_two_hundred_cpus() {
    let mut sizing = observed(600.0, 1.0, |_| 500.0, |_| 1e9);
    let cpu = advice(&sizing).cpu.unwrap();
    assert!(cpu.target >= 500.0, "{cpu:?}");
    sizing = observed(600.0, 1.0, |_| 190.0, |_| 1e9);
    near(evidence(&advice(&sizing).cpu.unwrap(), "cpu_demand_p50_cpus").unwrap(), 190.0, 0.05);
}
