#![allow(clippy::pedantic)]

use super::*;
use crate::advise::WorkloadPattern;

#[path = "generators_tests.rs"]
mod generators;
#[path = "labelled_tests.rs"]
mod labelled;

/// A container of 2 CPUs and 4 GiB at one kind of work; `second` makes the bursts.
fn point(pattern: WorkloadPattern, second: f64) -> WorkloadPoint {
    let (cpu, throttled, memory, disk, stalled) = match pattern {
        WorkloadPattern::CpuIntensive => (1.95, 0.2, 0.5e9, 1e6, 0.0),
        WorkloadPattern::MemoryIntensive => (0.3, 0.0, 3.6e9, 0.0, 0.0),
        WorkloadPattern::IoIntensive => (0.25, 0.0, 0.3e9, 90e6, 0.7),
        WorkloadPattern::Burst if second % 60.0 < 6.0 => (1.5, 0.0, 0.5e9, 0.0, 0.0),
        WorkloadPattern::Burst => (0.005, 0.0, 0.3e9, 0.0, 0.0),
        WorkloadPattern::Balanced | WorkloadPattern::Detect => (0.7, 0.0, 1e9, 0.2e6, 0.01),
    };
    WorkloadPoint {
        seconds: second,
        cpu_cpus: Some(cpu),
        effective_cpus: Some(2.0),
        cpu_throttled_cpus: Some(throttled),
        cpu_pressure: Some(0.05),
        memory_needed_bytes: Some(memory),
        memory_limit_bytes: Some(4.0 * 1024f64.powi(3)),
        memory_pressure: Some(0.0),
        io_bytes_per_second: Some(disk),
        io_operations_per_second: Some(disk / 100e3),
        io_pressure: Some(stalled),
        host_iowait_ratio: Some(stalled / 4.0),
        network_bytes_per_second: Some(10e3),
        major_faults_per_second: Some(0.0),
    }
}

fn idle(second: f64) -> WorkloadPoint {
    WorkloadPoint {
        cpu_cpus: Some(0.002),
        memory_needed_bytes: Some(50e6),
        ..point(WorkloadPattern::Burst, 30.0 + 0.0 * second)
    }
    .at(second)
}

impl WorkloadPoint {
    fn at(self, seconds: f64) -> Self {
        WorkloadPoint { seconds, ..self }
    }
}

fn feed(workload: &mut Workload, pattern: WorkloadPattern, from: u32, to: u32) {
    (from..to).for_each(|second| workload.observe(&point(pattern, f64::from(second))));
}

fn after(pattern: WorkloadPattern, seconds: u32) -> Recognition {
    let mut workload = Workload::new();
    feed(&mut workload, pattern, 0, seconds);
    workload.recognise()
}

#[test]
fn too_little_is_an_answer() {
    let recognition = Workload::new().recognise();
    assert_eq!((recognition.pattern, recognition.observed_seconds), (None, 0.0));
    let recognition = after(WorkloadPattern::CpuIntensive, 15);
    assert_eq!((recognition.pattern, recognition.observed_seconds), (None, 14.0));
    assert_eq!(recognition.confidence, 0.0);
    assert_eq!(recognition.reason(), "Observed for 14 s; 20 s are needed to tell what kind of work this is.");
    assert_eq!(after(WorkloadPattern::CpuIntensive, 22).pattern, Some(WorkloadPattern::CpuIntensive));
}

#[test]
fn without_cpu_time_nothing_is_named() {
    let mut workload = Workload::new();
    for second in 0..60 {
        let known = point(WorkloadPattern::IoIntensive, f64::from(second));
        workload.observe(&WorkloadPoint { cpu_cpus: None, ..known });
    }
    let recognition = workload.recognise();
    assert_eq!(recognition.pattern, None);
    assert!(recognition.reason().contains("not known"), "{}", recognition.reason());
}

#[test]
fn each_pattern_is_recognised_and_says_why() {
    for pattern in WorkloadPattern::RECOGNISED {
        let recognition = after(pattern, 400);
        assert_eq!(recognition.pattern, Some(pattern), "{recognition:?}");
        assert_ne!(recognition.runner_up, Some(pattern));
        assert!(recognition.confidence > 0.7, "{pattern}: {}", recognition.confidence);
        assert!(!recognition.idle);
        assert!(recognition.evidence.len() >= 5, "{recognition:?}");
    }
    let reason = after(WorkloadPattern::CpuIntensive, 400).reason();
    assert!(
        reason.starts_with("It computes, and would use more CPU time: it wants 107 % of its CPU, "),
        "{reason}"
    );
    let reason = after(WorkloadPattern::IoIntensive, 400).reason();
    assert!(
        reason.contains("waits for I/O 70 % of the time, reads, writes, sends and receives 85.8 MiB/s"),
        "{reason}"
    );
}

#[test]
fn reasons_hold_no_internal_names() {
    for pattern in WorkloadPattern::RECOGNISED {
        let reason = after(pattern, 400).reason();
        let words = reason.split_whitespace().collect::<Vec<_>>();
        assert!(!reason.contains('_') && !words.contains(&"has"), "{reason}");
        assert!(reason.contains(": it ") && reason.contains(" and ") && reason.ends_with('.'), "{reason}");
    }
}

#[test]
fn confidence_grows_with_what_was_observed_and_known() {
    let short = after(WorkloadPattern::IoIntensive, 25).confidence;
    let long = after(WorkloadPattern::IoIntensive, 400).confidence;
    assert!(short < 0.8 * long, "{short} {long}");
    let mut blind = Workload::new();
    for second in 0..400 {
        let known = point(WorkloadPattern::Balanced, f64::from(second));
        blind.observe(&WorkloadPoint {
            memory_needed_bytes: None,
            io_bytes_per_second: None,
            network_bytes_per_second: None,
            io_pressure: None,
            ..known
        });
    }
    let blind = blind.recognise();
    assert_eq!(blind.pattern, Some(WorkloadPattern::Balanced));
    assert!(blind.confidence < 0.8 * after(WorkloadPattern::Balanced, 400).confidence);
}

#[test]
fn an_idle_container_is_balanced_with_little_confidence() {
    let mut workload = Workload::new();
    (0..3600).for_each(|second| workload.observe(&idle(f64::from(second))));
    let recognition = workload.recognise();
    assert!(recognition.idle);
    assert_eq!(recognition.pattern, Some(WorkloadPattern::Balanced));
    assert!(recognition.confidence <= 0.25, "{}", recognition.confidence);
    assert!(recognition.reason().starts_with("It does next to nothing"));
}

/// The start of a service is work, but says nothing of what it does.
#[test]
fn a_busy_start_is_not_what_an_idle_service_is() {
    let mut workload = Workload::new();
    feed(&mut workload, WorkloadPattern::CpuIntensive, 0, 30);
    (30..3600).for_each(|second| workload.observe(&idle(f64::from(second))));
    assert_eq!(workload.recognise().pattern, Some(WorkloadPattern::Balanced));
}

#[test]
fn at_night_it_is_what_it_was_by_day() {
    let mut workload = Workload::new();
    for minute in 0..8 * 60 {
        workload.observe(&point(WorkloadPattern::CpuIntensive, f64::from(minute) * 60.0));
    }
    for minute in 8 * 60..16 * 60 {
        workload.observe(&idle(f64::from(minute) * 60.0));
    }
    let recognition = workload.recognise();
    assert!(recognition.idle);
    assert_eq!(recognition.pattern, Some(WorkloadPattern::CpuIntensive), "{recognition:?}");
    assert!(recognition.confidence <= 0.5);
}

#[test]
fn a_job_of_a_minute_in_every_hour_is_a_burst_also_in_between() {
    let mut workload = Workload::new();
    for second in 0..6 * 3600 {
        let at = f64::from(second);
        let works = second % 3600 >= 3540;
        workload.observe(&if works { point(WorkloadPattern::CpuIntensive, at) } else { idle(at) });
        // From the third job on it is known; also while one is under way.
        if second > 3 * 3600 && second % 300 == 0 {
            let recognition = workload.recognise();
            assert_eq!(recognition.pattern, Some(WorkloadPattern::Burst), "{second}: {recognition:?}");
        }
    }
}

/// The promise in the documentation of `Workload`.
#[test]
fn a_change_of_work_is_noticed_within_fifteen_minutes() {
    println!("seconds until a change is noticed for good (down: before, across: after)");
    print!("{:>17}", "");
    WorkloadPattern::RECOGNISED.iter().for_each(|now| print!("{:>17}", now.name()));
    println!();
    for before in WorkloadPattern::RECOGNISED {
        print!("{:>17}", before.name());
        for now in WorkloadPattern::RECOGNISED {
            let mut workload = Workload::new();
            feed(&mut workload, before, 0, 1800);
            let mut noticed = 1800;
            for second in 1800..2900 {
                workload.observe(&point(now, f64::from(second)));
                if second % 10 == 9 && workload.recognise().pattern != Some(now) {
                    noticed = second + 1;
                }
            }
            print!("{:>17}", noticed - 1800);
            assert!(noticed - 1800 <= 900, "{before} to {now}: {} s", noticed - 1800);
        }
        println!();
    }
}

/// What counts is time, not points: at 100 Hz, and with uneven spacing, the answer is the same.
#[test]
fn the_spacing_of_points_does_not_matter() {
    for pattern in WorkloadPattern::RECOGNISED {
        let mut fast = Workload::new();
        for tick in 0..20_000 {
            let at = f64::from(tick) / 100.0;
            // The scheduler: a hundredth of a second is all or nothing.
            let mean = point(pattern, at);
            let cpu = mean.cpu_cpus.map(|cpu| if tick % 4 == 0 { cpu * 4.0 } else { 0.0 });
            fast.observe(&WorkloadPoint { cpu_cpus: cpu, ..mean });
        }
        let mut uneven = Workload::new();
        let mut random = generators::Random::new(7);
        let mut at = 0.0;
        while at < 200.0 {
            uneven.observe(&point(pattern, at));
            at += random.between(0.05, 2.5);
        }
        for workload in [fast, uneven] {
            let recognition = workload.recognise();
            assert_eq!(recognition.pattern, Some(pattern), "{recognition:?}");
            assert!((recognition.observed_seconds - 200.0).abs() < 3.0);
        }
    }
}

#[test]
fn gaps_and_jumping_clocks_do_no_harm() {
    let mut workload = Workload::new();
    feed(&mut workload, WorkloadPattern::IoIntensive, 0, 600);
    // A day's gap: what holds after it is new, and one point is worth a minute at most.
    workload.observe(&point(WorkloadPattern::CpuIntensive, 86_400.0));
    assert!(workload.recognise().observed_seconds <= 600.0 + LONGEST_SECONDS);
    feed(&mut workload, WorkloadPattern::IoIntensive, 86_401, 86_600);
    // The machine was started anew: the clock begins at nought.
    feed(&mut workload, WorkloadPattern::IoIntensive, 0, 300);
    workload.observe(&point(WorkloadPattern::IoIntensive, 299.0)); // The same instant again.
    workload.observe(&point(WorkloadPattern::IoIntensive, f64::NAN));
    workload.observe(&point(WorkloadPattern::IoIntensive, f64::INFINITY));
    let recognition = workload.recognise();
    assert_eq!(recognition.pattern, Some(WorkloadPattern::IoIntensive));
    assert!(recognition.confidence.is_finite());
}

#[test]
fn nonsense_does_no_harm() {
    let mut random = generators::Random::new(3);
    let odd = [f64::NAN, f64::INFINITY, -1.0, 0.0, f64::MAX, f64::MIN_POSITIVE, 1e-300, 1.0];
    let mut workload = Workload::new();
    let mut at = 0.0;
    for _ in 0..500 {
        at += random.between(0.01, 5.0);
        let values = std::array::from_fn(|_| random.chance(0.8).then(|| random.one_of(&odd)));
        workload.observe(&WorkloadPoint::from_values(at, values));
        let recognition = workload.recognise();
        assert!((0.0..=1.0).contains(&recognition.confidence), "{recognition:?}");
        assert!(recognition.evidence.iter().all(|reading| reading.value.is_finite()), "{recognition:?}");
        // JSON has no NaN and no infinity: they would come back as null, which is no number.
        let saved = serde_json::to_string(&workload).unwrap();
        serde_json::from_str::<Workload>(&saved).unwrap();
    }
}

#[test]
fn it_goes_on_after_being_saved() {
    let mut workload = Workload::new();
    feed(&mut workload, WorkloadPattern::Burst, 0, 1000);
    let saved = serde_json::to_string(&workload).unwrap();
    assert!(!saved.contains("null"), "{saved}");
    let mut again: Workload = serde_json::from_str(&saved).unwrap();
    // Numbers may lose their last bit on the way through JSON.
    let same = |a: Recognition, b: Recognition| {
        assert_eq!((a.pattern, a.runner_up), (b.pattern, b.runner_up));
        assert!((a.confidence - b.confidence).abs() < 1e-9, "{a:?} {b:?}");
    };
    same(again.recognise(), workload.recognise());
    feed(&mut workload, WorkloadPattern::Balanced, 1000, 2000);
    feed(&mut again, WorkloadPattern::Balanced, 1000, 2000);
    same(again.recognise(), workload.recognise());
}

#[test]
fn the_state_is_small() {
    assert!(std::mem::size_of::<Workload>() <= 2048, "{}", std::mem::size_of::<Workload>());
    // Nothing on the heap: what is dropped without being freed is the whole.
    assert!(!std::mem::needs_drop::<Workload>());
}

#[test]
fn a_recognition_is_serialized_with_its_reason() {
    let json = serde_json::to_value(after(WorkloadPattern::MemoryIntensive, 400)).unwrap();
    assert_eq!(json["pattern"], "memory_intensive");
    assert_eq!(json["evidence"][0]["name"], "memory_ratio");
    assert!(json["reason"].as_str().unwrap().contains("it fills 83.8 % of its memory"), "{json}");
    assert_eq!(json["idle"], false);
}

#[test]
fn values_and_columns_are_in_the_same_order() {
    let values = std::array::from_fn(|at| Some(at as f64));
    let point = WorkloadPoint::from_values(5.0, values);
    assert_eq!(point.values(), values);
    let shown = format!("{point:?}");
    for (at, column) in WorkloadPoint::COLUMNS[1..].iter().enumerate() {
        assert!(shown.contains(&format!("{column}: Some({at}.0)")), "{shown}");
    }
    let mut bucket = Bucket::default();
    bucket.add(&point, 1.0);
    assert_eq!((bucket.cpu_cpus(), bucket.effective_cpus()), (Some(0.0), Some(1.0)));
    assert_eq!((bucket.io_pressure(), bucket.major_faults_per_second()), (Some(9.0), Some(12.0)));
}
