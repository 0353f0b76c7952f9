//! A container in which nothing happens: captured files, and a clock that goes on by a second with
//! each reading.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

use plimsoll::clock::Clock;
use plimsoll::{Groups, Monitor, MonitorOptions, Sampler};

/// A second passes with each reading.
#[derive(Debug, Default)]
struct Stepping(AtomicU64);

impl Clock for Stepping {
    fn boot_ns(&self) -> u64 {
        self.0.fetch_add(1_000_000_000, Ordering::Relaxed)
    }

    fn wall_ns(&self) -> u64 {
        1_700_000_000_000_000_000 + self.0.load(Ordering::Relaxed)
    }
}

/// A monitor of it; the space of a filesystem is asked of the live machine, so it is left out.
pub fn monitor(change: impl FnOnce(&mut MonitorOptions)) -> Monitor {
    monitor_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels/v2-psi"), change)
}

/// The same of other files.
pub fn monitor_of(tree: &Path, change: impl FnOnce(&mut MonitorOptions)) -> Monitor {
    let mut options = MonitorOptions::default();
    options.sampler = Sampler::builder()
        .groups(Groups::FULL - Groups::FILESYSTEM)
        .proc_root(tree.join("proc"))
        .sys_root(tree.join("sys"))
        .clock(Arc::new(Stepping::default()))
        .slow_interval(Duration::ZERO);
    change(&mut options);
    Monitor::new(options).unwrap()
}
