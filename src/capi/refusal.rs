//! Why work may not begin now.

use std::time::Duration;

use super::sized::Plain;
use crate::admit::{Refusal, RefusalReason};

/// As much goes on at once as may.
pub const PLIM_REFUSAL_CONCURRENCY: i32 = 1;
/// As many wait as may.
pub const PLIM_REFUSAL_QUEUE_FULL: i32 = 2;
/// The container's memory is used up to the mark.
pub const PLIM_REFUSAL_MEMORY: i32 = 3;
/// The container's CPUs are used up to the mark.
pub const PLIM_REFUSAL_CPU: i32 = 4;
/// The container's CPU quota was used up in too many periods.
pub const PLIM_REFUSAL_THROTTLED: i32 = 5;
/// Tasks of the container stand still for too much of the time.
pub const PLIM_REFUSAL_PRESSURE: i32 = 6;
/// The load line of a monitor says so.
pub const PLIM_REFUSAL_LOAD_LINE: i32 = 7;
/// It waited as long as it may.
pub const PLIM_REFUSAL_TIMED_OUT: i32 = 8;
/// The gate, or the checker, is closed.
pub const PLIM_REFUSAL_CLOSED: i32 = 9;
/// Whoever asked gave up.
pub const PLIM_REFUSAL_CANCELLED: i32 = 10;

/// Why work may not begin now, and when to ask again.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimRefusal {
    /// Why: `PLIM_REFUSAL_...`. 0: it was not refused. New ones may come.
    pub reason: i32,
    /// 0.
    pub reserved: i32,
    /// When it is worth asking again, in nanoseconds from now; `UINT64_MAX`: never.
    pub retry_after_ns: u64,
    /// What was found: how many go on, or wait; the share or amount in use. NaN where there is no such number.
    pub value: f64,
    /// What may be at the most. NaN where there is no such number.
    pub mark: f64,
    /// The name of the reason, as in JSON (`queue_full`), padded with NUL.
    pub name: [u8; 24],
    /// All of it in a sentence, padded with NUL.
    pub message: [u8; 168],
}

// SAFETY: integers, floats and bytes in an order without padding.
unsafe impl Plain for PlimRefusal {}

/// The number of a reason in C; the compiler sees to it that none is forgotten.
const fn number(reason: RefusalReason) -> i32 {
    match reason {
        RefusalReason::Concurrency => PLIM_REFUSAL_CONCURRENCY,
        RefusalReason::QueueFull => PLIM_REFUSAL_QUEUE_FULL,
        RefusalReason::Memory => PLIM_REFUSAL_MEMORY,
        RefusalReason::Cpu => PLIM_REFUSAL_CPU,
        RefusalReason::Throttled => PLIM_REFUSAL_THROTTLED,
        RefusalReason::Pressure => PLIM_REFUSAL_PRESSURE,
        RefusalReason::LoadLine => PLIM_REFUSAL_LOAD_LINE,
        RefusalReason::TimedOut => PLIM_REFUSAL_TIMED_OUT,
        RefusalReason::Closed => PLIM_REFUSAL_CLOSED,
        RefusalReason::Cancelled => PLIM_REFUSAL_CANCELLED,
    }
}

impl PlimRefusal {
    pub(super) fn of(refusal: &Refusal) -> Self {
        let retry_after_ns = match refusal.retry_after {
            Duration::MAX => u64::MAX,
            time => u64::try_from(time.as_nanos()).unwrap_or(u64::MAX),
        };
        PlimRefusal {
            reason: number(refusal.reason),
            reserved: 0,
            retry_after_ns,
            value: refusal.value.unwrap_or(f64::NAN),
            mark: refusal.mark.unwrap_or(f64::NAN),
            name: padded(refusal.reason.name()),
            message: padded(&refusal.to_string()),
        }
    }
}

/// As much of a text as fits, in whole characters, with at least one NUL behind it.
fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut end = text.len().min(N - 1);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut bytes = [0; N];
    bytes[..end].copy_from_slice(&text.as_bytes()[..end]);
    bytes
}

#[cfg(test)]
#[path = "refusal_tests.rs"]
mod tests;
