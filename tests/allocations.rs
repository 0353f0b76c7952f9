//! Heap allocations of a reading: none after the first two; of advice: none where nothing is wrong.
//! Heap allocations of a reading: none after the first two. History and trends: none.

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::PathBuf;
use std::time::Duration;

use common::cgroups::Cgroups;
use common::children;
use common::isolation::isolated;
use plimsoll::{Groups, Sample, Sampler, SamplerBuilder, Target};

struct Counting;

thread_local! {
    /// Of this thread, so that the test runner's own threads do not count.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

fn count() {
    ALLOCATIONS.with(|count| count.set(count.get() + 1));
}

// SAFETY: hands everything to the system's allocator; counting touches no heap.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: as promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: as promised by the caller.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: as promised by the caller.
        unsafe { System.realloc(place, layout, size) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as promised by the caller.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Allocations of `work` on this thread.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

const READINGS: usize = 1000;
/// A detail call opens its file anew, for which it makes the path; what it reads goes into storage
/// that is used again.
const MOST_FOR_PATHS: u64 = 16;

/// Fails if one of 1,000 readings allocates, after two that may.
fn reads_without_the_heap(what: &str, builder: SamplerBuilder) {
    let mut sampler = builder.build().unwrap();
    let mut sample = Sample::default();
    for _ in 0..2 {
        sampler.read(&mut sample).unwrap();
    }
    for reading in 0..READINGS {
        let count = allocations(|| sampler.read(&mut sample).unwrap());
        assert_eq!(count, 0, "{what}: reading {reading} after the second allocated {count} times");
    }
    assert!(sample.values().count() > 12, "{what}: {} values", sample.values().count());
}

#[test]
fn the_counter_counts() {
    assert!(allocations(|| drop(std::hint::black_box(vec![1u8; 100]))) == 1);
    assert!(allocations(|| drop(std::hint::black_box(PathBuf::from("/x")))) > 0);
    assert!(allocations(|| ()) == 0);
}

#[test]
#[cfg(feature = "diagnosis")]
fn an_observation_for_right_sizing_does_not_allocate() {
    let mut sizing = plimsoll::advise::Sizing::new();
    let mut observe = |second: u32| {
        let wall = 1.7e9 + 600.0 * f64::from(second);
        sizing.observe(wall, Some(0.5), Some(0.1), Some(1e9), Some(1e9), f64::from(second % 100));
    };
    // Over months, with what changes every hour and every day, and what a histogram does as it ages.
    assert_eq!(allocations(|| (0..20_000).for_each(&mut observe)), 0);
}

#[test]
fn full_and_tick_readings_do_not_allocate() {
    for (name, groups) in [("FULL", Groups::FULL), ("TICK", Groups::TICK)] {
        reads_without_the_heap(name, Sampler::builder().groups(groups));
        reads_without_the_heap(
            &format!("{name}, slow lane always due"),
            Sampler::builder().groups(groups).slow_interval(Duration::ZERO),
        );
    }
}

#[test]
fn a_reading_of_another_process_does_not_allocate() {
    let parent = std::os::unix::process::parent_id();
    let target = Target::Pid(parent);
    reads_without_the_heap("a pid", Sampler::builder().target(target).slow_interval(Duration::ZERO));
}

#[test]
fn a_reading_of_a_cgroup_does_not_allocate() {
    isolated("a_reading_of_a_cgroup_does_not_allocate", || {
        let Some(cgroups) = Cgroups::nested("allocations", 3) else { return };
        children::run(|| {
            cgroups.enter(2);
            let target = Target::Cgroup(cgroups.path(2));
            reads_without_the_heap(
                "a cgroup",
                Sampler::builder().target(target).slow_interval(Duration::ZERO),
            );
            reads_without_the_heap("the own process in it", Sampler::builder().slow_interval(Duration::ZERO));
        });
    });
}

#[test]
#[cfg(feature = "diagnosis")]
fn looking_for_culprits_where_nothing_is_suspected_does_not_allocate() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut sample = Sample::default();
    let mut culprits = plimsoll::monitor::culprits::Culprits::default();
    for _ in 0..READINGS {
        sampler.read(&mut sample).unwrap();
        assert_eq!(allocations(|| culprits.observe(&mut sampler, &sample).unwrap()), 0);
    }
    assert_eq!(culprits.walks(), 0);
    culprits.suspect(&plimsoll::Component::Cpu);
    assert!(allocations(|| culprits.observe(&mut sampler, &sample).unwrap()) > 0);
}

#[cfg(feature = "diagnosis")]
#[test]
fn history_and_trends_do_not_touch_the_heap() {
    use plimsoll::history::{History, Signal};
    use plimsoll::trends::{Trend, TrendOptions};

    let mut history = History::new(100);
    let mut trend = Trend::new(TrendOptions::leak());
    let values = [Some(1.0); Signal::COUNT];
    let count = allocations(|| {
        for at in 0..5000_u32 {
            let seconds = f64::from(at);
            history.push(seconds, seconds, &values);
            trend.push(seconds, seconds);
            std::hint::black_box(trend.assess(Some(6000.0)));
        }
        std::hint::black_box(history.points(0).count());
    });
    assert_eq!(count, 0);
}

/// Allocations of one call into storage that has held its answer before.
fn of_a_call<T>(storage: &mut Vec<T>, mut call: impl FnMut(&mut Vec<T>)) -> u64 {
    for _ in 0..2 {
        call(storage);
    }
    assert!(!storage.is_empty());
    let counts = [(); 20].map(|()| allocations(|| call(storage)));
    *counts.iter().min().unwrap()
}

#[test]
fn details_allocate_for_their_paths_and_not_for_their_rows() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut sample = Sample::default();
    sampler.read(&mut sample).unwrap();
    let cores = of_a_call(&mut Vec::new(), |out| sampler.cores(out).unwrap());
    let disks = of_a_call(&mut Vec::new(), |out| sampler.disks(out).unwrap());
    let interfaces = of_a_call(&mut Vec::new(), |out| sampler.interfaces(out).unwrap());
    println!("cores {cores}, disks {disks}, interfaces {interfaces}");
    for (name, count) in [("cores", cores), ("disks", disks), ("interfaces", interfaces)] {
        assert!(count <= MOST_FOR_PATHS, "{name}: {count} allocations");
    }
}

#[test]
fn a_listing_of_processes_allocates_the_same_for_few_and_for_many() {
    isolated("a_listing_of_processes_allocates_the_same_for_few_and_for_many", || {
        let Some(cgroups) = Cgroups::nested("listing", 1) else { return };
        let mut sampler = Sampler::builder().target(Target::Cgroup(cgroups.path(0))).build().unwrap();
        let mut processes = Vec::with_capacity(100);
        let mut sleepers = Vec::new();
        let mut counts = Vec::new();
        for wanted in [1, 40] {
            while sleepers.len() < wanted {
                sleepers.push(children::spawn(|| {
                    cgroups.enter(0);
                    loop {
                        // SAFETY: waits for a signal.
                        unsafe { libc::pause() };
                    }
                }));
            }
            while processes.len() < wanted {
                sampler.processes(&mut processes).unwrap();
            }
            counts.push(of_a_call(&mut processes, |out| sampler.processes(out).unwrap()));
        }
        println!("1 process: {} allocations, 40 processes: {}", counts[0], counts[1]);
        assert_eq!(counts[0], counts[1]);
        assert!(counts[0] <= MOST_FOR_PATHS, "{} allocations", counts[0]);
    });
}

#[cfg(feature = "diagnosis")]
#[test]
fn advice_allocates_nothing_where_nothing_is_wrong() {
    let mut sampler = Sampler::builder().build().unwrap();
    let mut sample = Sample::default();
    sampler.read(&mut sample).unwrap();
    let context = plimsoll::rules::Context::default();
    let view = plimsoll::rules::View { sample: &sample, usage: None, context: &context };
    let right = plimsoll::advise::Right::new(1.0);
    assert_eq!(allocations(|| drop(plimsoll::advise::recommend(&view, &[], Some(&right), None))), 0);
}

#[cfg(feature = "diagnosis")]
#[test]
fn recognising_work_and_scoring_it_do_not_allocate() {
    use plimsoll::advise::{Efficiency, EfficiencyPoint, Workload, WorkloadPoint};

    let mut workload = Workload::new();
    let mut efficiency = Efficiency::new();
    let count = allocations(|| {
        for second in 0..3000 {
            let seconds = f64::from(second);
            let cpu_cpus = Some(f64::from(second % 7) / 4.0);
            let effective_cpus = Some(2.0);
            workload.observe(&WorkloadPoint { seconds, cpu_cpus, effective_cpus, ..Default::default() });
            efficiency.observe(&EfficiencyPoint { seconds, cpu_cpus, effective_cpus, ..Default::default() });
            std::hint::black_box((workload.recognise(), efficiency.score()));
        }
    });
    assert!(workload.recognise().pattern.is_some() && efficiency.score().is_some());
    assert_eq!(count, 0);
}
