//! Computes a [`Usage`] from two samples.

use super::shares;
use super::table::Usage;
use crate::error::{Error, ErrorKind, Result};
use crate::fields::Sample;

impl Usage {
    /// What happened between two samples of the same target.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnlikeSamples`] where the samples cannot be compared: of another generation
    /// (fork, move to another cgroup, reset) or cgroup, or the second not later than the first.
    pub fn between(before: &Sample, after: &Sample) -> Result<Usage> {
        let seconds = comparable(before, after)?;
        let pair = Pair { before, after, seconds };
        let mut usage = Usage { window_seconds: seconds, ..Usage::default() };
        host_cpu(&pair, &mut usage);
        host_memory(&pair, &mut usage);
        disk(&pair, &mut usage);
        network(&pair, &mut usage);
        cgroup_cpu(&pair, &mut usage);
        cgroup_memory(&pair, &mut usage);
        pressure(&pair, &mut usage);
        rest(&pair, &mut usage);
        Ok(usage)
    }
}

/// The time between two samples that can be compared.
#[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
fn comparable(before: &Sample, after: &Sample) -> Result<f64> {
    let unlike = |why: &str| Err(Error::new(ErrorKind::UnlikeSamples, format!("the two samples {why}")));
    if before.generation() != after.generation() {
        return unlike(
            "are of different generations: the process forked or moved, or the sampler was reset, in between",
        );
    }
    if before.cgroup_id() != after.cgroup_id() {
        return unlike("are of different cgroups");
    }
    match after.boot_time_ns().checked_sub(before.boot_time_ns()) {
        None => unlike("are in the wrong order: the second was read before the first"),
        Some(0) => unlike("were read at the same instant"),
        Some(elapsed) => Ok(elapsed as f64 / 1e9),
    }
}

type Whole = fn(&Sample) -> Option<u64>;
type Fraction = fn(&Sample) -> Option<f64>;

/// Two samples and the time between them.
struct Pair<'a> {
    before: &'a Sample,
    after: &'a Sample,
    seconds: f64,
}

impl Pair<'_> {
    /// What a counter grew by; nothing where it is missing or went backwards.
    #[allow(clippy::cast_precision_loss)] // The growth within a window is far below 2^53.
    fn grown(&self, counter: Whole) -> Option<f64> {
        let grown = counter(self.after)?.checked_sub(counter(self.before)?)?;
        Some(grown as f64)
    }

    /// As [`Pair::grown`], for counters of seconds.
    fn grown_seconds(&self, counter: Fraction) -> Option<f64> {
        let grown = counter(self.after)? - counter(self.before)?;
        (grown >= 0.0).then_some(grown)
    }

    fn per_second(&self, counter: Whole) -> Option<f64> {
        Some(self.grown(counter)? / self.seconds)
    }

    /// CPU time per second, that is, CPUs.
    fn cpus(&self, counter: Fraction) -> Option<f64> {
        Some(self.grown_seconds(counter)? / self.seconds)
    }

    /// The share of the window from a counter of stalled time; where there is no counter, the
    /// kernel's own average over 10 seconds.
    fn stalled(&self, total: Fraction, avg10: Fraction) -> Option<f64> {
        // The kernel brings the total up to date a little before or after our clock is read.
        self.cpus(total).map(|share| share.min(1.0)).or_else(|| avg10(self.after))
    }
}

/// A sum of which every part is needed.
fn sum<const N: usize>(parts: [Option<f64>; N]) -> Option<f64> {
    parts.into_iter().sum()
}

#[allow(clippy::cast_precision_loss)] // There are not 2^53 CPUs.
fn host_cpu(pair: &Pair, usage: &mut Usage) {
    let user = pair.grown_seconds(Sample::host_cpu_user_seconds);
    let nice = pair.grown_seconds(Sample::host_cpu_nice_seconds);
    let system = pair.grown_seconds(Sample::host_cpu_system_seconds);
    let idle = pair.grown_seconds(Sample::host_cpu_idle_seconds);
    let iowait = pair.grown_seconds(Sample::host_cpu_iowait_seconds);
    let irq = sum([
        pair.grown_seconds(Sample::host_cpu_irq_seconds),
        pair.grown_seconds(Sample::host_cpu_softirq_seconds),
    ]);
    // Kernels before 2.6.11 have no steal; it is then no part of the total either.
    let steal = pair.grown_seconds(Sample::host_cpu_steal_seconds);
    let busy = sum([user, nice, system, irq, steal.or(Some(0.0))]);
    // Idle and iowait are known to step back a little on some kernels: then the elapsed time
    // stands in for their sum.
    let total = sum([busy, idle, iowait])
        .or_else(|| Some(pair.seconds * pair.after.host_cpus_online()? as f64))
        .filter(|total| *total > 0.0);
    let share = |part: Option<f64>| Some((part? / total?).min(1.0));
    usage.host_cpu_busy_ratio = share(busy);
    usage.host_cpu_user_ratio = share(user);
    usage.host_cpu_nice_ratio = share(nice);
    usage.host_cpu_system_ratio = share(system);
    usage.host_cpu_idle_ratio = share(idle);
    usage.host_cpu_iowait_ratio = share(iowait);
    usage.host_cpu_irq_ratio = share(irq);
    usage.host_cpu_steal_ratio = share(steal);
    usage.host_interrupts_per_second = pair.per_second(Sample::host_interrupts);
    usage.host_context_switches_per_second = pair.per_second(Sample::host_context_switches);
    usage.host_forks_per_second = pair.per_second(Sample::host_forks);
    usage.host_load1_per_cpu = shares::load_per_cpu(pair.after);
}

fn host_memory(pair: &Pair, usage: &mut Usage) {
    usage.host_memory_used_ratio = shares::host_memory_used_ratio(pair.after);
    usage.host_swap_used_ratio = shares::host_swap_used_ratio(pair.after);
    usage.host_swap_in_bytes_per_second = pair.per_second(Sample::host_swap_in_bytes);
    usage.host_swap_out_bytes_per_second = pair.per_second(Sample::host_swap_out_bytes);
    usage.host_page_faults_per_second = pair.per_second(Sample::host_page_faults);
    usage.host_major_page_faults_per_second = pair.per_second(Sample::host_major_page_faults);
    usage.host_allocation_stalls_per_second = pair.per_second(Sample::host_allocation_stalls);
    usage.host_oom_kills_in_window = pair.grown(Sample::host_oom_kills);
}

#[allow(clippy::cast_precision_loss)] // There are not 2^53 disks.
fn disk(pair: &Pair, usage: &mut Usage) {
    usage.host_disk_reads_per_second = pair.per_second(Sample::host_disk_reads);
    usage.host_disk_writes_per_second = pair.per_second(Sample::host_disk_writes);
    usage.host_disk_read_bytes_per_second = pair.per_second(Sample::host_disk_read_bytes);
    usage.host_disk_written_bytes_per_second = pair.per_second(Sample::host_disk_written_bytes);
    let disks = pair.after.host_disks().filter(|disks| *disks > 0).map(|disks| disks as f64);
    usage.host_disk_busy_ratio =
        pair.cpus(Sample::host_disk_busy_seconds).zip(disks).map(|(busy, disks)| (busy / disks).min(1.0));
    usage.host_disk_queue = pair.cpus(Sample::host_disk_queue_seconds);
    let took = sum([
        pair.grown_seconds(Sample::host_disk_read_seconds),
        pair.grown_seconds(Sample::host_disk_write_seconds),
    ]);
    let operations = sum([pair.grown(Sample::host_disk_reads), pair.grown(Sample::host_disk_writes)]);
    usage.host_disk_operation_seconds = ratio(took, operations);
    usage.filesystem_used_ratio = shares::filesystem_used_ratio(pair.after);
    usage.filesystem_inodes_used_ratio = shares::filesystem_inodes_ratio(pair.after);
}

fn network(pair: &Pair, usage: &mut Usage) {
    usage.network_received_bytes_per_second = pair.per_second(Sample::network_received_bytes);
    usage.network_sent_bytes_per_second = pair.per_second(Sample::network_sent_bytes);
    usage.network_received_packets_per_second = pair.per_second(Sample::network_received_packets);
    usage.network_sent_packets_per_second = pair.per_second(Sample::network_sent_packets);
    usage.network_errors_per_second =
        sum([pair.per_second(Sample::network_receive_errors), pair.per_second(Sample::network_send_errors)]);
    usage.network_drops_per_second =
        sum([pair.per_second(Sample::network_receive_drops), pair.per_second(Sample::network_send_drops)]);
    usage.network_tcp_retransmitted_ratio = ratio(
        pair.grown(Sample::network_tcp_segments_retransmitted),
        pair.grown(Sample::network_tcp_segments_sent),
    )
    .map(|share| share.min(1.0));
}

fn cgroup_cpu(pair: &Pair, usage: &mut Usage) {
    usage.cgroup_cpu_usage_cpus = pair.cpus(Sample::cgroup_cpu_usage_seconds);
    usage.cgroup_cpu_user_cpus = pair.cpus(Sample::cgroup_cpu_user_seconds);
    usage.cgroup_cpu_system_cpus = pair.cpus(Sample::cgroup_cpu_system_seconds);
    usage.cgroup_cpu_ratio = ratio(usage.cgroup_cpu_usage_cpus, pair.after.cgroup_effective_cpus());
    // What an ancestor's quota refuses is counted there and not here. Counters of another ancestor
    // are no continuation.
    let depth = pair.after.cgroup_cpu_binding_depth();
    let above = depth.is_some_and(|depth| depth > 0) && pair.before.cgroup_cpu_binding_depth() == depth;
    let (periods, throttled, refused): (Whole, Whole, Fraction) = if above {
        (
            Sample::cgroup_cpu_binding_periods,
            Sample::cgroup_cpu_binding_throttled_periods,
            Sample::cgroup_cpu_binding_throttled_seconds,
        )
    } else {
        (
            Sample::cgroup_cpu_periods,
            Sample::cgroup_cpu_throttled_periods,
            Sample::cgroup_cpu_throttled_seconds,
        )
    };
    usage.cgroup_cpu_throttled_periods_ratio =
        ratio(pair.grown(throttled), pair.grown(periods)).map(|share| share.min(1.0));
    usage.cgroup_cpu_throttled_cpus = pair.cpus(refused);
    // The kernel adds up the stopped time of every CPU: on many CPUs a second of it is little.
    let cpus = pair.after.cgroup_effective_cpus().unwrap_or(1.0).max(1.0);
    usage.cgroup_cpu_throttled_ratio =
        usage.cgroup_cpu_throttled_cpus.map(|refused| (refused / cpus).min(1.0));
}

fn cgroup_memory(pair: &Pair, usage: &mut Usage) {
    usage.cgroup_memory_usage_ratio = shares::memory_usage_ratio(pair.after);
    usage.cgroup_memory_working_set_ratio = shares::working_set_ratio(pair.after);
    usage.cgroup_memory_ratio = shares::memory_ratio(pair.after);
    usage.cgroup_memory_high_events_in_window = pair.grown(Sample::cgroup_memory_high_events);
    usage.cgroup_memory_max_events_in_window = pair.grown(Sample::cgroup_memory_max_events);
    usage.cgroup_memory_oom_kills_in_window = pair.grown(Sample::cgroup_memory_oom_kills);
    usage.cgroup_page_faults_per_second = pair.per_second(Sample::cgroup_page_faults);
    usage.cgroup_major_page_faults_per_second = pair.per_second(Sample::cgroup_major_page_faults);
}

macro_rules! stalls {
    ($pair:ident $usage:ident: $($ratio:ident $total:ident $avg10:ident;)*) => {
        $($usage.$ratio = $pair.stalled(Sample::$total, Sample::$avg10);)*
    };
}

#[rustfmt::skip]
fn pressure(pair: &Pair, usage: &mut Usage) {
    stalls! { pair usage:
        host_pressure_cpu_some_ratio host_pressure_cpu_some_seconds host_pressure_cpu_some_avg10_ratio;
        host_pressure_cpu_full_ratio host_pressure_cpu_full_seconds host_pressure_cpu_full_avg10_ratio;
        host_pressure_memory_some_ratio host_pressure_memory_some_seconds host_pressure_memory_some_avg10_ratio;
        host_pressure_memory_full_ratio host_pressure_memory_full_seconds host_pressure_memory_full_avg10_ratio;
        host_pressure_io_some_ratio host_pressure_io_some_seconds host_pressure_io_some_avg10_ratio;
        host_pressure_io_full_ratio host_pressure_io_full_seconds host_pressure_io_full_avg10_ratio;
        cgroup_pressure_cpu_some_ratio cgroup_pressure_cpu_some_seconds cgroup_pressure_cpu_some_avg10_ratio;
        cgroup_pressure_cpu_full_ratio cgroup_pressure_cpu_full_seconds cgroup_pressure_cpu_full_avg10_ratio;
        cgroup_pressure_memory_some_ratio cgroup_pressure_memory_some_seconds cgroup_pressure_memory_some_avg10_ratio;
        cgroup_pressure_memory_full_ratio cgroup_pressure_memory_full_seconds cgroup_pressure_memory_full_avg10_ratio;
        cgroup_pressure_io_some_ratio cgroup_pressure_io_some_seconds cgroup_pressure_io_some_avg10_ratio;
        cgroup_pressure_io_full_ratio cgroup_pressure_io_full_seconds cgroup_pressure_io_full_avg10_ratio;
    }
}

fn rest(pair: &Pair, usage: &mut Usage) {
    usage.cgroup_io_read_bytes_per_second = pair.per_second(Sample::cgroup_io_read_bytes);
    usage.cgroup_io_written_bytes_per_second = pair.per_second(Sample::cgroup_io_written_bytes);
    usage.cgroup_io_reads_per_second = pair.per_second(Sample::cgroup_io_reads);
    usage.cgroup_io_writes_per_second = pair.per_second(Sample::cgroup_io_writes);
    usage.cgroup_swap_in_bytes_per_second = pair.per_second(Sample::cgroup_swap_in_bytes);
    usage.cgroup_swap_out_bytes_per_second = pair.per_second(Sample::cgroup_swap_out_bytes);
    usage.cgroup_pids_refused_in_window = pair.grown(Sample::cgroup_pids_max_events);
    usage.cgroup_pids_ratio = shares::pids_ratio(pair.after);
    usage.process_cpu_cpus =
        sum([pair.cpus(Sample::process_cpu_user_seconds), pair.cpus(Sample::process_cpu_system_seconds)]);
    usage.process_descriptors_ratio = shares::descriptors_ratio(pair.after);
    usage.process_context_switches_per_second = sum([
        pair.per_second(Sample::process_voluntary_switches),
        pair.per_second(Sample::process_involuntary_switches),
    ]);
    usage.process_minor_faults_per_second = pair.per_second(Sample::process_minor_faults);
    usage.process_major_faults_per_second = pair.per_second(Sample::process_major_faults);
    usage.process_read_bytes_per_second = pair.per_second(Sample::process_read_bytes);
    usage.process_written_bytes_per_second = pair.per_second(Sample::process_written_bytes);
}

/// A quotient; nothing where a side is missing or the divisor is not positive.
fn ratio(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    (whole > 0.0).then(|| part / whole)
}
