//! The kernel's clocks. All calls are served by the vDSO, without entering the kernel.

use crate::clock::Clock;

/// `CLOCK_BOOTTIME` and `CLOCK_REALTIME`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KernelClock;

impl Clock for KernelClock {
    fn boot_ns(&self) -> u64 {
        read(libc::CLOCK_BOOTTIME)
    }

    fn wall_ns(&self) -> u64 {
        read(libc::CLOCK_REALTIME)
    }
}

/// Nanoseconds since boot, without suspend.
#[cfg(feature = "diagnosis")]
pub(crate) fn monotonic_ns() -> u64 {
    read(libc::CLOCK_MONOTONIC)
}

#[allow(clippy::cast_sign_loss)] // No clock shows times before 1970.
fn read(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid place for the answer. The call fails only for unknown clocks,
    // and then leaves zero.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
