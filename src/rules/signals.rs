//! The values that rules judge, where they are more than a field.

use super::growth::Growing;
use super::view::View;
use crate::fields::Sample;

/// Below so many packets in the window a share of them says nothing.
const PACKETS: f64 = 100.0;

/// Below so many segments a second a share of them says nothing.
const SEGMENTS_PER_SECOND: f64 = 20.0;

/// Pressure above which a second sign counts as felt: systemd PRESSURE, 100 ms per second.
pub(super) const FELT: f64 = 0.10;

/// Time throttled by the tightest quota, whoever holds it.
pub(super) fn throttled(view: &View) -> Option<f64> {
    view.rate(|usage| usage.cgroup_cpu_throttled_ratio)
}

/// Periods throttled, where waiting for a CPU is felt as well.
pub(super) fn throttled_periods(view: &View) -> Option<f64> {
    cpu_pressure(view).filter(|waited| *waited > FELT)?;
    view.rate(|usage| usage.cgroup_cpu_throttled_periods_ratio)
}

pub(super) fn cpu_pressure(view: &View) -> Option<f64> {
    view.stalled(|usage| usage.cgroup_pressure_cpu_some_ratio, Sample::cgroup_pressure_cpu_some_avg10_ratio)
}

/// Tasks that run or are ready, for each CPU of the host.
#[allow(clippy::cast_precision_loss)] // There are not 2^53 tasks.
pub(super) fn run_queue(view: &View) -> Option<f64> {
    let cpus = view.sample.host_cpus_online().filter(|cpus| *cpus > 0)?;
    let queue = view.sample.host_tasks_running()? as f64 / cpus as f64;
    let tells = runs(view) && cpu_pressure(view).is_none();
    Some(if tells { queue } else { 0.0 })
}

/// Below so many CPUs a container hardly runs: what is crowded does not crowd it.
const RUNS: f64 = 0.05;

/// Whether the container runs itself, as far as is known.
fn runs(view: &View) -> bool {
    view.context.cpu_is_hosts
        || view.rate(|usage| usage.cgroup_cpu_usage_cpus).is_none_or(|used| used >= RUNS)
}

/// The CPUs of the host, where it matters to the container and only they tell.
pub(super) fn host_busy(view: &View) -> Option<f64> {
    let busy = view.rate(|usage| usage.host_cpu_busy_ratio)?;
    let tells = runs(view) && cpu_pressure(view).is_none();
    Some(if tells { busy } else { 0.0 })
}

/// Load average for each CPU of the host; the average lags, so nothing where the queue has gone.
pub(super) fn load(view: &View) -> Option<f64> {
    let sample = view.sample;
    if !runs(view) {
        return Some(0.0);
    }
    let ready = sample.host_tasks_running().zip(sample.host_tasks_blocked());
    match ready.zip(sample.host_cpus_online()) {
        Some(((running, blocked), cpus)) if running + blocked <= cpus => Some(0.0),
        _ => crate::usage::load_per_cpu(sample),
    }
}

/// Times it was slowed, unless pressure is known and not felt.
pub(super) fn memory_high(view: &View) -> Option<f64> {
    let events = view.rate(|usage| usage.cgroup_memory_high_events_in_window)?;
    match memory_pressure(view) {
        Some(waited) if waited <= FELT => Some(0.0),
        _ => Some(events),
    }
}

pub(super) fn memory_pressure(view: &View) -> Option<f64> {
    view.stalled(
        |usage| usage.cgroup_pressure_memory_some_ratio,
        Sample::cgroup_pressure_memory_some_avg10_ratio,
    )
}

pub(super) fn memory_stalled(view: &View) -> Option<f64> {
    view.stalled(
        |usage| usage.cgroup_pressure_memory_full_ratio,
        Sample::cgroup_pressure_memory_full_avg10_ratio,
    )
}

/// Swapping out of the host, where the container takes part in it.
pub(super) fn swap(view: &View) -> Option<f64> {
    if let Some(own) = view.rate(|usage| usage.cgroup_swap_out_bytes_per_second) {
        return Some(own);
    }
    let out = view.rate(|usage| usage.host_swap_out_bytes_per_second)?;
    match view.sample.cgroup_swap_usage_bytes() {
        Some(0) => Some(0.0),
        _ => Some(out),
    }
}

/// The host's memory, where the container has no limit of its own.
pub(super) fn host_memory(view: &View) -> Option<f64> {
    if view.memory_limit().is_some() {
        return None;
    }
    crate::usage::host_memory_used_ratio(view.sample)
}

pub(super) fn io_pressure(view: &View) -> Option<f64> {
    view.stalled(|usage| usage.cgroup_pressure_io_some_ratio, Sample::cgroup_pressure_io_some_avg10_ratio)
}

pub(super) fn io_stalled(view: &View) -> Option<f64> {
    view.stalled(|usage| usage.cgroup_pressure_io_full_ratio, Sample::cgroup_pressure_io_full_avg10_ratio)
}

/// A container that starts fewer of the host's disk operations than this part waits for others', if
/// for any.
const TAKES_PART: f64 = 0.1;

/// A value of the host's disks, where the container takes part in their work and its own waiting is
/// not known: one neighbour that is held back makes the host's waiting everybody's.
fn of_disks(view: &View, value: Option<f64>) -> Option<f64> {
    let value = value?;
    if io_pressure(view).is_some() {
        return Some(0.0);
    }
    let usage = view.usage?;
    let sum = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
    let host = sum(usage.host_disk_reads_per_second, usage.host_disk_writes_per_second);
    let own = sum(usage.cgroup_io_reads_per_second, usage.cgroup_io_writes_per_second);
    let takes_part = own.zip(host).is_none_or(|(own, host)| own >= 1.0 && own >= TAKES_PART * host);
    Some(if takes_part { value } else { 0.0 })
}

/// What an operation takes; nothing where there was hardly any.
pub(super) fn disk_latency(view: &View) -> Option<f64> {
    let usage = view.usage?;
    let operations = usage.host_disk_reads_per_second? + usage.host_disk_writes_per_second?;
    if operations < 1.0 {
        return Some(0.0);
    }
    of_disks(view, usage.host_disk_operation_seconds)
}

pub(super) fn disk_queue(view: &View) -> Option<f64> {
    of_disks(view, view.rate(|usage| usage.host_disk_queue))
}

/// Time with an operation in flight, where on the average there was more than one: a disk that
/// serves one at a time is busy and not full.
pub(super) fn disk_busy(view: &View) -> Option<f64> {
    let busy = view.rate(|usage| usage.host_disk_busy_ratio)?;
    let queues = view.rate(|usage| usage.host_disk_queue).is_none_or(|queue| queue > 1.0);
    of_disks(view, Some(if queues { busy } else { 0.0 }))
}

pub(super) fn iowait(view: &View) -> Option<f64> {
    of_disks(view, view.rate(|usage| usage.host_cpu_iowait_ratio))
}

pub(super) fn network_errors(view: &View) -> Option<f64> {
    of_packets(view, view.rate(|usage| usage.network_errors_per_second))
}

pub(super) fn network_drops(view: &View) -> Option<f64> {
    of_packets(view, view.rate(|usage| usage.network_drops_per_second))
}

fn of_packets(view: &View, part: Option<f64>) -> Option<f64> {
    let usage = view.usage?;
    let packets = usage.network_received_packets_per_second? + usage.network_sent_packets_per_second? + part?;
    if packets * usage.window_seconds < PACKETS {
        return Some(0.0);
    }
    Some(part? / packets)
}

/// TCP segments sent again, where more than a handful is sent.
#[allow(clippy::question_mark)] // Reads as it is meant.
pub(super) fn retransmissions(view: &View) -> Option<f64> {
    let usage = view.usage?;
    match usage.network_sent_packets_per_second {
        Some(sent) if sent < SEGMENTS_PER_SECOND => Some(0.0),
        _ => usage.network_tcp_retransmitted_ratio,
    }
}

pub(super) fn network_throughput(view: &View) -> Option<f64> {
    let usage = view.usage?;
    Some(usage.network_received_bytes_per_second? + usage.network_sent_bytes_per_second?)
}

/// The time that is left; for ever where nothing grows.
pub(super) fn left(growth: Option<Growing>) -> Option<f64> {
    Some(growth.and_then(|growth| growth.seconds_to_limit).unwrap_or(f64::MAX))
}
