use super::*;

fn measure(name: &str, group: Group, better: Better, value: f64, spread_ratio: f64) -> Measure {
    Measure {
        name: name.to_owned(),
        title: name.to_owned(),
        group,
        unit: "seconds".to_owned(),
        better,
        value,
        spread_ratio,
        dose: String::new(),
        latency: None,
        allocations: None,
        rounds: Vec::new(),
        reference_seconds: Vec::new(),
    }
}

#[test]
fn what_reaches_its_reference_has_all_points_and_what_takes_twice_as_long_half() {
    let measures = [
        measure("sample", Group::Monitoring, Better::Lower, 60e-6, 0.02),
        measure("tick", Group::Monitoring, Better::Lower, 50e-6, 0.05),
        measure("memory_copy", Group::Memory, Better::Higher, 2e9, 0.275),
    ];
    let scores = Scores::of(&measures, &[], &Resources::default(), None);
    let points = |score: &Score| score.parts.iter().map(|part| part.points).collect::<Vec<_>>();
    assert_eq!(points(&scores.performance), [75.0, 25.0]);
    assert_eq!(points(&scores.stability), [100.0, 50.0]);
    assert_eq!((scores.performance.points, scores.stability.points), (Some(50.0), Some(75.0)));
    // What is not known counts neither way.
    assert_eq!((scores.resource.points, scores.scalability.points), (None, None));
    assert_eq!(scores.overall, Some(62.5));
    assert_eq!(scores.performance.parts[0].why, "of the reference: sample 167 %, tick 50 %");
}

#[test]
fn the_worst_that_is_known_speaks_for_a_resource() {
    let resources = Resources {
        throttled_ratio: Some(0.25),
        cpu_pressure_ratio: Some(0.0),
        memory_ratio: Some(0.5),
        oom_kills: Some(0.0),
        ..Resources::default()
    };
    let parts = resource(&resources);
    assert_eq!((parts[0].points, parts[0].why.as_str()), (0.0, "time refused by the quota 25 %"));
    assert_eq!(parts[1].points, 100.0);
    let killed = Resources { oom_kills: Some(1.0), ..resources };
    assert_eq!(resource(&killed)[1].points, 0.0);
}

#[test]
fn threads_count_by_what_they_bring() {
    let level = |threads, efficiency_ratio| Threads {
        threads,
        per_second: 1.0,
        speedup: threads as f64 * efficiency_ratio,
        efficiency_ratio,
    };
    let scores =
        Scores::of(&[], &[level(1, 1.0), level(2, 0.9), level(4, 0.5)], &Resources::default(), Some(0.1));
    assert_eq!(scores.scalability.points, Some(70.0));
    assert_eq!(scores.stability.points, Some(50.0));
    assert_eq!(Scores::of(&[], &[level(1, 1.0)], &Resources::default(), None).overall, None);
}
