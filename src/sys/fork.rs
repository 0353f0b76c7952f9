//! Noticing a fork, for the price of one memory read.
//!
//! A page marked `MADV_WIPEONFORK` (Linux 4.14) reads as zero in a child, whatever its pid: in a
//! nested pid namespace a child can have its parent's pid, so pids alone would not do. Where the
//! kernel refuses the mark, the pid is all there is.

use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// The wiped page, once it is there; `REFUSED` where the kernel has no such thing.
static PAGE: AtomicPtr<AtomicU64> = AtomicPtr::new(std::ptr::null_mut());
static LAST_EPOCH: AtomicU64 = AtomicU64::new(0);
static REFUSED: AtomicU64 = AtomicU64::new(0);
static PID_EPOCH: AtomicU64 = AtomicU64::new(0);

/// A number that stays the same for the life of a process and differs in every child.
pub(crate) fn epoch() -> u64 {
    let page = PAGE.load(Ordering::Acquire);
    if page.is_null() {
        return first_epoch();
    }
    // SAFETY: the page, once published, is never unmapped or moved.
    let word = unsafe { &*page };
    match word.load(Ordering::Relaxed) {
        0 => new_epoch(word),
        epoch => epoch,
    }
}

/// A number that was never given before in this process or an ancestor of it.
pub(crate) fn unique() -> u64 {
    LAST_EPOCH.fetch_add(1, Ordering::Relaxed) + 1
}

/// First call in this process, or in a child: draws a number that no ancestor had.
#[cold]
fn new_epoch(word: &AtomicU64) -> u64 {
    let fresh = LAST_EPOCH.fetch_add(1, Ordering::Relaxed) + 1;
    match word.compare_exchange(0, fresh, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => fresh,
        Err(other) => other,
    }
}

#[cold]
fn first_epoch() -> u64 {
    if REFUSED.load(Ordering::Relaxed) == 0 {
        if let Some(page) = wiped_page() {
            let mine: *mut AtomicU64 = page;
            match PAGE.compare_exchange(std::ptr::null_mut(), mine, Ordering::AcqRel, Ordering::Acquire) {
                // SAFETY: published for ever; nobody unmaps it.
                Ok(_) => return new_epoch(unsafe { &*mine }),
                Err(theirs) => {
                    // Another thread was first; ours is unused.
                    // SAFETY: `mine` was mapped by `wiped_page` with this size and is not shared.
                    unsafe { libc::munmap(mine.cast(), super::machine::page_size()) };
                    // SAFETY: as above, the published page stays.
                    let word = unsafe { &*theirs };
                    return match word.load(Ordering::Relaxed) {
                        0 => new_epoch(word),
                        epoch => epoch,
                    };
                }
            }
        }
        REFUSED.store(1, Ordering::Relaxed);
    }
    pid_epoch()
}

/// The pid in the upper half, a count of changes in the lower: the fallback before Linux 4.14.
fn pid_epoch() -> u64 {
    let pid = u64::from(std::process::id());
    let seen = PID_EPOCH.load(Ordering::Relaxed);
    if seen >> 32 == pid {
        return seen;
    }
    let fresh = pid << 32 | (LAST_EPOCH.fetch_add(1, Ordering::Relaxed) & 0xffff_ffff);
    match PID_EPOCH.compare_exchange(seen, fresh, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => fresh,
        Err(other) => other,
    }
}

fn wiped_page() -> Option<*mut AtomicU64> {
    let size = super::machine::page_size();
    // SAFETY: a fresh anonymous mapping of one page; nothing else is touched.
    let page = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            size,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if page == libc::MAP_FAILED {
        return None;
    }
    // SAFETY: the mapping made above.
    if unsafe { libc::madvise(page, size, libc::MADV_WIPEONFORK) } != 0 {
        // SAFETY: the same mapping, not yet shared.
        unsafe { libc::munmap(page, size) };
        return None;
    }
    Some(page.cast())
}

#[cfg(test)]
#[path = "fork_tests.rs"]
mod tests;
