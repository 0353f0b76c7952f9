//! The options of a gate, as C gives them.

use std::time::Duration;

use super::guard::Failure;
use super::monitor::PlimMonitor;
use super::sampler_options::PlimSamplerOptions;
use super::sized::{self, Plain};
use crate::gate::{AdaptiveOptions, GateOptions, WHAT_IS_JUDGED};

/// A mark or a number in `plim_gate_options`: this is not looked at, or there is none.
pub const PLIM_GATE_OFF: i32 = -1;

/// When a gate lets work begin. All zero is the default for each.
///
/// A mark is the share from which on normal work is refused: low work is refused earlier, high work for
/// memory only, and later; docs/gate.md has the table. 0 is its default, `PLIM_GATE_OFF` takes it out.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimGateOptions {
    /// How many may go on at once at the most, up to 16,777,215. 0: 100.
    pub max_concurrent: u32,
    /// Whether to find out how many should go on at once. 0: yes. `PLIM_GATE_OFF`: no.
    pub adaptive: i32,
    /// Where that begins, `min_limit` at least. 0: 20, or `min_limit` where that is more.
    pub initial_limit: u32,
    /// How far down it may go. 0: 1.
    pub min_limit: u32,
    /// How much longer than alone work may take before there is less of it, 1 to 10. 0: 1.5.
    pub tolerance: f64,
    /// The share of a wanted change that is made at once, up to 1. 0: 0.2.
    pub smoothing: f64,
    /// How many may wait at the most. 0: 1,000. `PLIM_GATE_OFF`: nobody.
    pub max_waiting: i64,
    /// Memory that the kernel cannot take back, in bytes. 0: no such mark.
    pub max_memory_usage_bytes: u64,
    /// The same, of the container's effective limit. 0: 0.90.
    pub max_memory_usage_ratio: f64,
    /// CPU time used, of the CPUs that the container can use. 0: no such mark.
    pub max_cpu_usage_ratio: f64,
    /// Periods in which the CPU quota was used up, of all. 0: 0.50.
    pub max_throttled_ratio: f64,
    /// Time in which all tasks waited for memory. 0: 0.20.
    pub max_memory_pressure_ratio: f64,
    /// Time in which a task waited for a CPU. 0: no such mark.
    pub max_cpu_pressure_ratio: f64,
    /// Time in which all tasks waited for I/O. 0: no such mark.
    pub max_io_pressure_ratio: f64,
    /// How long a signal must be back below its mark, in nanoseconds up to 1 minute. 0: 2 seconds.
    pub release_after_ns: u64,
    /// Where the load is a monitor's: whether its load line counts. 0: yes. `PLIM_GATE_OFF`: no.
    pub load_line: i32,
    /// 0.
    pub reserved: i32,
    /// The load is what this monitor observes; whoever observes must go on to. Borrowed for the call. NULL:
    /// the gate reads it itself.
    pub monitor: *const PlimMonitor,
    /// What the gate reads itself, of which target; borrowed for the call. Its `groups` may be 0 for what the
    /// gate judges. NULL: that, of the calling process's container.
    pub sampler: *const PlimSamplerOptions,
    /// `sizeof *sampler`; 0 for NULL.
    pub sampler_size: usize,
}

// SAFETY: integers, floats and pointers in an order without padding.
unsafe impl Plain for PlimGateOptions {}

impl PlimGateOptions {
    /// # Safety
    /// Pointers, unless NULL, must be to what the members say.
    pub(super) unsafe fn options(&self) -> Result<GateOptions, Failure> {
        let mut options = GateOptions::default();
        set(&mut options.max_concurrent, self.max_concurrent);
        options.adaptive = (self.adaptive != PLIM_GATE_OFF).then(|| self.adaptive_options());
        match self.max_waiting {
            0 => {}
            off if off == i64::from(PLIM_GATE_OFF) => options.max_waiting = 0,
            most => options.max_waiting = usize::try_from(most).unwrap_or(usize::MAX),
        }
        let load = &mut options.load;
        if self.max_memory_usage_bytes != 0 {
            load.max_memory_usage_bytes = Some(self.max_memory_usage_bytes);
        }
        for (option, given) in [
            (&mut load.max_memory_usage_ratio, self.max_memory_usage_ratio),
            (&mut load.max_cpu_usage_ratio, self.max_cpu_usage_ratio),
            (&mut load.max_throttled_ratio, self.max_throttled_ratio),
            (&mut load.max_memory_pressure_ratio, self.max_memory_pressure_ratio),
            (&mut load.max_cpu_pressure_ratio, self.max_cpu_pressure_ratio),
            (&mut load.max_io_pressure_ratio, self.max_io_pressure_ratio),
        ] {
            if given == f64::from(PLIM_GATE_OFF) {
                *option = None;
            } else if given != 0.0 {
                *option = Some(given);
            }
        }
        if self.release_after_ns != 0 {
            load.release_after = Duration::from_nanos(self.release_after_ns);
        }
        load.load_line = self.load_line != PLIM_GATE_OFF;
        if !self.sampler.is_null() {
            let mut sampler = sized::take(self.sampler, self.sampler_size, "sampler")?;
            if sampler.groups == 0 {
                sampler.groups = WHAT_IS_JUDGED.bits();
            }
            options.sampler = sampler.builder()?;
        }
        Ok(options)
    }

    fn adaptive_options(&self) -> AdaptiveOptions {
        let mut adaptive = AdaptiveOptions::default();
        set(&mut adaptive.min_limit, self.min_limit);
        adaptive.initial_limit = adaptive.initial_limit.max(adaptive.min_limit);
        set(&mut adaptive.initial_limit, self.initial_limit);
        set(&mut adaptive.tolerance, self.tolerance);
        set(&mut adaptive.smoothing, self.smoothing);
        adaptive
    }
}

/// What is zero stays as it is by default.
fn set<T: PartialEq + Default>(option: &mut T, given: T) {
    if given != T::default() {
        *option = given;
    }
}
