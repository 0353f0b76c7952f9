//! Waiting at a gate without a thread.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::bells;
use super::error::PlimError;
use super::gate::{answer, closed, priority_of, PlimGate, PlimPermit, PlimRefusal};
use super::guard::Failure;
use super::status::{Status, PLIM_ABSENT, PLIM_NOT_ENOUGH_DATA, PLIM_OK};
use crate::gate::{Answer, Queued};
use crate::sys::bell::Bell;
use crate::sys::fork;

/// A place among those who wait at a gate, for an event loop. Made by `plim_gate_enqueue`. It belongs to the process that
/// made it: in a child after a fork it answers `PLIM_E_CLOSED`, and may be freed.
pub struct PlimSeat {
    process: u64,
    queued: Mutex<Queued>,
    /// From when it was first asked for.
    bell: Arc<OnceLock<Bell>>,
}

impl PlimSeat {
    /// What is inside, in the process that it is of: in another one its lock may be held for ever.
    fn with<R>(&self, call: impl FnOnce(&mut Queued) -> Result<R, Failure>) -> Result<R, Failure> {
        if self.process != fork::epoch() {
            return Err(closed());
        }
        call(&mut self.queued.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Begins to wait for a permit, without a thread that stands still: `PLIM_OK`, and `seat` is a place in the queue, in order
/// of priority, then of coming, to be freed with `plim_seat_free`; there may be a permit at once. `PLIM_REFUSED`, and NULL,
/// where as many wait as may: `refusal`, which may be NULL, says so. `priority` is -1000 to 1000. Never waits.
#[no_mangle]
pub unsafe extern "C" fn plim_gate_enqueue(
    gate: *const PlimGate,
    priority: i32,
    seat: *mut *mut PlimSeat,
    refusal: *mut PlimRefusal,
    refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; gate, seat => {
        let bell = Arc::new(OnceLock::new());
        let rung = Arc::clone(&bell);
        let begun = (*gate).gate.enqueue(priority_of(priority)?, Box::new(move || bells::ring(&rung)));
        answer(begun, refusal, refusal_size, |queued| {
            seat.write(queued.map_or(std::ptr::null_mut(), |queued| {
                let queued = Mutex::new(queued);
                Box::into_raw(Box::new(PlimSeat { process: fork::epoch(), queued, bell }))
            }));
        })
    })
}

/// A descriptor that is readable once there is something to take: to be waited for (poll, an event loop), neither read nor
/// closed. It is closed by `plim_seat_free`. Who waits at it asks `plim_seat_take` once a second too: nobody tells when what
/// refused the work was read too long ago to go by.
#[no_mangle]
pub unsafe extern "C" fn plim_seat_fd(
    seat: *const PlimSeat,
    fd: *mut i32,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; seat, fd => {
        let number = (*seat).with(|_| bells::number(&(*seat).bell))?;
        fd.write(number);
        Ok(PLIM_OK)
    })
}

/// What came of it: `PLIM_OK`, and `permit`, to be given back with `plim_permit_release`; `PLIM_NOT_ENOUGH_DATA` while it
/// waits; `PLIM_E_CLOSED` where the gate was closed meanwhile. Where `give_up` is not 0 it waits no longer: what has not come
/// by now is `PLIM_REFUSED`, with the reason `PLIM_REFUSAL_TIMED_OUT`. Afterwards `PLIM_ABSENT`. `*permit` is NULL without
/// one. Never waits.
#[no_mangle]
pub unsafe extern "C" fn plim_seat_take(
    seat: *const PlimSeat,
    give_up: i32,
    permit: *mut *mut PlimPermit,
    refusal: *mut PlimRefusal,
    refusal_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; seat, permit => {
        let taken = (*seat).with(|queued| {
            let taken = queued.take(give_up != 0);
            match (*seat).bell.get() {
                // Silent first: what comes between the two rings again.
                Some(bell) if matches!(taken, Answer::Waits) => bell.silence(),
                _ => return Ok(taken),
            }
            Ok(queued.take(false))
        })?;
        let answered = match taken {
            Answer::Permit(given) => Ok(given),
            Answer::Refusal(refusal) => Err(refusal),
            Answer::Waits | Answer::Over => {
                permit.write(std::ptr::null_mut());
                return Ok(if matches!(taken, Answer::Waits) { PLIM_NOT_ENOUGH_DATA } else { PLIM_ABSENT });
            }
        };
        answer(answered, refusal, refusal_size, |given| PlimPermit::put(given, permit))
    })
}

/// Leaves the queue and frees the place; a permit that came and was not taken goes on to the next. The gate may be closed or
/// freed by then. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_seat_free(seat: *mut PlimSeat) {
    export!(or () => {
        if !seat.is_null() {
            drop(Box::from_raw(seat));
        }
    });
}
