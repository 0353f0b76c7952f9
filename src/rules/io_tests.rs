use super::*;

/// A usage as of a container on a host whose disks and network are known.
fn io(of: impl Fn(&mut Usage)) -> Vec<(&'static str, Severity)> {
    let mut usage = Usage {
        host_disk_reads_per_second: Some(500.0),
        host_disk_writes_per_second: Some(500.0),
        host_disk_operation_seconds: Some(0.001),
        host_disk_queue: Some(1.0),
        host_disk_busy_ratio: Some(0.5),
        network_received_packets_per_second: Some(500.0),
        network_sent_packets_per_second: Some(500.0),
        network_errors_per_second: Some(0.0),
        network_drops_per_second: Some(0.0),
        network_tcp_retransmitted_ratio: Some(0.0),
        ..usage()
    };
    of(&mut usage);
    raised(&sample(), &usage)
}

#[test]
fn disk_operations() {
    assert_eq!(io(|_| ()), []);
    assert_eq!(
        io(|usage| usage.host_disk_operation_seconds = Some(0.11)),
        [("disk_io.latency", Severity::Medium)]
    );
    assert_eq!(io(|usage| usage.host_disk_queue = Some(11.0)), [("disk_io.queue", Severity::Medium)]);
    let busy = |queue| {
        move |usage: &mut Usage| {
            (usage.host_disk_busy_ratio, usage.host_disk_queue) = (Some(0.7), Some(queue))
        }
    };
    assert_eq!(io(busy(1.1)), [("disk_io.busy", Severity::Medium)]);
    assert_eq!(io(busy(0.9)), [], "one operation at a time");
    let neighbours = |usage: &mut Usage| {
        busy(30.0)(usage);
        usage.cgroup_io_reads_per_second = Some(2.0);
        usage.cgroup_io_writes_per_second = Some(3.0);
    };
    assert_eq!(io(neighbours), [], "5 of 1000 operations are its own");
    let waits_not = |usage: &mut Usage| {
        busy(30.0)(usage);
        usage.cgroup_pressure_io_some_ratio = Some(0.0);
    };
    assert_eq!(io(waits_not), [], "its own waiting is known");
    assert_eq!(io(|usage| usage.host_cpu_iowait_ratio = Some(0.11)), [("disk_io.iowait", Severity::Medium)]);
    assert_eq!(
        io(|usage| usage.cgroup_pressure_io_some_ratio = Some(0.11)),
        [("disk_io.pressure", Severity::Medium)]
    );
    let all = |usage: &mut Usage| {
        usage.cgroup_pressure_io_full_ratio = Some(0.7);
        usage.cgroup_pressure_io_some_ratio = Some(0.9);
        usage.host_disk_queue = Some(30.0);
    };
    assert_eq!(io(all), [("disk_io.stalled", Severity::High)], "one disk, one finding");
}

#[test]
fn network_losses() {
    assert_eq!(
        io(|usage| usage.network_errors_per_second = Some(20.0)),
        [("network.errors", Severity::Medium)]
    );
    assert_eq!(
        io(|usage| usage.network_drops_per_second = Some(30.0)),
        [("network.drops", Severity::Medium)]
    );
    let again = |ratio| move |usage: &mut Usage| usage.network_tcp_retransmitted_ratio = Some(ratio);
    assert_eq!(io(again(0.04)), [("network.retransmissions", Severity::Medium)]);
    assert_eq!(io(again(0.11)), [("network.retransmissions", Severity::High)]);
    let few = |usage: &mut Usage| {
        usage.network_tcp_retransmitted_ratio = Some(0.5);
        usage.network_sent_packets_per_second = Some(10.0);
    };
    assert_eq!(io(few), [], "a share of a handful says nothing");
    let much = |usage: &mut Usage| usage.network_sent_bytes_per_second = Some(6e7);
    let both = |usage: &mut Usage| {
        much(usage);
        usage.network_received_bytes_per_second = Some(0.0);
    };
    assert_eq!(io(both), [("network.throughput", Severity::Low)]);
}
