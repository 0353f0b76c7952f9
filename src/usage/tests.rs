use super::*;
use crate::error::ErrorKind;
use crate::fields::Sample;
use crate::units::Limit;

/// A sample at `seconds` after boot.
fn at(seconds: u64) -> Sample {
    Sample { boot_time_ns: seconds * 1_000_000_000, generation: 1, cgroup_id: 7, ..Sample::default() }
}

fn near(found: Option<f64>, wanted: f64) {
    let found = found.expect("a value");
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

#[test]
fn unlike_samples_are_refused_with_the_reason() {
    let fresh = Sample { generation: 2, ..at(20) };
    let elsewhere = Sample { cgroup_id: 8, ..at(20) };
    for (before, after, reason) in [
        (at(10), fresh, "generations"),
        (at(10), elsewhere, "different cgroups"),
        (at(10), at(10), "same instant"),
        (at(20), at(10), "wrong order"),
    ] {
        let error = Usage::between(&before, &after).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnlikeSamples);
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn nothing_read_means_nothing_said() {
    let usage = Usage::between(&at(10), &at(15)).unwrap();
    near(Some(usage.window_seconds), 5.0);
    assert_eq!(usage.values().count(), 0, "{usage:?}");
}

#[test]
fn cgroup_cpu_is_a_share_of_the_effective_cpus() {
    let (mut before, mut after) = (at(10), at(20));
    before.set_cgroup_cpu_usage_seconds(Some(100.0));
    after.set_cgroup_cpu_usage_seconds(Some(104.0));
    after.set_cgroup_effective_cpus(Some(0.5));
    before.set_cgroup_cpu_periods(Some(1000));
    after.set_cgroup_cpu_periods(Some(1100));
    before.set_cgroup_cpu_throttled_periods(Some(10));
    after.set_cgroup_cpu_throttled_periods(Some(40));
    before.set_cgroup_cpu_throttled_seconds(Some(1.0));
    after.set_cgroup_cpu_throttled_seconds(Some(3.0));
    let usage = Usage::between(&before, &after).unwrap();
    near(usage.cgroup_cpu_usage_cpus, 0.4);
    near(usage.cgroup_cpu_ratio, 0.8);
    near(usage.cgroup_cpu_throttled_periods_ratio, 0.3);
    near(usage.cgroup_cpu_throttled_cpus, 0.2);
    near(usage.cgroup_cpu_throttled_ratio, 0.2);
    after.set_cgroup_effective_cpus(Some(4.0));
    near(Usage::between(&before, &after).unwrap().cgroup_cpu_throttled_ratio, 0.05);
}

#[test]
fn no_period_passed_is_no_share_of_periods() {
    let (mut before, mut after) = (at(10), at(20));
    for sample in [&mut before, &mut after] {
        sample.set_cgroup_cpu_periods(Some(1000));
        sample.set_cgroup_cpu_throttled_periods(Some(10));
    }
    assert_eq!(Usage::between(&before, &after).unwrap().cgroup_cpu_throttled_periods_ratio, None);
}

#[test]
fn a_counter_that_went_backwards_gives_no_rate_and_leaves_the_others() {
    let (mut before, mut after) = (at(10), at(20));
    before.set_network_received_bytes(Some(5_000));
    after.set_network_received_bytes(Some(10));
    before.set_network_sent_bytes(Some(5_000));
    after.set_network_sent_bytes(Some(6_000));
    before.set_cgroup_cpu_usage_seconds(Some(9.0));
    after.set_cgroup_cpu_usage_seconds(Some(8.5));
    before.set_cgroup_memory_oom_kills(Some(3));
    after.set_cgroup_memory_oom_kills(Some(0));
    let usage = Usage::between(&before, &after).unwrap();
    assert_eq!(usage.network_received_bytes_per_second, None);
    near(usage.network_sent_bytes_per_second, 100.0);
    assert_eq!(usage.cgroup_cpu_usage_cpus, None);
    assert_eq!(usage.cgroup_memory_oom_kills_in_window, None);
}

fn host_cpu(sample: &mut Sample, [user, system, idle, iowait, steal]: [f64; 5]) {
    sample.set_host_cpu_user_seconds(Some(user));
    sample.set_host_cpu_nice_seconds(Some(0.0));
    sample.set_host_cpu_system_seconds(Some(system));
    sample.set_host_cpu_idle_seconds(Some(idle));
    sample.set_host_cpu_iowait_seconds(Some(iowait));
    sample.set_host_cpu_irq_seconds(Some(0.0));
    sample.set_host_cpu_softirq_seconds(Some(0.0));
    sample.set_host_cpu_steal_seconds(Some(steal));
    sample.set_host_cpus_online(Some(2));
}

#[test]
fn host_cpu_states_are_shares_of_all_cpu_time() {
    let (mut before, mut after) = (at(10), at(20));
    host_cpu(&mut before, [10.0, 5.0, 100.0, 1.0, 0.0]);
    host_cpu(&mut after, [16.0, 7.0, 110.0, 2.0, 1.0]);
    let usage = Usage::between(&before, &after).unwrap();
    near(usage.host_cpu_busy_ratio, 9.0 / 20.0);
    near(usage.host_cpu_user_ratio, 0.3);
    near(usage.host_cpu_iowait_ratio, 0.05);
    near(usage.host_cpu_steal_ratio, 0.05);
}

#[test]
fn iowait_that_steps_back_does_not_cost_the_busy_share() {
    let (mut before, mut after) = (at(10), at(20));
    host_cpu(&mut before, [10.0, 5.0, 100.0, 1.0, 0.0]);
    host_cpu(&mut after, [16.0, 9.0, 110.0, 0.9, 0.0]);
    let usage = Usage::between(&before, &after).unwrap();
    near(usage.host_cpu_busy_ratio, 10.0 / 20.0);
    assert_eq!(usage.host_cpu_iowait_ratio, None);
}

#[test]
fn pressure_comes_from_totals_and_else_from_the_kernels_average() {
    let (mut before, mut after) = (at(10), at(20));
    before.set_cgroup_pressure_memory_full_seconds(Some(1.0));
    after.set_cgroup_pressure_memory_full_seconds(Some(4.0));
    after.set_cgroup_pressure_memory_full_avg10_ratio(Some(0.9));
    after.set_cgroup_pressure_memory_some_avg10_ratio(Some(0.25));
    before.set_host_pressure_io_some_seconds(Some(0.0));
    after.set_host_pressure_io_some_seconds(Some(10.001));
    let usage = Usage::between(&before, &after).unwrap();
    near(usage.cgroup_pressure_memory_full_ratio, 0.3);
    near(usage.cgroup_pressure_memory_some_ratio, 0.25);
    near(usage.host_pressure_io_some_ratio, 1.0);
    assert_eq!(usage.cgroup_pressure_cpu_some_ratio, None);
}

#[test]
fn memory_shares_are_of_the_effective_limit_and_only_there() {
    let (before, mut after) = (at(10), at(20));
    after.set_cgroup_memory_usage_bytes(Some(90));
    after.set_cgroup_memory_working_set_bytes(Some(80));
    after.set_cgroup_memory_reclaimable_bytes(Some(30));
    after.set_cgroup_memory_effective_limit_bytes(Some(Limit::Value(100)));
    after.set_host_memory_total_bytes(Some(1000));
    let usage = Usage::between(&before, &after).unwrap();
    near(usage.cgroup_memory_usage_ratio, 0.9);
    near(usage.cgroup_memory_working_set_ratio, 0.8);
    near(usage.cgroup_memory_ratio, 0.6);
    after.set_cgroup_memory_effective_limit_bytes(Some(Limit::Max));
    let usage = Usage::between(&before, &after).unwrap();
    assert_eq!(usage.cgroup_memory_ratio, None);
    assert_eq!(usage.cgroup_memory_working_set_ratio, None);
    assert_eq!(usage.host_memory_used_ratio, None, "available is missing");
}

#[test]
fn disks_and_network_per_second() {
    let (mut before, mut after) = (at(10), at(20));
    for (sample, n) in [(&mut before, 1_u64), (&mut after, 2)] {
        sample.set_host_disks(Some(2));
        sample.set_host_disk_reads(Some(100 * n));
        sample.set_host_disk_writes(Some(100 * n));
        sample.set_host_disk_read_seconds(Some(n as f64));
        sample.set_host_disk_write_seconds(Some(3.0 * n as f64));
        sample.set_host_disk_busy_seconds(Some(10.0 * n as f64));
        sample.set_host_disk_queue_seconds(Some(40.0 * n as f64));
        sample.set_network_tcp_segments_sent(Some(1000 * n));
        sample.set_network_tcp_segments_retransmitted(Some(20 * n));
        sample.set_network_receive_drops(Some(30 * n));
        sample.set_network_send_drops(Some(0));
    }
    let usage = Usage::between(&before, &after).unwrap();
    near(usage.host_disk_reads_per_second, 10.0);
    near(usage.host_disk_operation_seconds, 4.0 / 200.0);
    near(usage.host_disk_busy_ratio, 0.5);
    near(usage.host_disk_queue, 4.0);
    near(usage.network_tcp_retransmitted_ratio, 0.02);
    near(usage.network_drops_per_second, 3.0);
}

#[test]
fn the_samplers_own_descriptors_do_not_count() {
    let before = at(10);
    let mut after = Sample { own_descriptors: 20, ..at(20) };
    after.set_process_descriptors(Some(60));
    after.set_process_descriptors_limit(Some(Limit::Value(100)));
    near(Usage::between(&before, &after).unwrap().process_descriptors_ratio, 0.4);
}

#[test]
fn names_end_in_their_unit_and_json_holds_what_is_there() {
    use crate::fields::Unit;
    for rate in RATES {
        let suffix = match rate.unit {
            Unit::BytesPerSecond => "_bytes_per_second",
            Unit::PerSecond => "_per_second",
            Unit::Ratio => "_ratio",
            Unit::Cpus => "_cpus",
            Unit::Seconds => "_seconds",
            Unit::Bytes => "_bytes",
            Unit::Count => "",
        };
        assert!(rate.name.ends_with(suffix), "{}", rate.name);
    }
    let usage = Usage { window_seconds: 2.0, cgroup_cpu_ratio: Some(0.5), ..Usage::default() };
    assert_eq!(serde_json::to_string(&usage).unwrap(), r#"{"window_seconds":2.0,"cgroup_cpu_ratio":0.5}"#);
    assert_eq!(usage.measure("cgroup_cpu_ratio").unwrap().value, 0.5);
    assert_eq!(usage.measure("cgroup_cpu_usage_cpus"), None);
}
