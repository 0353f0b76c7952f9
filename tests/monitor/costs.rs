//! Allocations and memory of a monitor with a full history.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use plimsoll::{Component, Level, Monitor, Severity, WorkloadPattern};

use super::quiet::monitor;

struct Counting;

thread_local! {
    /// Allocations of this thread, and the bytes that it holds: of this thread, so that the test
    /// runner's own threads do not count.
    static COUNTED: Cell<(u64, i64)> = const { Cell::new((0, 0)) };
}

fn count(allocations: u64, bytes: i64) {
    COUNTED.with(|counted| {
        let (before, held) = counted.get();
        counted.set((before + allocations, held + bytes));
    });
}

#[allow(clippy::cast_possible_wrap)]
fn size(layout: Layout) -> i64 {
    layout.size() as i64
}

// SAFETY: hands everything to the system's allocator; counting touches no heap.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, size(layout));
        // SAFETY: as promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, -size(layout));
        // SAFETY: as promised by the caller.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce()) -> u64 {
    let before = COUNTED.with(Cell::get).0;
    work();
    COUNTED.with(Cell::get).0 - before
}

const OBSERVATIONS: usize = 1_000;

fn fill(monitor: &mut Monitor) {
    for _ in 0..OBSERVATIONS {
        monitor.observe().unwrap();
    }
}

#[test]
fn a_verdict_allocates_nothing_where_nothing_is_wrong() {
    let mut monitor = monitor(|_| ());
    fill(&mut monitor);
    assert_eq!(monitor.diagnose().level, Some(Level::Optimal));
    assert_eq!(allocations(|| drop(std::hint::black_box(monitor.diagnose()))), 0);
    assert_eq!(allocations(|| drop(std::hint::black_box(monitor.load_line()))), 0);
    // Every few seconds the sampler looks for disks anew, and makes their paths for that.
    let quiet = (0..120).filter(|_| allocations(|| monitor.observe().unwrap()) == 0).count();
    assert!(quiet >= 105, "{quiet} of 120");
    assert!(allocations(|| drop(monitor.allocation(WorkloadPattern::Detect))) > 0, "the counter counts");
}

#[test]
fn a_monitor_stays_within_its_memory() {
    const MOST: i64 = 512 * 1024;
    let before = COUNTED.with(Cell::get).1;
    let mut monitor = monitor(|_| ());
    for metric in 0..16 {
        monitor.feed(&format!("metric {metric}"), 1.0, Some(2.0)).unwrap();
    }
    fill(&mut monitor);
    let held = |monitor: &Monitor| {
        COUNTED.with(Cell::get).1 - before + i64::try_from(std::mem::size_of_val(monitor)).unwrap()
    };
    let full = held(&monitor);
    fill(&mut monitor);
    let later = held(&monitor);
    println!("{} KiB with a full history of all columns", full / 1024);
    assert!(full <= MOST, "{full} bytes");
    assert_eq!(later, full, "it grew");
}

#[test]
fn a_metric_that_is_fed_joins_findings_history_and_load_line() {
    let mut monitor = monitor(|_| ());
    for value in 0..20 {
        monitor.feed("orders_waiting", 80.0 + f64::from(value), Some(100.0)).unwrap();
        monitor.observe().unwrap();
    }
    let diagnosis = monitor.diagnose();
    let metric = Component::Metric("orders_waiting".into());
    let found = diagnosis.bottlenecks.iter().find(|finding| finding.component == metric).unwrap();
    assert_eq!((found.rule, found.severity), ("metric.used", Severity::Critical));
    assert_eq!(diagnosis.load_line.resource, Some(metric.clone()));
    assert_eq!(diagnosis.load_line.advice, plimsoll::LoadAdvice::Refuse);
    let history = monitor.report_with_history().history;
    let series = history.iter().find(|series| series.component == metric).unwrap();
    assert_eq!(series.points.len(), 20);
    assert_eq!(serde_json::to_value(&diagnosis).unwrap()["load_line"]["resource"], "metric:orders_waiting");
}
