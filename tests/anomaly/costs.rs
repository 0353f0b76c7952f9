//! A detector asks for memory when it is made, and never again.

use super::traces::{Random, KINDS};
use plimsoll::anomaly::Detector;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    /// Of this thread, so that other tests do not count.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: hands everything to the system's allocator; counting touches no heap.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as promised by the caller.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn nothing_is_allocated_after_new() {
    for (number, kind) in KINDS.iter().enumerate() {
        let mut trace = (kind.make)(Random::new(number as u64));
        let mut detector = Detector::new();
        let before = ALLOCATIONS.with(Cell::get);
        for second in 0..2000 {
            let shift = if second > 1500 { 1e9 } else { 0.0 };
            detector.push(f64::from(second), trace(f64::from(second)) + shift);
            std::hint::black_box((detector.state(), detector.forecast(60.0)));
        }
        detector.restart();
        assert_eq!(ALLOCATIONS.with(Cell::get), before, "{}", kind.name);
    }
}
