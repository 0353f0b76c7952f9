use super::*;

const V2: &str = "\
usage_usec 4490595
user_usec 799753
system_usec 3690841
nice_usec 0
core_sched.force_idle_usec 0
nr_periods 90
nr_throttled 88
throttled_usec 6922358
nr_bursts 1
burst_usec 25
";

#[test]
fn reads_version_2() {
    let wanted = CpuStat {
        usage_us: Some(4_490_595),
        user_us: Some(799_753),
        system_us: Some(3_690_841),
        periods: Some(90),
        throttled_periods: Some(88),
        throttled_ns: Some(6_922_358_000),
        bursts: Some(1),
        burst_us: Some(25),
        wait_ns: None,
    };
    assert_eq!(parse(V2.as_bytes()), Some(wanted));
}

#[test]
fn without_the_controller_there_is_only_usage() {
    let stat = parse(b"usage_usec 1\nuser_usec 2\nsystem_usec 3\n").unwrap();
    assert_eq!((stat.usage_us, stat.periods, stat.throttled_ns), (Some(1), None, None));
}

#[test]
fn reads_version_1() {
    let text = b"nr_periods 90\nnr_throttled 88\nthrottled_time 6922358123\nnr_bursts 1\nburst_time 25999\n";
    let wanted = CpuStat {
        periods: Some(90),
        throttled_periods: Some(88),
        throttled_ns: Some(6_922_358_123),
        bursts: Some(1),
        burst_us: Some(25),
        ..CpuStat::default()
    };
    assert_eq!(parse(text), Some(wanted));
    // With kernel.sched_schedstats=1.
    let text = b"nr_periods 90\nnr_throttled 88\nthrottled_time 6922358123\nwait_sum 77\nnr_bursts 1\nburst_time 25999\n";
    assert_eq!(parse(text), Some(CpuStat { wait_ns: Some(77), ..wanted }));
}

#[test]
fn damage_loses_only_itself() {
    let stat =
        parse(V2.replace("throttled_usec 6922358", "throttled_usec 18446744073709552").as_bytes()).unwrap();
    assert_eq!((stat.throttled_ns, stat.throttled_periods), (None, Some(88)), "the nanoseconds do not fit");
}
