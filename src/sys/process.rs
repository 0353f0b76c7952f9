//! What the kernel tells a process about itself by call rather than by file.

use crate::units::Limit;

/// What getrusage(2) tells of the whole process, all its threads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ResourceUsage {
    pub(crate) user_seconds: f64,
    pub(crate) system_seconds: f64,
    pub(crate) minor_faults: u64,
    pub(crate) major_faults: u64,
    pub(crate) voluntary_switches: u64,
    pub(crate) involuntary_switches: u64,
}

#[allow(clippy::cast_sign_loss)] // The kernel counts up from zero.
pub(crate) fn resource_usage() -> Option<ResourceUsage> {
    // SAFETY: plain data, for which zero is valid.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: a valid place for the answer.
    if unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) } != 0 {
        return None;
    }
    Some(ResourceUsage {
        user_seconds: seconds(usage.ru_utime),
        system_seconds: seconds(usage.ru_stime),
        minor_faults: usage.ru_minflt as u64,
        major_faults: usage.ru_majflt as u64,
        voluntary_switches: usage.ru_nvcsw as u64,
        involuntary_switches: usage.ru_nivcsw as u64,
    })
}

#[allow(clippy::cast_precision_loss)] // Microseconds of CPU time stay exact for 285 years.
fn seconds(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 / 1e6
}

/// The soft limit on open descriptors of this process.
#[allow(clippy::useless_conversion)] // rlim_t is narrower on 32-bit machines.
pub(crate) fn descriptor_limit() -> Option<Limit<u64>> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: a valid place for the answer.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) } != 0 {
        return None;
    }
    Some(if limit.rlim_cur == libc::RLIM_INFINITY {
        Limit::Max
    } else {
        Limit::Value(u64::from(limit.rlim_cur))
    })
}
