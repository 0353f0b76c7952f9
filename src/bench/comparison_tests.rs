use super::*;
use crate::bench::measure::Group;
use crate::bench::result::{Ended, SCHEMA};
use crate::bench::{Machine, Resources, Scores};
use crate::error::ErrorKind;
use crate::stats::Random;

/// Rounds of a second, and of two whole runs what they are off by.
const ROUNDS: usize = 40;
const MEASURES: usize = 11;

/// Rounds that resemble their neighbours, of a run that is off as a whole, now and then disturbed by others.
fn rounds(random: &mut Random, level: f64, noise: f64, off: f64) -> Vec<f64> {
    let mut even = || random.chance();
    let mut normal = || (0..12).map(|_| even()).sum::<f64>() - 6.0;
    let run = off * normal();
    let mut slow = 0.0;
    let mut disturbed = 0;
    (0..ROUNDS)
        .map(|_| {
            slow = 0.8 * slow + 0.6 * noise / 2.0 * normal();
            if normal() > 2.0 {
                disturbed = 3;
            }
            disturbed -= i32::from(disturbed > 0);
            let others = if disturbed > 0 { 0.3 } else { 0.0 };
            level * (run + slow + noise * normal() + others).exp()
        })
        .collect()
}

fn measure(name: &str, rounds: Vec<f64>) -> Measure {
    Measure {
        name: name.to_owned(),
        title: name.to_owned(),
        group: Group::Cpu,
        unit: "seconds".to_owned(),
        better: Better::Lower,
        value: rounds[0],
        spread_ratio: 0.0,
        dose: String::new(),
        latency: None,
        allocations: None,
        rounds,
        reference_seconds: Vec::new(),
    }
}

fn result(measures: Vec<Measure>) -> BenchResult {
    BenchResult {
        schema: SCHEMA.to_owned(),
        version: "1.0.0".to_owned(),
        profile: "1s".to_owned(),
        began_unix_ns: 1,
        seconds: 1.0,
        ended: Ended::Complete,
        rounds: ROUNDS,
        machine: Machine::default(),
        measures,
        threads: Vec::new(),
        resources: Resources::default(),
        scores: Scores::default(),
        left_out: Vec::new(),
        warnings: Vec::new(),
        comparison: None,
    }
}

/// A whole run, its first measure slower.
fn run(random: &mut Random, slower: f64) -> BenchResult {
    let levels = (0..MEASURES).map(|number| if number == 0 { 1.0 + slower } else { 1.0 });
    let measures = levels.enumerate().map(|(number, level)| {
        // Some are noisier than others.
        let noise = 0.01 + 0.02 * (number % 3) as f64;
        measure(&number.to_string(), rounds(random, level, noise, 0.005))
    });
    result(measures.collect())
}

#[test]
fn equal_runs_are_called_the_same_and_a_tenth_more_worse() {
    let mut random = Random::new(3);
    let (mut different, mut worse) = (0, 0);
    for _ in 0..200 {
        let baseline = run(&mut random, 0.0);
        different += u32::from(run(&mut random, 0.0).against_any(&baseline).verdict != Verdict::Same);
        let comparison = run(&mut random, 0.1).against_any(&baseline);
        worse += u32::from(comparison.changes[0].verdict == Verdict::Worse);
    }
    println!("of 200 pairs {different} called different, {worse} of 200 found worse");
    assert!(different <= 10, "{different} of 200 pairs of equal runs");
    assert!(worse >= 190, "{worse} of 200");
}

#[test]
fn by_how_much_is_told() {
    let mut random = Random::new(5);
    let baseline = result(vec![measure("sample", rounds(&mut random, 1e-4, 0.01, 0.0))]);
    let slower = result(vec![measure("sample", rounds(&mut random, 1.2e-4, 0.01, 0.0))]);
    let comparison = slower.against(&baseline).unwrap();
    let change = &comparison.changes[0];
    assert_eq!((comparison.verdict, change.verdict), (Verdict::Worse, Verdict::Worse));
    assert!((change.low_ratio..change.high_ratio).contains(&0.2), "{change:?}");
    assert!(change.words().starts_with("worse by 1"), "{}", change.words());
    let back = baseline.against(&slower).unwrap();
    assert_eq!(back.verdict, Verdict::Better);
    assert!(back.changes[0].words().starts_with("better by 1"), "{}", back.changes[0].words());
}

/// A tenth fewer in a second is worse.
#[test]
fn of_rates_less_is_worse() {
    let mut random = Random::new(6);
    let mut rate = |level: f64| {
        let rounds =
            rounds(&mut random, 1.0, 0.003, 0.0).into_iter().map(|seconds| level / seconds).collect();
        result(vec![Measure {
            better: Better::Higher,
            unit: "per_second".to_owned(),
            ..measure("cpu", rounds)
        }])
    };
    let comparison = rate(90.0).against(&rate(100.0)).unwrap();
    let change = &comparison.changes[0];
    assert_eq!(change.verdict, Verdict::Worse);
    assert!((change.low_ratio..change.high_ratio).contains(&0.1), "{change:?}");
}

/// A processor that ran slower while a whole run was measured.
#[test]
fn a_slower_clock_is_no_dearer_library_but_a_slower_container() {
    let mut random = Random::new(8);
    let mut of = |group: Group, times: f64| {
        let rounds = rounds(&mut random, 1e-4 * times, 0.005, 0.0);
        let reference_seconds = vec![1e-5 * times; rounds.len()];
        result(vec![Measure { group, reference_seconds, ..measure("one", rounds) }])
    };
    let [then, now] = [1.0, 1.2].map(|times| of(Group::Monitoring, times));
    assert_eq!(now.against(&then).unwrap().verdict, Verdict::Same);
    let [then, now] = [1.0, 1.2].map(|times| of(Group::Cpu, times));
    assert_eq!(now.against(&then).unwrap().verdict, Verdict::Worse);
}

#[test]
fn what_others_decide_is_shown_and_not_judged() {
    let of = |times: f64| {
        let rounds = vec![1e-4 * times; ROUNDS];
        result(vec![Measure { group: Group::Concurrency, ..measure("handoff", rounds) }])
    };
    let comparison = of(10.0).against(&of(1.0)).unwrap();
    assert_eq!((comparison.verdict, comparison.changes[0].judged), (Verdict::Same, false));
    assert!(comparison.changes[0].words().starts_with("not judged"));
}

#[test]
fn what_cannot_be_compared_says_why() {
    let full = || vec![1.0; ROUNDS];
    let dosed = |dose: &str| Measure { dose: dose.to_owned(), ..measure("memory_copy", full()) };
    let baseline = result(vec![measure("sample", vec![1.0; 3]), dosed("buffers of 2.0 MiB")]);
    let now = result(vec![measure("sample", full()), dosed("buffers of 4.0 MiB"), measure("tick", full())]);
    let comparison = now.against(&baseline).unwrap();
    let why: Vec<&str> = comparison.left_out.iter().map(|left_out| left_out.why.as_str()).collect();
    assert_eq!(
        why,
        [
            "3 rounds are too few, 6 are needed",
            "not the same was done: buffers of 2.0 MiB then, buffers of 4.0 MiB now",
            "the baseline does not have it",
        ]
    );
    assert_eq!((comparison.verdict, comparison.changes.len()), (Verdict::Same, 0));
}

#[test]
fn unlike_machines_are_compared_only_when_that_is_asked_for() {
    let mut baseline = result(Vec::new());
    baseline.machine.effective_cpus = Some(2.0);
    baseline.machine.kernel = Some("6.1.0".to_owned());
    baseline.profile = "quick".to_owned();
    let mut now = result(Vec::new());
    now.machine.effective_cpus = Some(4.0);
    let error = now.against(&baseline).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnlikeSamples);
    assert!(error.to_string().contains("CPUs that the container can use: 2 then, 4 now"), "{error}");
    let comparison = now.against_any(&baseline);
    assert_eq!(comparison.unlike.len(), 1);
    assert_eq!(comparison.differences, ["kernel: 6.1.0 then, not known now", "profile: quick then, 1s now"]);
}

#[test]
fn documents_of_another_kind_are_no_baselines() {
    for (text, words) in [
        ("", "EOF"),
        ("{}", "schema"),
        (r#"{"schema": "plimsoll.load/1"}"#, "its schema is plimsoll.load/1"),
        (r#"{"schema": "plimsoll.bench/1"}"#, "missing field"),
    ] {
        let error = BenchResult::from_json(text.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn what_only_the_baseline_has_is_told() {
    let measures = |names: &[&str]| {
        let mut random = Random::new(1);
        names.iter().map(|name| measure(name, rounds(&mut random, 1.0, 0.01, 0.0))).collect()
    };
    let then = result(measures(&["a", "b", "c"]));
    let mut now = result(measures(&["a"]));
    now.left_out.push(LeftOut { name: "b".to_owned(), why: "no thread".to_owned() });
    let comparison = Comparison::of(&now, &then);
    let told: Vec<(&str, &str)> =
        comparison.left_out.iter().map(|one| (one.name.as_str(), one.why.as_str())).collect();
    assert_eq!(told, [("b", "not now: no thread"), ("c", "this run does not have it")]);
}

#[test]
fn allocations_that_differ_are_told() {
    let with = |allocations: f64| {
        let mut random = Random::new(1);
        let one = measure("a", rounds(&mut random, 1.0, 0.01, 0.0));
        result(vec![Measure { allocations: Some(allocations), ..one }])
    };
    let told = |now: f64| Comparison::of(&with(now), &with(116.0)).differences;
    assert_eq!(told(116.0), Vec::<String>::new());
    assert_eq!(told(398.0), ["allocations of a: 116 then, 398 now"]);
}

#[test]
fn a_change_holds_in_all_of_its_interval() {
    for seed in 0..50 {
        let mut random = Random::new(seed);
        let noise = 0.01 * (1.0 + seed as f64);
        let [then, now] =
            [1.0, 1.1].map(|level| result(vec![measure("a", rounds(&mut random, level, noise, 0.0))]));
        for change in Comparison::of(&now, &then).changes {
            assert!(change.verdict != Verdict::Worse || change.low_ratio > 0.0, "{change:?}");
            assert!(change.verdict != Verdict::Better || change.high_ratio < 0.0, "{change:?}");
        }
    }
}
