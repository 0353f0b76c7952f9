use super::*;
use crate::fields::{Sample, Unit};
use crate::finding::Measure;
use crate::rules::{findings, Context};

/// A host of four CPUs that are all busy, with as many tasks ready for each; the container uses so many of them.
fn crowded(used: f64) -> (Sample, Usage) {
    let mut sample = Sample { boot_time_ns: 10_000_000_000, ..Sample::default() };
    sample.set_host_cpus_online(Some(4));
    sample.set_host_tasks_running(Some(16));
    sample.set_host_tasks_blocked(Some(0));
    let usage = Usage {
        window_seconds: 5.0,
        cgroup_cpu_usage_cpus: Some(used),
        host_cpu_busy_ratio: Some(1.0),
        host_disk_read_bytes_per_second: Some(8e6),
        host_disk_written_bytes_per_second: Some(2e6),
        ..Usage::default()
    };
    (sample, usage)
}

fn blamed(used: f64, change: impl FnOnce(&mut Sample, &mut Usage, &mut Finding)) -> bool {
    let (mut sample, mut usage) = crowded(used);
    let context = Context::default();
    let view = View { sample: &sample, usage: Some(&usage), context: &context };
    let mut finding = findings(&view).into_iter().find(|finding| finding.rule == "cpu.run_queue").unwrap();
    change(&mut sample, &mut usage, &mut finding);
    let view = View { sample: &sample, usage: Some(&usage), context: &context };
    is_the_containers(&view, &finding, &[])
}

#[test]
fn what_neighbours_do_is_not_the_containers() {
    assert!(!blamed(0.5, |_, _, _| ()));
    assert!(blamed(3.0, |_, _, _| ()));
    for rule in ["cpu.host", "cpu.pressure", "load.per_cpu"] {
        assert!(!blamed(0.5, |_, _, finding| finding.rule = rule), "{rule}");
        assert!(blamed(3.0, |_, _, finding| finding.rule = rule), "{rule}");
    }
    assert!(!blamed(3.0, |_, _, finding| finding.rule = "cpu.steal"));
    assert!(blamed(0.5, |_, _, finding| finding.rule = "cpu.throttling"), "that is its own limit");
}

#[test]
fn of_the_disks_it_is_who_reads_and_writes_most() {
    let disk = |own: f64| {
        blamed(0.5, |sample, usage, finding| {
            finding.rule = "disk_io.busy";
            finding.current.scope = Scope::Host;
            sample.set_host_tasks_blocked(Some(20));
            usage.cgroup_io_read_bytes_per_second = Some(own);
            usage.cgroup_io_written_bytes_per_second = Some(0.0);
        })
    };
    assert!(!disk(1e6));
    assert!(disk(9e6));
    // A load that hangs on disks, not on CPUs.
    assert!(blamed(0.1, |sample, usage, finding| {
        finding.rule = "load.per_cpu";
        sample.set_host_tasks_blocked(Some(20));
        usage.cgroup_io_read_bytes_per_second = Some(9e6);
        usage.cgroup_io_written_bytes_per_second = Some(0.0);
    }));
}

#[test]
fn where_the_cgroup_counts_no_io_its_processes_do() {
    let (sample, usage) = crowded(0.5);
    let context = Context::default();
    let view = View { sample: &sample, usage: Some(&usage), context: &context };
    let process = |rate: f64| Culprit {
        pid: 7,
        name: "dd".into(),
        share: 0.5,
        used: Measure::new("io_bytes_per_second", rate, Unit::BytesPerSecond, Scope::Process),
    };
    assert!(disk_part(&view, &[process(4e6)]).is_some_and(|part| (part - 0.8).abs() < 1e-9));
    assert_eq!(disk_part(&view, &[]), None);
}
