use super::*;

fn track(seconds: f64) -> Track {
    let mut track = Track::new(PARALLEL, Worth::Operations, String::new());
    track.take(seconds);
    track
}

#[test]
fn threads_are_held_against_the_cpus_that_there_are() {
    let levels = [(1, track(1.0)), (2, track(0.5)), (4, track(0.4))];
    let threads = scaling(&levels, 2.5);
    assert_eq!(threads.iter().map(|level| level.speedup).collect::<Vec<_>>(), [1.0, 2.0, 2.5]);
    assert_eq!(threads.iter().map(|level| level.efficiency_ratio).collect::<Vec<_>>(), [1.0, 1.0, 1.0]);
    assert!(scaling(&[(1, Track::new(PARALLEL, Worth::Operations, String::new()))], 1.0).is_empty());
}

#[test]
fn what_cannot_be_measured_is_left_out_and_the_rest_is_measured() {
    let options = Benchmark::new(super::super::BenchProfile::Quick).directory("/no/where");
    // Nothing is known of memory.
    let mut probes = Probes::new(&options, &Sample::default());
    let names: Vec<&str> = probes.left_out.iter().map(|left_out| left_out.name.as_str()).collect();
    assert_eq!(names, ["memory_copy", "disk_write", "disk_sync"]);
    let mut told = Vec::new();
    let whole = probes.round(&options, Instant::now(), &mut |name| {
        told.push(name);
        true
    });
    assert!(whole);
    assert_eq!(
        told,
        ["sample", "tick", "observe", "diagnose", "advise", "cpu", "handoff", "parallel", "disk_write"]
    );
    let found = probes.finish(1.0);
    let measured: Vec<&str> = found.measures.iter().map(|measure| measure.name.as_str()).collect();
    assert_eq!(measured, told[..8]);
    assert!(found.measures.iter().all(|measure| measure.value > 0.0 && measure.reference_seconds.len() == 1));
    assert!(found.lost_ratio.is_some());
}

#[test]
fn it_ends_between_two_measures_when_it_is_told_to() {
    let options = Benchmark::new(super::super::BenchProfile::Quick).without_disk();
    let mut probes = Probes::new(&options, &Sample::default());
    assert!(!probes.round(&options, Instant::now(), &mut |name| name != "tick"));
    assert_eq!(probes.finish(1.0).measures.len(), 2);
}
