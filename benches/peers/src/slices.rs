//! Readings on order: the harness writes `run N`, the side takes N readings and answers with their
//! durations. In between it blocks on the pipe, so that only one side ever runs.

use crate::{descriptors, Side};
use std::fs::File;
use std::io::{BufRead, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::Instant;

/// Set in a duration when the cgroup was throttled during the reading.
const THROTTLED: u64 = 1 << 63;

/// The throttling counters of a cgroup, read outside the timed region.
struct Watch(File);

impl Watch {
    fn counters(&self) -> (u64, u64) {
        let mut buffer = [0; 512];
        let length = self.0.read_at(&mut buffer, 0).unwrap_or(0);
        let (mut periods, mut time) = (0, 0);
        for line in String::from_utf8_lossy(&buffer[..length]).lines() {
            match line.split_once(' ') {
                Some(("nr_throttled", value)) => periods = value.parse().unwrap_or(0),
                Some(("throttled_time" | "throttled_usec", value)) => time = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        (periods, time)
    }
}

fn timed(side: &mut dyn Side) -> u64 {
    let start = Instant::now();
    side.read();
    start.elapsed().as_nanos() as u64
}

/// Takes orders until the pipe closes.
pub fn serve(side: &mut dyn Side, watch: Option<&Path>, target: usize) {
    let watch = watch.map(|path| Watch(File::open(path).expect("the cgroup's cpu.stat")));
    let mut output = std::io::stdout().lock();
    let open = descriptors::fill(target);
    writeln!(output, "ready {open} {}", side.note()).and_then(|()| output.flush()).expect("a reader");
    let mut durations = Vec::new();
    let mut line = String::new();
    let mut input = std::io::stdin().lock();
    while input.read_line(&mut line).is_ok_and(|length| length > 0) {
        let readings: usize =
            line.trim().strip_prefix("run ").and_then(|n| n.parse().ok()).expect("an order");
        line.clear();
        durations.clear();
        durations.reserve(readings);
        for _ in 0..readings {
            let before = watch.as_ref().map(Watch::counters);
            let mut taken = timed(side);
            if before != watch.as_ref().map(Watch::counters) {
                taken |= THROTTLED;
            }
            durations.push(taken);
        }
        let bytes: Vec<u8> = durations.iter().flat_map(|taken| taken.to_le_bytes()).collect();
        if output.write_all(&bytes).and_then(|()| output.flush()).is_err() {
            return; // The harness was ended.
        }
    }
}
