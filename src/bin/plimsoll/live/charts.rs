//! Which charts there are, and which series stand in them.

use plimsoll::fields::Unit;
use plimsoll::history::Signal;
use plimsoll::monitor::TargetFacts;
use plimsoll::Limit;
use serde::Serialize;

use super::hour::Hour;
use super::recorder::{DEGRADED, LOAD_LINE, SERIES, SIGNALS, UNHEALTHY};

/// A chart, as the page draws it.
#[derive(Debug, Serialize)]
pub struct Chart {
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    series: Vec<Series>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Bound>,
}

#[derive(Debug, Serialize)]
struct Series {
    /// Its place in the rows of points, counted in pairs.
    at: usize,
    title: &'static str,
}

#[derive(Debug, Serialize)]
struct Bound {
    value: f64,
    title: &'static str,
}

/// Which signals share a chart; as in the report.
const CHARTS: [(&str, &str, &[Signal]); 9] = [
    ("cpu", "CPU", &[Signal::Cpu]),
    ("memory", "Memory", &[Signal::MemoryNeeded, Signal::MemoryUsage]),
    ("stalled", "Time stalled", &[Signal::CpuPressure, Signal::MemoryPressure, Signal::IoPressure]),
    ("throttled", "Time throttled by the quota", &[Signal::CpuThrottled]),
    ("disk", "Disk traffic", &[Signal::DiskRead, Signal::DiskWritten]),
    ("network", "Network traffic", &[Signal::Received, Signal::Sent]),
    ("tasks", "Processes and threads", &[Signal::Pids]),
    ("descriptors", "Descriptors open", &[Signal::Descriptors]),
    ("host", "CPUs of the host, busy", &[Signal::HostCpuBusy]),
];

/// Those of which something is known.
pub fn charts(hour: &Hour<SERIES>, target: &TargetFacts) -> Vec<Chart> {
    let own = |id, title, unit: Unit, series: Vec<Series>, limit| {
        let series: Vec<Series> = series.into_iter().filter(|series| hour.knows(series.at)).collect();
        (!series.is_empty()).then(|| Chart { id, title, unit: unit.name(), series, limit })
    };
    let mark = Some(Bound { value: 1.0, title: "the mark" });
    let line = vec![Series { at: LOAD_LINE, title: "Load line" }];
    let servers =
        vec![Series { at: UNHEALTHY, title: "Unhealthy" }, Series { at: DEGRADED, title: "Degraded" }];
    let signals = CHARTS.iter().filter_map(|(id, title, signals)| {
        let series = signals.iter().filter_map(|signal| {
            let at = SIGNALS.iter().position(|known| known == signal)?;
            Some(Series { at: at + 1, title: signal.info().title })
        });
        own(id, title, signals.first()?.info().unit, series.collect(), limit(id, target))
    });
    let first = own("load-line", "Load line", Unit::Count, line, mark);
    let last = own("servers", "Servers in trouble", Unit::Count, servers, None);
    first.into_iter().chain(signals).chain(last).collect()
}

#[allow(clippy::cast_precision_loss)] // Drawn as a line.
fn limit(id: &str, target: &TargetFacts) -> Option<Bound> {
    match id {
        "cpu" => {
            let value = target.cpu_quota_cpus.and_then(Limit::value)?;
            Some(Bound { value, title: "quota" })
        }
        "memory" => {
            let value = target.memory_limit_bytes.and_then(Limit::value)? as f64;
            Some(Bound { value, title: "memory limit" })
        }
        _ => None,
    }
}
