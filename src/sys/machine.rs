//! Constants and totals of the machine.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes in a page.
pub(crate) fn page_size() -> usize {
    static SIZE: AtomicUsize = AtomicUsize::new(0);
    match SIZE.load(Ordering::Relaxed) {
        0 => {
            let size = sysconf(libc::_SC_PAGESIZE, 4096);
            SIZE.store(size, Ordering::Relaxed);
            size
        }
        size => size,
    }
}

/// Clock ticks a second (`USER_HZ`) in `/proc` files; 100 everywhere but in theory.
pub(crate) fn ticks_per_second() -> usize {
    sysconf(libc::_SC_CLK_TCK, 100)
}

/// CPUs online, as the kernel says; at least one.
pub(crate) fn cpus_online() -> usize {
    sysconf(libc::_SC_NPROCESSORS_ONLN, 1)
}

fn sysconf(name: libc::c_int, fallback: usize) -> usize {
    // SAFETY: takes a number, gives a number.
    usize::try_from(unsafe { libc::sysconf(name) }).ok().filter(|value| *value > 0).unwrap_or(fallback)
}

/// What sysinfo(2) tells: half the price of `/proc/loadavg`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SystemInfo {
    pub(crate) loads: [f64; 3],
    pub(crate) memory_total_bytes: u64,
}

/// Load averages and memory size of the host; never of a container.
#[allow(clippy::cast_precision_loss)] // Loads are 16.16 fixed-point numbers.
pub(crate) fn system_info() -> Option<SystemInfo> {
    // SAFETY: sysinfo is plain data, for which zero is valid.
    let mut info: libc::sysinfo = unsafe { std::mem::zeroed() };
    // SAFETY: a valid place for the answer.
    if unsafe { libc::sysinfo(&mut info) } != 0 {
        return None;
    }
    #[allow(clippy::useless_conversion)] // c_ulong is 32 bits wide on 32-bit machines.
    Some(SystemInfo {
        loads: info.loads.map(|load| load as f64 / 65536.0),
        memory_total_bytes: u64::from(info.totalram) * u64::from(info.mem_unit),
    })
}

/// How many CPUs the calling thread may run on.
pub(crate) fn affinity_cpus() -> Option<u64> {
    // 8,192 CPUs, the most a kernel can be built for.
    let mut mask = [0u64; 128];
    // SAFETY: the kernel writes at most the size given.
    let written =
        unsafe { libc::syscall(libc::SYS_sched_getaffinity, 0, size_of_val(&mask), mask.as_mut_ptr()) };
    (written > 0).then(|| mask.iter().map(|word| u64::from(word.count_ones())).sum())
}
