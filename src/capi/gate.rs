//! The gate: who may begin work.

use std::ffi::{c_char, CStr};
#[cfg(feature = "check")]
use std::sync::Arc;
use std::time::Duration;

use super::error::PlimError;
use super::gate_options::PlimGateOptions;
use super::guard::{Failure, Outcome};
use super::monitor_verdict::put;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK, PLIM_REFUSED};
use super::string::PlimString;
use crate::admit::{Admission, Completion, GateState, Permit, Priority, Refusal, RefusalReason};
use crate::error::{Error, ErrorKind};
use crate::gate::{Gate, GateOptions};

/// As much goes on at once as may.
pub const PLIM_REFUSAL_CONCURRENCY: i32 = 1;
/// As many wait as may.
pub const PLIM_REFUSAL_QUEUE_FULL: i32 = 2;
/// The container's memory is used up to the mark.
pub const PLIM_REFUSAL_MEMORY: i32 = 3;
/// The container's CPUs are used up to the mark.
pub const PLIM_REFUSAL_CPU: i32 = 4;
/// The container's CPU quota is used up in too many periods.
pub const PLIM_REFUSAL_THROTTLED: i32 = 5;
/// Tasks of the container stand still for too much of the time.
pub const PLIM_REFUSAL_PRESSURE: i32 = 6;
/// The load line of a monitor says so.
pub const PLIM_REFUSAL_LOAD_LINE: i32 = 7;
/// It waited as long as it may.
pub const PLIM_REFUSAL_TIMED_OUT: i32 = 8;
/// The gate is closed.
pub const PLIM_REFUSAL_CLOSED: i32 = 9;
/// Whoever asked gave up.
pub const PLIM_REFUSAL_CANCELLED: i32 = 10;

/// What can wait.
#[allow(dead_code)] // Written for the header.
pub const PLIM_PRIORITY_LOW: i32 = -100;
/// What is neither.
#[allow(dead_code)] // As above.
pub const PLIM_PRIORITY_NORMAL: i32 = 0;
/// What must be done also in a laden container.
#[allow(dead_code)] // As above.
pub const PLIM_PRIORITY_HIGH: i32 = 100;

/// The work ended, well or not: how long it took counts.
pub const PLIM_COMPLETION_DONE: i32 = 0;
/// It took longer than it may: a sign of too much at once.
pub const PLIM_COMPLETION_TIMED_OUT: i32 = 1;
/// It says nothing: cancelled, failed before it began, answered from a cache.
#[allow(dead_code)] // As above.
pub const PLIM_COMPLETION_IGNORED: i32 = 2;

/// In `refusing` of a state: work of a priority below 0 is refused for the load.
pub const PLIM_REFUSING_LOW: i32 = 1;
/// As well as that of a priority from 0 to 99.
pub const PLIM_REFUSING_NORMAL: i32 = 2;
/// As well as all above.
pub const PLIM_REFUSING_HIGH: i32 = 4;

/// Lets work begin as long as the container can bear it. Made by `plim_gate_new`. Any number of threads may
/// use one at the same time; `plim_gate_acquire` waits, and no other call does. A child after a fork has a
/// gate of its own under the same handle, with nothing going on; permits of its parent, released there, give
/// nothing back. Starts no thread.
pub struct PlimGate {
    pub(super) gate: Gate,
}

/// The right to work, to be given back with `plim_permit_release`.
pub struct PlimPermit {
    permit: Permit,
}

/// Why there is no permit, and when to ask again.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimRefusal {
    /// When it is worth asking again.
    pub retry_after_seconds: f64,
    /// What was found, in `unit`: how many go on, the share in use, the time waited; NaN if there is none.
    pub value: f64,
    /// What may be at the most, for work of that priority; NaN if there is none.
    pub mark: f64,
    /// `PLIM_REFUSAL_...`
    pub reason: i32,
    /// 0.
    pub reserved: i32,
    /// `count`, `ratio`, `bytes` or `seconds`, padded with NUL.
    pub unit: [u8; 24],
    /// A sentence, padded with NUL.
    pub message: [u8; 160],
}

// SAFETY: floats, integers and bytes in an order without padding.
unsafe impl Plain for PlimRefusal {}

/// What goes on at a gate.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimGateState {
    /// The highest signal of load against its mark: 1.0 is at the mark; NaN if nothing is known.
    pub reading: f64,
    /// How long ago the load was read, in seconds; NaN if it never was.
    pub age_seconds: f64,
    /// How many wait.
    pub waiting: u64,
    /// How many may go on at once just now.
    pub limit: u32,
    /// How many may at the most, as configured.
    pub max_concurrent: u32,
    /// How many go on.
    pub in_flight: u32,
    /// Which signal `reading` is of, as the reason of a refusal: `PLIM_REFUSAL_...`; 0 if nothing is known.
    pub of: i32,
    /// What is refused for the load: the bits `PLIM_REFUSING_...`.
    pub refusing: i32,
    /// 1 where the load was read too long ago, or never: only the limits of concurrency hold.
    pub stale: i32,
}

// SAFETY: floats and integers in an order without padding.
unsafe impl Plain for PlimGateState {}

/// One who waits.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimWaiting {
    /// For how long it has waited.
    pub waited_seconds: f64,
    /// How urgent its work is.
    pub priority: i32,
    /// 0.
    pub reserved: i32,
}

// SAFETY: floats and integers in an order without padding.
unsafe impl Plain for PlimWaiting {}

/// Every reason with its number and name; the numbers are never reused.
const REASONS: [(RefusalReason, i32, &CStr); 10] = [
    (RefusalReason::Concurrency, PLIM_REFUSAL_CONCURRENCY, c"concurrency"),
    (RefusalReason::QueueFull, PLIM_REFUSAL_QUEUE_FULL, c"queue_full"),
    (RefusalReason::Memory, PLIM_REFUSAL_MEMORY, c"memory"),
    (RefusalReason::Cpu, PLIM_REFUSAL_CPU, c"cpu"),
    (RefusalReason::Throttled, PLIM_REFUSAL_THROTTLED, c"throttled"),
    (RefusalReason::Pressure, PLIM_REFUSAL_PRESSURE, c"pressure"),
    (RefusalReason::LoadLine, PLIM_REFUSAL_LOAD_LINE, c"load_line"),
    (RefusalReason::TimedOut, PLIM_REFUSAL_TIMED_OUT, c"timed_out"),
    (RefusalReason::Closed, PLIM_REFUSAL_CLOSED, c"closed"),
    (RefusalReason::Cancelled, PLIM_REFUSAL_CANCELLED, c"cancelled"),
];

fn number(reason: RefusalReason) -> i32 {
    REASONS.iter().find(|(known, ..)| *known == reason).map_or(0, |(_, number, _)| *number)
}

impl PlimRefusal {
    pub(super) fn of(refusal: &Refusal) -> Self {
        let mut out = PlimRefusal {
            retry_after_seconds: refusal.retry_after.as_secs_f64(),
            value: refusal.value.unwrap_or(f64::NAN),
            mark: refusal.mark.unwrap_or(f64::NAN),
            reason: number(refusal.reason),
            reserved: 0,
            unit: [0; 24],
            message: [0; 160],
        };
        put(&mut out.unit, refusal.unit.name());
        put(&mut out.message, &refusal.to_string());
        out
    }
}

impl PlimGateState {
    fn of(state: &GateState) -> Self {
        let load = &state.load;
        let bit = |refused: bool, bit: i32| if refused { bit } else { 0 };
        PlimGateState {
            reading: load.reading.unwrap_or(f64::NAN),
            age_seconds: load.age.map_or(f64::NAN, |age| age.as_secs_f64()),
            waiting: state.waiting as u64,
            limit: state.limit,
            max_concurrent: state.max_concurrent,
            in_flight: state.in_flight,
            of: load.of.map_or(0, number),
            refusing: bit(load.refusing.low, PLIM_REFUSING_LOW)
                | bit(load.refusing.normal, PLIM_REFUSING_NORMAL)
                | bit(load.refusing.high, PLIM_REFUSING_HIGH),
            stale: load.stale.into(),
        }
    }
}

impl PlimGate {
    #[cfg(feature = "check")]
    pub(super) fn new(gate: Gate) -> Self {
        PlimGate { gate }
    }

    /// For who asks it before each piece of work; it goes on when the handle is freed.
    #[cfg(feature = "check")]
    pub(super) fn admission(&self) -> Result<Arc<dyn Admission>, Failure> {
        Ok(Arc::new(self.open()?.clone()))
    }

    pub(super) fn open(&self) -> Result<&Gate, Failure> {
        if self.gate.is_closed() {
            return Err(closed());
        }
        Ok(&self.gate)
    }
}

pub(super) fn closed() -> Failure {
    Error::new(ErrorKind::Closed, "the gate is closed").into()
}

/// What a caller's number means.
pub(super) fn priority_of(given: i32) -> Result<Priority, Failure> {
    let priority = Priority::new(given);
    if priority.value() == given {
        return Ok(priority);
    }
    Err(Error::option("priority", given, "allowed are -1000 to 1000").into())
}

/// Gives what was asked for, or nothing and the refusal; a closed gate is an error as with every handle.
pub(super) unsafe fn answer<T>(
    answer: Result<T, Refusal>,
    refusal: *mut PlimRefusal,
    refusal_size: usize,
    put: impl FnOnce(Option<T>),
) -> Outcome {
    match answer {
        Ok(given) => {
            put(Some(given));
            Ok(PLIM_OK)
        }
        Err(refused) if refused.reason == RefusalReason::Closed => Err(closed()),
        Err(refused) => {
            put(None);
            if !refusal.is_null() {
                sized::give(&PlimRefusal::of(&refused), refusal, refusal_size);
            }
            Ok(PLIM_REFUSED)
        }
    }
}

impl PlimPermit {
    /// Gives it to the caller, or NULL.
    ///
    /// # Safety
    /// `place` must be one for a pointer.
    pub(super) unsafe fn put(given: Option<Permit>, place: *mut *mut PlimPermit) {
        place.write(
            given.map_or(std::ptr::null_mut(), |permit| Box::into_raw(Box::new(PlimPermit { permit }))),
        );
    }
}

/// Makes a gate, to be freed with `plim_gate_free`. `options` may be NULL, with a size of 0, for the defaults.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_new(
    options: *const PlimGateOptions,
    options_size: usize,
    gate: *mut *mut PlimGate,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate => {
        let made = if !options.is_null() {
            let given = sized::take(options, options_size, "options")?;
            let wanted = given.options()?;
            match given.monitor.as_ref() {
                Some(monitor) => {
                    let load = monitor.handle.with(|monitor| Ok(monitor.load_handle()))?;
                    Gate::with_load(wanted, load)?
                }
                None => Gate::new(wanted)?,
            }
        } else if options_size == 0 {
            Gate::new(GateOptions::default())?
        } else {
            return Err(Failure::Null("options"));
        };
        gate.write(Box::into_raw(Box::new(PlimGate { gate: made })));
        Ok(PLIM_OK)
    })
}

/// A permit at once, or `PLIM_REFUSED`: `*permit` is then NULL and `*refusal`, which may be NULL, says why and
/// when to ask again. Never waits. `priority` is -1000 to 1000, higher is more urgent; any other is refused.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_try_acquire(
    gate: *const PlimGate,
    priority: i32,
    permit: *mut *mut PlimPermit,
    refusal: *mut PlimRefusal,
    refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate, permit => {
        let given = (*gate).gate.try_acquire(priority_of(priority)?);
        answer(given, refusal, refusal_size, |given| PlimPermit::put(given, permit))
    })
}

/// As `plim_gate_try_acquire`, but waits for up to `timeout_ns` nanoseconds (0: not at all; `UINT64_MAX`: as long as it
/// takes): in order of priority, then of coming. The refusal after that has the reason `PLIM_REFUSAL_TIMED_OUT`.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_acquire(
    gate: *const PlimGate,
    priority: i32,
    timeout_ns: u64,
    permit: *mut *mut PlimPermit,
    refusal: *mut PlimRefusal,
    refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate, permit => {
        let timeout = Duration::from_nanos(timeout_ns);
        let given = (*gate).gate.acquire(priority_of(priority)?, timeout);
        answer(given, refusal, refusal_size, |given| PlimPermit::put(given, permit))
    })
}

/// Gives a permit back and frees it. `completion` is `PLIM_COMPLETION_...`; a number that this library does not
/// know says nothing. The gate may be closed or freed by then. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_permit_release(permit: *mut PlimPermit, completion: i32) {
    export!(or () => {
        if !permit.is_null() {
            let how = match completion {
                PLIM_COMPLETION_DONE => Completion::Done,
                PLIM_COMPLETION_TIMED_OUT => Completion::TimedOut,
                _ => Completion::Ignored,
            };
            Box::from_raw(permit).permit.finish(how);
        }
    });
}

/// Reads how laden the container is: to be called every 500 ms. That nothing could be read is told by `stale` of
/// the state.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_refresh(gate: *const PlimGate, err: *mut *mut PlimError) -> Status {
    export!(err; gate => {
        (*gate).open()?.refresh();
        Ok(PLIM_OK)
    })
}

/// What goes on. `json`, which may be NULL, becomes the same with every signal, and what the gate did so far as
/// `statistics`; free it with `plim_string_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_state(
    gate: *const PlimGate,
    state: *mut PlimGateState,
    state_size: usize,
    json: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate, state => {
        let open = (*gate).open()?;
        let now = open.state();
        if !json.is_null() {
            let mut document = serde_json::to_value(&now).unwrap_or_default();
            document["statistics"] = serde_json::to_value(open.statistics()).unwrap_or_default();
            json.write(PlimString::new(document.to_string()));
        }
        sized::give(&PlimGateState::of(&now), state, state_size);
        Ok(PLIM_OK)
    })
}

/// Who waits, in the order in which they are served: the first `capacity` of them, each `waiting_size` bytes on.
/// `*count` becomes how many there are, which may be more. `waiting` may be NULL with a capacity of 0.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_waiting(
    gate: *const PlimGate,
    waiting: *mut PlimWaiting,
    waiting_size: usize,
    capacity: usize,
    count: *mut usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate, count => {
        let listed = (*gate).open()?.waiting();
        if capacity > 0 {
            if waiting.is_null() {
                return Err(Failure::Null("waiting"));
            }
            let rows: Vec<PlimWaiting> = listed
                .iter()
                .map(|one| PlimWaiting {
                    waited_seconds: one.waited.as_secs_f64(),
                    priority: one.priority.value(),
                    reserved: 0,
                })
                .collect();
            sized::give_all(&rows, waiting, waiting_size, capacity);
        }
        count.write(listed.len());
        Ok(PLIM_OK)
    })
}

/// Gives no permit any more, and lets all go who wait: they answer `PLIM_E_CLOSED`, as do all later calls but
/// `plim_permit_release`. Closing it again is `PLIM_OK`.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_close(gate: *const PlimGate, err: *mut *mut PlimError) -> Status {
    export!(err; gate => {
        (*gate).gate.close();
        Ok(PLIM_OK)
    })
}

/// Frees a gate, which no thread may be using or use again; permits that are out may be released later. Does not close
/// it: a checker that asks it goes on to, until that is freed too. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_free(gate: *mut PlimGate) {
    export!(or () => {
        if !gate.is_null() {
            drop(Box::from_raw(gate));
        }
    });
}

/// The name of a reason, such as "memory"; NULL for a number without one. A static string.
#[no_mangle]
pub extern "C" fn plim_refusal_name(reason: i32) -> *const c_char {
    export!(or std::ptr::null() => {
        let named = REASONS.iter().find(|(_, number, _)| *number == reason);
        named.map_or(std::ptr::null(), |(.., name)| name.as_ptr())
    })
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
