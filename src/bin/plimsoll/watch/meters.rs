//! What the screen shows of each resource.

use plimsoll::fields::{Scope, Unit};
use plimsoll::finding::quantity;
use plimsoll::monitor::Resource;
use plimsoll::report::amount;
use plimsoll::rules::RULES;
use plimsoll::{Component, Diagnosis, Limit, Sample, Usage};

use super::history::History;
use crate::words;

/// One line of the screen: a bar, its words, and the value that goes into the history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meter {
    pub label: String,
    /// How full the bar is.
    pub share: Option<f64>,
    /// How laden: 1.0 is at the mark. Gives the colour.
    pub reading: Option<f64>,
    pub words: String,
    /// What the sparkline shows; shares up to 1, rates as they are.
    pub value: Option<f64>,
    pub is_rate: bool,
}

/// A meter and its past.
#[derive(Debug, Default)]
pub struct Line {
    pub meter: Meter,
    pub history: History,
}

/// The meters of one moment, in a fixed order, so that each keeps its line.
pub fn meters(
    diagnosis: &Diagnosis,
    sample: &Sample,
    usage: Option<&Usage>,
    has_own_pressure: bool,
) -> Vec<Meter> {
    let of = |component: Component| diagnosis.resources.iter().filter(move |row| row.resource == component);
    let mut meters = Vec::new();
    meters.extend(of(Component::Cpu).map(bounded));
    meters.extend(throttling(sample, usage));
    // Without a limit of its own the container's memory has no share: the host's is shown too.
    meters.extend(of(Component::Memory).map(bounded));
    meters.extend(waits(usage, has_own_pressure));
    meters.extend(of(Component::DiskIo).map(|row| rate(row, disk_words(row, usage))));
    meters.extend(of(Component::Network).map(|row| rate(row, network_words(usage))));
    meters.extend(of(Component::Load).map(|row| load(row, sample)));
    for component in [Component::DiskSpace, Component::Inodes, Component::Pids, Component::Descriptors] {
        meters.extend(of(component).map(bounded));
    }
    meters
}

fn bounded(row: &Resource) -> Meter {
    let used = amount(row.used.value, row.used.unit);
    let words = match row.limit {
        Some(Limit::Value(limit)) => {
            let limit = amount(limit, row.used.unit);
            // The unit once, where both have the same.
            match (used.rsplit_once(' '), limit.rsplit_once(' ')) {
                (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} / {limit}"),
                (Some((number, "CPUs")), Some((_, "CPU"))) => format!("{number} / {limit}"),
                _ => format!("{used} / {limit}"),
            }
        }
        Some(_) => format!("{used}, no limit"),
        None => used,
    };
    Meter {
        label: words::title(row),
        share: row.share,
        reading: row.reading,
        words,
        value: row.share,
        is_rate: false,
    }
}

/// Only where there is a quota.
fn throttling(sample: &Sample, usage: Option<&Usage>) -> Option<Meter> {
    sample.cgroup_cpu_effective_quota_cpus().and_then(Limit::value)?;
    let share = usage.and_then(|usage| usage.cgroup_cpu_throttled_ratio);
    let periods = usage.and_then(|usage| usage.cgroup_cpu_throttled_periods_ratio);
    Some(Meter {
        label: "Throttled".to_owned(),
        share,
        reading: share.zip(mark("cpu.throttling")).map(|(share, mark)| share / mark),
        words: periods.map_or_else(String::new, |share| format!("in {:.0} % of periods", share * 100.0)),
        value: share,
        is_rate: false,
    })
}

/// Where work starts to suffer, by the rule of that name.
fn mark(rule: &str) -> Option<f64> {
    RULES.iter().find(|known| known.name == rule)?.mark()
}

/// Time spent waiting, by what for: the container's own pressure, else the host's.
fn waits(usage: Option<&Usage>, own: bool) -> Vec<Meter> {
    let shares = |usage: &Usage| {
        if own {
            [
                (usage.cgroup_pressure_cpu_some_ratio, usage.cgroup_pressure_cpu_full_ratio),
                (usage.cgroup_pressure_memory_some_ratio, usage.cgroup_pressure_memory_full_ratio),
                (usage.cgroup_pressure_io_some_ratio, usage.cgroup_pressure_io_full_ratio),
            ]
        } else {
            [
                (usage.host_pressure_cpu_some_ratio, usage.host_pressure_cpu_full_ratio),
                (usage.host_pressure_memory_some_ratio, usage.host_pressure_memory_full_ratio),
                (usage.host_pressure_io_some_ratio, usage.host_pressure_io_full_ratio),
            ]
        }
    };
    let shares = usage.map_or([(None, None); 3], shares);
    let whose = if own { "" } else { " (host)" };
    ["CPU", "Mem", "I/O"]
        .iter()
        .zip(shares)
        .map(|(what, (some, full))| Meter {
            label: format!("{what} wait{whose}"),
            share: some,
            reading: None,
            words: full.map_or_else(String::new, |full| format!("all tasks {:.0} %", full * 100.0)),
            value: some,
            is_rate: false,
        })
        .collect()
}

fn rate(row: &Resource, words: String) -> Meter {
    Meter {
        label: words::title(row),
        share: None,
        reading: None,
        words,
        value: Some(row.used.value),
        is_rate: true,
    }
}

fn disk_words(row: &Resource, usage: Option<&Usage>) -> String {
    let pair = usage.map(|usage| match row.used.scope {
        Scope::Cgroup => (usage.cgroup_io_read_bytes_per_second, usage.cgroup_io_written_bytes_per_second),
        _ => (usage.host_disk_read_bytes_per_second, usage.host_disk_written_bytes_per_second),
    });
    two_ways(pair, "r", "w")
}

fn network_words(usage: Option<&Usage>) -> String {
    let pair =
        usage.map(|usage| (usage.network_received_bytes_per_second, usage.network_sent_bytes_per_second));
    two_ways(pair, "in", "out")
}

fn two_ways(pair: Option<(Option<f64>, Option<f64>)>, one: &str, other: &str) -> String {
    match pair {
        Some((Some(a), Some(b))) => both(a, b, one, other),
        _ => String::new(),
    }
}

/// Two rates with their unit once: `r 12.3  w 0.4 MiB/s`.
fn both(a: f64, b: f64, one: &str, other: &str) -> String {
    const UNITS: [(f64, &str); 4] =
        [(1.0, "B/s"), (1024.0, "KiB/s"), (1_048_576.0, "MiB/s"), (1_073_741_824.0, "GiB/s")];
    let fits = |(size, _): &&(f64, &str)| a.max(b) >= *size;
    let (size, unit) = UNITS.iter().rev().find(fits).unwrap_or(&UNITS[0]);
    // As elsewhere: three digits.
    let number = |rate: f64| match rate / size {
        value if value < 99.95 && *size > 1.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    };
    format!("{one} {}  {other} {} {unit}", number(a), number(b))
}

fn load(row: &Resource, sample: &Sample) -> Meter {
    let cpus = sample.host_cpus_online();
    // The bar is full at three for each CPU, where the load is a finding of high severity.
    let share = row.reading;
    Meter {
        label: words::title(row),
        share,
        reading: row.reading,
        words: match cpus {
            Some(cpus) => format!("{:.2} on {}", row.used.value, quantity(cpus as f64, Unit::Cpus)),
            None => format!("{:.2}", row.used.value),
        },
        value: Some(row.used.value),
        is_rate: true,
    }
}

#[cfg(test)]
#[path = "meters_tests.rs"]
mod tests;
