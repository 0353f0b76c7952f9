#![allow(clippy::pedantic)]

use super::*;

/// A container that uses these shares of 2 CPUs and 4 GiB, all reserved.
fn point(seconds: f64, cpu: f64, memory: f64) -> EfficiencyPoint {
    EfficiencyPoint {
        seconds,
        cpu_cpus: Some(2.0 * cpu),
        effective_cpus: Some(2.0),
        cpu_quota_cpus: Some(2.0),
        cpu_throttled_ratio: Some(0.0),
        cpu_pressure: Some(0.02),
        memory_needed_bytes: Some(4e9 * memory),
        memory_limit_bytes: Some(4e9),
        memory_pressure: Some(0.0),
        io_pressure: Some(0.005),
        load_line: Some(cpu.max(memory) / 0.8),
        failures: Some(0.0),
    }
}

/// The score after five minutes of this.
fn score_of(of: impl Fn(f64) -> EfficiencyPoint) -> EfficiencyScore {
    let mut efficiency = Efficiency::new();
    (0..300).for_each(|second| efficiency.observe(&of(f64::from(second))));
    efficiency.score().expect("a score")
}

fn part(score: &EfficiencyScore, part: EfficiencyPart) -> f64 {
    score.parts.get(part).expect("a part").score
}

/// Noise in 0 to 1 with mean a half, the same every time.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        ((0..6).map(|_| self.unit()).sum::<f64>() - 3.0) * 2f64.sqrt()
    }
}

#[test]
fn a_healthy_busy_container_scores_high() {
    let wave = |second: f64| 0.05 * (second / 20.0).sin();
    let score = score_of(|second| point(second, 0.70 + wave(second), 0.6));
    assert!(score.score >= 85.0, "{score:?}");
    assert_eq!(score.parts.iter().count(), 4);
    assert!(score.parts.iter().all(|(_, part)| part.weight == 0.25));
}

#[test]
fn an_idle_container_with_a_big_reservation_is_wasteful() {
    let score = score_of(|second| point(second, 0.01, 0.05));
    assert_eq!(part(&score, EfficiencyPart::Waste), 0.0);
    assert!(part(&score, EfficiencyPart::Utilisation) < 10.0);
    assert!(part(&score, EfficiencyPart::Stability) > 99.0);
    assert!(part(&score, EfficiencyPart::Saturation) > 85.0);
    let reason = score.reason(EfficiencyPart::Waste).unwrap();
    assert!(reason.starts_with("More is reserved than is ever used: at most 3.09 % of its CPU"), "{reason}");
    let reason = score.reason(EfficiencyPart::Utilisation).unwrap();
    assert!(reason.starts_with("Little of what is reserved is used: "), "{reason}");
}

#[test]
fn reasons_hold_no_internal_names() {
    let score = score_of(|second| point(second, 0.6, 0.6));
    for part in EfficiencyPart::ALL {
        let reason = score.reason(part).unwrap();
        for name in ["p95", "p99", "cpu", "reserved 6", "deviation", "failures", "ratio", "_", " io "] {
            assert!(!reason.contains(name), "{name}: {reason}");
        }
        assert!(reason.ends_with('.'), "{reason}");
    }
}

#[test]
fn a_throttled_container_is_saturated() {
    let score = score_of(|second| EfficiencyPoint {
        cpu_throttled_ratio: Some(0.3),
        cpu_pressure: Some(0.4),
        ..point(second, 0.99, 0.5)
    });
    assert_eq!(part(&score, EfficiencyPart::Saturation), 0.0);
    assert!(part(&score, EfficiencyPart::Utilisation) < 25.0);
    assert!(score.reason(EfficiencyPart::Utilisation).unwrap().starts_with("Nothing is left in reserve: "));
    assert!(score
        .reason(EfficiencyPart::Saturation)
        .unwrap()
        .contains("stopped by the quota 30 % of the time"));
    assert!(part(&score, EfficiencyPart::Waste) > 60.0);
}

#[test]
fn swings_and_failures_are_unstable() {
    let swinging = score_of(|second| point(second, if second % 60.0 < 30.0 { 0.8 } else { 0.02 }, 0.1));
    assert!(part(&swinging, EfficiencyPart::Stability) < 20.0, "{swinging:?}");
    assert!(swinging.reason(EfficiencyPart::Stability).unwrap().contains("The load swings"));
    let failing = score_of(|second| EfficiencyPoint {
        failures: Some(if second == 100.0 || second == 200.0 { 1.0 } else { 0.0 }),
        ..point(second, 0.6, 0.6)
    });
    assert!((part(&failing, EfficiencyPart::Stability) - 25.0).abs() < 1.0, "{failing:?}");
    assert!(failing.reason(EfficiencyPart::Stability).unwrap().contains("Processes failed"));
}

/// Each part moves one way with each thing it rests on; utilisation rises up to the band and falls
/// beyond it.
#[test]
fn parts_are_monotone_in_what_they_rest_on() {
    type Set = fn(&mut EfficiencyPoint, f64);
    let worse: [(EfficiencyPart, Set); 8] = [
        (EfficiencyPart::Saturation, |point, x| point.cpu_throttled_ratio = Some(x)),
        (EfficiencyPart::Saturation, |point, x| point.cpu_pressure = Some(x)),
        (EfficiencyPart::Saturation, |point, x| point.memory_pressure = Some(x)),
        (EfficiencyPart::Saturation, |point, x| point.io_pressure = Some(x)),
        (EfficiencyPart::Saturation, |point, x| point.load_line = Some(5.0 * x)),
        (EfficiencyPart::Stability, |point, x| {
            point.load_line = Some(if point.seconds % 2.0 < 1.0 { 1.0 } else { 1.0 - x });
        }),
        (EfficiencyPart::Stability, |point, x| point.failures = Some(x / 10.0)),
        // A larger reservation for the same use.
        (EfficiencyPart::Waste, |point, x| point.memory_limit_bytes = Some(2.5e9 * (1.0 + 9.0 * x))),
    ];
    for (at, (which, set)) in worse.into_iter().enumerate() {
        let scores: Vec<f64> = (0..=20)
            .map(|step| {
                let score = score_of(|second| {
                    let mut point = point(second, 0.6, 0.6);
                    set(&mut point, f64::from(step) / 20.0);
                    point
                });
                part(&score, which)
            })
            .collect();
        assert!(scores.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{at} {which:?}: {scores:?}");
        assert!(scores[0] > scores[20] + 20.0, "{at} {which:?}: {scores:?}");
    }
    let used: Vec<f64> = (0..=50)
        .map(|step| {
            part(&score_of(|second| point(second, f64::from(step) / 50.0, 0.0)), EfficiencyPart::Utilisation)
        })
        .collect();
    let (rising, falling) = used.split_at(32);
    assert!(rising.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9), "{used:?}");
    assert!(falling.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{used:?}");
    assert_eq!((used[30], used[35]), (100.0, 100.0));
    assert!(used[0] == 0.0 && used[50] < 10.0);
}

#[test]
fn missing_parts_are_left_out() {
    // Nothing is reserved: nothing is wasted, and being laden little is no fault.
    let free = score_of(|second| EfficiencyPoint {
        cpu_quota_cpus: None,
        memory_limit_bytes: None,
        ..point(second, 0.05, 0.05)
    });
    assert_eq!(free.parts.waste, None);
    assert_eq!(part(&free, EfficiencyPart::Utilisation), 100.0);
    assert!(free.parts.iter().all(|(_, part)| (part.weight - 1.0 / 3.0).abs() < 1e-12));
    let bare = score_of(|seconds| EfficiencyPoint {
        seconds,
        memory_pressure: Some(0.1),
        ..EfficiencyPoint::default()
    });
    assert_eq!(bare.parts.iter().count(), 1);
    assert!((bare.score - 50.0).abs() < 1e-9);
    assert_eq!(bare.reason(EfficiencyPart::Waste), None);
    let mut nothing = Efficiency::new();
    (0..100).for_each(|second| {
        nothing.observe(&EfficiencyPoint { seconds: f64::from(second), ..EfficiencyPoint::default() });
    });
    assert_eq!(nothing.score(), None);
}

#[test]
fn too_little_time_gives_no_score() {
    let mut efficiency = Efficiency::new();
    (0..=29).for_each(|second| efficiency.observe(&point(f64::from(second), 0.6, 0.6)));
    assert_eq!(efficiency.score(), None);
    efficiency.observe(&point(30.0, 0.6, 0.6));
    let score = efficiency.score().unwrap();
    assert_eq!((score.observed_seconds, Efficiency::needed_seconds()), (30.0, 30.0));
    assert!(score.noise.is_some(), "noise is known with the score");
}

#[test]
fn nonsense_stays_within_bounds_and_can_be_saved() {
    let mut random = Random(5);
    let odd = [f64::NAN, f64::INFINITY, -1.0, 0.0, f64::MAX, f64::MIN_POSITIVE, 0.5, 1.0, 1e3];
    let mut efficiency = Efficiency::new();
    let mut at = 0.0;
    for _ in 0..1000 {
        let mut any = || (random.unit() < 0.8).then(|| odd[(random.unit() * odd.len() as f64) as usize]);
        let point = EfficiencyPoint {
            seconds: at,
            cpu_cpus: any(),
            effective_cpus: any(),
            cpu_quota_cpus: any(),
            cpu_throttled_ratio: any(),
            cpu_pressure: any(),
            memory_needed_bytes: any(),
            memory_limit_bytes: any(),
            memory_pressure: any(),
            io_pressure: any(),
            load_line: any(),
            failures: any(),
        };
        efficiency.observe(&point);
        at += random.unit() * 4.0 - 0.5;
        if let Some(score) = efficiency.score() {
            assert!((0.0..=100.0).contains(&score.score), "{score:?}");
            assert!(score.parts.iter().all(|(_, part)| (0.0..=100.0).contains(&part.score)), "{score:?}");
            let total: f64 = score.parts.iter().map(|(_, part)| part.weight).sum();
            assert!((total - 1.0).abs() < 1e-9);
        }
    }
    let saved = serde_json::to_string(&efficiency).unwrap();
    serde_json::from_str::<Efficiency>(&saved).unwrap();
}

#[test]
fn a_baseline_survives_json() {
    let score = score_of(|second| point(second, 0.7, 0.5));
    let json = serde_json::to_string(&score).unwrap();
    let again: EfficiencyScore = serde_json::from_str(&json).unwrap();
    assert!((again.score - score.score).abs() < 1e-9);
    let comparison = score.against(&again).unwrap();
    assert!(comparison.points.abs() < 1e-9);
    assert_eq!(comparison.exceeds_noise, Some(false));
    let mut state = Efficiency::new();
    (0..100).for_each(|second| state.observe(&point(f64::from(second), 0.7, 0.5)));
    let mut state2: Efficiency = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
    state.observe(&point(100.0, 0.7, 0.5));
    state2.observe(&point(100.0, 0.7, 0.5));
    let (one, other) = (state.score().unwrap(), state2.score().unwrap());
    assert!((one.score - other.score).abs() < 1e-4);
}

#[test]
fn the_spacing_of_points_does_not_matter() {
    let slow = score_of(|second| point(second, 0.7, 0.5));
    let mut fast = Efficiency::new();
    for tick in 0..30_000 {
        // A hundredth of a second is all or nothing.
        let cpu = if tick % 10 < 7 { 1.0 } else { 0.0 };
        fast.observe(&EfficiencyPoint { load_line: Some(0.875), ..point(f64::from(tick) / 100.0, cpu, 0.5) });
    }
    let fast = fast.score().unwrap();
    assert!((fast.score - slow.score).abs() < 2.0, "{fast:?} {slow:?}");
}

#[test]
fn gaps_and_jumping_clocks_do_no_harm() {
    let mut efficiency = Efficiency::new();
    (0..300).for_each(|second| efficiency.observe(&point(f64::from(second), 0.7, 0.5)));
    let before = efficiency.score().unwrap();
    efficiency.observe(&point(50_000.0, 0.7, 0.5));
    efficiency.observe(&point(10.0, 0.7, 0.5));
    efficiency.observe(&point(10.0, 0.7, 0.5));
    (11..100).for_each(|second| efficiency.observe(&point(f64::from(second), 0.7, 0.5)));
    let after = efficiency.score().unwrap();
    assert!((after.score - before.score).abs() < 0.5, "{before:?} {after:?}");
    assert!(after.observed_seconds <= 300.0 + LONGEST_SECONDS + 90.0);
}

/// Yesterday counts half, so a week of waste is not hidden by a month of work.
#[test]
fn the_past_fades() {
    let mut efficiency = Efficiency::new();
    let mut at = 0.0;
    let mut feed = |efficiency: &mut Efficiency, days: f64, cpu: f64| {
        let end = at + days * 86_400.0;
        while at < end {
            at += 60.0;
            efficiency.observe(&point(at, cpu, cpu));
        }
    };
    feed(&mut efficiency, 7.0, 0.7);
    let busy = efficiency.score().unwrap();
    feed(&mut efficiency, 8.0, 0.02);
    let idle = efficiency.score().unwrap();
    assert!(part(&busy, EfficiencyPart::Waste) > 70.0);
    assert!(part(&idle, EfficiencyPart::Waste) < 5.0, "{idle:?}");
}

/// Work that scatters, and whose scatter has a memory of some seconds, as that of real work has.
fn run(seed: u64, seconds: u32, cpu: f64, pressure: f64) -> EfficiencyScore {
    let mut random = Random(seed.wrapping_mul(0xD134_2543_DE82_EF95));
    let mut efficiency = Efficiency::new();
    let mut swing = 0.0;
    for second in 0..seconds {
        swing = 0.9 * swing + 0.03 * random.normal();
        let cpu = (cpu + swing).clamp(0.0, 1.0);
        efficiency.observe(&EfficiencyPoint {
            cpu_pressure: Some((pressure + 0.3 * swing + 0.01 * random.normal()).clamp(0.0, 1.0)),
            ..point(f64::from(second), cpu, 0.5)
        });
    }
    efficiency.score().unwrap()
}

/// What a comparison calls change is rarely chance, and a real change is called one.
#[test]
fn noise_is_what_two_runs_of_the_same_work_differ_by() {
    let pairs = 40;
    let mut alarms = 0;
    let mut seen = 0;
    let mut part_alarms = 0;
    for pair in 0..pairs {
        let baseline = run(3 * pair, 600, 0.6, 0.06);
        let same = run(3 * pair + 1, 600, 0.6, 0.06).against(&baseline).unwrap();
        alarms += u32::from(same.exceeds_noise == Some(true));
        part_alarms += same.parts.iter().flatten().filter(|part| part.exceeds_noise == Some(true)).count();
        let worse = run(3 * pair + 2, 600, 0.6, 0.16).against(&baseline).unwrap();
        seen += u32::from(worse.exceeds_noise == Some(true) && worse.points < 0.0);
        assert!(worse.points < 0.0);
    }
    println!(
        "of {pairs} comparisons: {alarms} false alarms, {part_alarms} of their parts; {seen} changes seen"
    );
    assert!(alarms <= 4, "{alarms} of {pairs} runs of the same work were called different");
    assert!(part_alarms <= 16, "{part_alarms}");
    assert!(seen >= 38, "{seen} of {pairs} changes were seen");
}

#[test]
fn a_comparison_speaks_of_what_both_have() {
    let baseline = score_of(|second| point(second, 0.7, 0.5));
    let other = score_of(|second| EfficiencyPoint {
        memory_limit_bytes: None,
        cpu_quota_cpus: None,
        cpu_throttled_ratio: Some(0.2),
        ..point(second, 0.7, 0.5)
    });
    let comparison = other.against(&baseline).unwrap();
    assert_eq!(comparison.parts[2], None, "waste is known of one only");
    let saturation = comparison.parts[3].unwrap();
    assert!(saturation.points < -60.0 && saturation.exceeds_noise == Some(true));
    assert!((comparison.points - saturation.points / 3.0).abs() < 1.0, "{comparison:?}");
    assert!(
        comparison.summary().contains("worse than the baseline, mostly saturation"),
        "{}",
        comparison.summary()
    );
    let same = baseline.against(&baseline).unwrap();
    assert_eq!(same.summary(), "0.0 points better than the baseline, which chance explains (0.5 points).");
    let mut untold = baseline;
    untold.noise = None;
    assert!(baseline.against(&untold).unwrap().summary().contains("too little was observed"));
}

/// Batches grow with the time, and a long run knows its noise as well as a short one.
#[test]
fn noise_shrinks_with_time() {
    let noise = |seconds| run(77, seconds, 0.6, 0.06).noise.unwrap();
    let (short, long) = (noise(120), noise(7200));
    assert!(long < 0.5 * short, "{short} {long}");
    assert!(long > 0.0);
}

#[test]
fn the_state_is_small() {
    assert!(std::mem::size_of::<Efficiency>() <= 8192, "{}", std::mem::size_of::<Efficiency>());
    assert!(!std::mem::needs_drop::<Efficiency>());
}
