//! `cpu.stat` of both versions (`kernel/sched/core.c`, `kernel/cgroup/rstat.c`,
//! `Documentation/admin-guide/cgroup-v2.rst`, `Documentation/scheduler/sched-bwc.rst`).

use crate::kernel::scan::{keep_first, number, split, Lines};

/// CPU time and throttling of a cgroup and its descendants. Which values there are depends on version and controller:
/// version 1 has no usage here, version 2 without the `cpu` controller has nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CpuStat {
    /// Microseconds of CPU time (`usage_usec`). Version 2.
    pub usage_us: Option<u64>,
    /// Microseconds in user mode (`user_usec`). Version 2.
    pub user_us: Option<u64>,
    /// Microseconds in the kernel (`system_usec`). Version 2.
    pub system_us: Option<u64>,
    /// Periods in which the cgroup wanted to run (`nr_periods`).
    pub periods: Option<u64>,
    /// Periods in which it ran into its own quota (`nr_throttled`); being throttled by an ancestor does not count.
    pub throttled_periods: Option<u64>,
    /// Nanoseconds throttled, summed over CPUs (`throttled_time` of version 1; `throttled_usec` of version 2, whose
    /// resolution is a microsecond).
    pub throttled_ns: Option<u64>,
    /// Nanoseconds in which the cgroup waited for CPUs that others had, summed over CPUs (`wait_sum`). Version 1, since
    /// Linux 4.20, as long as `kernel.sched_schedstats` is 1.
    pub wait_ns: Option<u64>,
    /// Periods in which saved up quota was used (`nr_bursts`). Since Linux 5.15.
    pub bursts: Option<u64>,
    /// Microseconds above the quota used so (`burst_usec`; `burst_time` of version 1, in nanoseconds, rounded down).
    /// Since Linux 5.15.
    pub burst_us: Option<u64>,
}

/// Reads the file of either version.
pub fn parse(bytes: &[u8]) -> Option<CpuStat> {
    let mut stat = CpuStat::default();
    for line in Lines::new(bytes) {
        let Some((key, value)) = split(line, b' ') else { continue };
        let (slot, value) = match key {
            b"usage_usec" => (&mut stat.usage_us, number(value)),
            b"user_usec" => (&mut stat.user_us, number(value)),
            b"system_usec" => (&mut stat.system_us, number(value)),
            b"nr_periods" => (&mut stat.periods, number(value)),
            b"nr_throttled" => (&mut stat.throttled_periods, number(value)),
            b"throttled_time" => (&mut stat.throttled_ns, number(value)),
            b"throttled_usec" => (&mut stat.throttled_ns, number(value).and_then(|us| us.checked_mul(1000))),
            b"wait_sum" => (&mut stat.wait_ns, number(value)),
            b"nr_bursts" => (&mut stat.bursts, number(value)),
            b"burst_time" => (&mut stat.burst_us, number(value).and_then(|ns| ns.checked_div(1000))),
            b"burst_usec" => (&mut stat.burst_us, number(value)),
            _ => continue,
        };
        keep_first(slot, value);
    }
    (stat != CpuStat::default()).then_some(stat)
}

#[cfg(test)]
#[path = "cpu_stat_tests.rs"]
mod tests;
