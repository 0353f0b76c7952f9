//! Which of this library's objects holds which descriptor number.
//!
//! Two samplers in one process keep the same files open. If the host closes all descriptors, one
//! of them opens its files anew, gets numbers that the other still remembers, and device and inode
//! do not tell them apart. So whoever takes over a number signs for it here.

use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers above share a place with one of these: then the earlier holder opens its files anew
/// once too often, and no harm is done. Pages that nobody touches cost no memory.
const PLACES: usize = 16 * 1024;

static HOLDERS: [AtomicU64; PLACES] = [const { AtomicU64::new(0) }; PLACES];
static LAST: AtomicU64 = AtomicU64::new(0);

/// Signs for a number; the signature is nobody else's.
pub(super) fn sign(number: libc::c_int) -> u64 {
    let signature = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    if let Some(place) = place(number) {
        place.store(signature, Ordering::Release);
    }
    signature
}

/// Whether nobody has signed for the number since.
pub(super) fn holds(number: libc::c_int, signature: u64) -> bool {
    place(number).is_some_and(|place| place.load(Ordering::Acquire) == signature)
}

fn place(number: libc::c_int) -> Option<&'static AtomicU64> {
    usize::try_from(number).ok().map(|number| &HOLDERS[number % PLACES])
}
