//! Leaks and fills: what grows, how fast, and how long it can.

use std::borrow::Cow;

use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Finding, Measure};
use crate::rules::growth::Growing;
use crate::rules::rule::Raised;
use crate::rules::view::View;

/// A time for people: `40 s`, `12 min`, `3.5 h`, `2 days`.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.0} days", s / 86_400.0),
    }
}

/// How fast, for people: by the second, the minute or the hour, whatever makes a number to read.
fn pace(per_second: f64, unit: Unit) -> String {
    let readable = if unit == Unit::Bytes { 1024.0 } else { 1.0 };
    for (factor, name) in [(1.0, "second"), (60.0, "minute")] {
        if per_second * factor >= readable {
            return format!("{} a {name}", quantity(per_second * factor, unit));
        }
    }
    format!("{} an hour", quantity(per_second * 3600.0, unit))
}

/// A sentence for what is nearly full and goes on filling.
pub(super) fn filling(growth: &Growing, unit: Unit) -> String {
    match growth.seconds_to_limit {
        Some(left) => {
            format!(" It fills by {} and is full in {}.", pace(growth.per_second, unit), duration(left))
        }
        None => String::new(),
    }
}

/// Title, description and evidence of a growth.
fn write(
    view: &View,
    finding: &mut Finding,
    growth: Option<Growing>,
    what: &str,
    names: [&'static str; 3],
    unit: Unit,
    others: &[&'static str],
) {
    let Some(growth) = growth else { return };
    view.prove(finding, others);
    tell(finding, &growth, what, &names, unit);
}

/// Title, description and readings of a growth, before the readings that are there; `names` are those of the value,
/// its rate and its limit.
pub(super) fn tell(
    finding: &mut Finding,
    growth: &Growing,
    what: &str,
    names: &[impl Into<Cow<'static, str>> + Clone; 3],
    unit: Unit,
) {
    let left = growth.seconds_to_limit.unwrap_or(f64::INFINITY);
    finding.title =
        format!("{what} by {} and reaches the limit in {}", pace(growth.per_second, unit), duration(left));
    let range = match (growth.seconds_to_limit_low, growth.seconds_to_limit_high) {
        // Where both read the same, the range says nothing.
        (Some(low), Some(high)) if duration(low) == duration(high) => String::new(),
        (Some(low), Some(high)) => format!(" (between {} and {})", duration(low), duration(high)),
        (Some(low), None) => format!(" (at the earliest in {})", duration(low)),
        _ => String::new(),
    };
    let limit = growth.limit.map_or_else(|| "no limit".to_owned(), |limit| quantity(limit, unit));
    finding.description = format!(
        "It has grown for {}, now to {} of {limit}; at this rate {} are left{range}. By chance alone this would be \
         seen once in {} times.",
        duration(growth.observed_seconds),
        quantity(growth.value, unit),
        duration(left),
        once_in(growth.p_value),
    );
    // Sooner is worse: half of the work is at stake an hour before the end.
    finding.impact_ratio = 1.0 / (1.0 + left / 3600.0);
    let scope = finding.current.scope;
    let [value, rate_name, limit_name] = names.clone();
    let rate = if unit == Unit::Bytes { Unit::BytesPerSecond } else { Unit::PerSecond };
    let mut readings = vec![
        Measure::new(value, growth.value, unit, scope),
        Measure::new(rate_name, growth.per_second, rate, scope),
        Measure::new("growth_observed_seconds", growth.observed_seconds, Unit::Seconds, scope),
    ];
    if let Some(limit) = growth.limit {
        readings.push(Measure::new(limit_name, limit, unit, scope));
    }
    readings.append(&mut finding.evidence.readings);
    finding.evidence.readings = readings;
    finding.evidence.window_seconds = Some(growth.observed_seconds);
}

fn once_in(p_value: f64) -> String {
    let times = 1.0 / p_value.max(1e-6);
    if times >= 1e6 {
        "a million".to_owned()
    } else {
        format!("{times:.0}")
    }
}

pub(super) fn memory(view: &View, _: &Raised, finding: &mut Finding) {
    if view.memory_limit().is_none() {
        (finding.current.scope, finding.threshold.scope) = (Scope::Host, Scope::Host);
    }
    finding.impact =
        "At the limit the kernel kills a process; before, allocations stall while it reclaims.".to_owned();
    let names = ["cgroup_memory_anon_bytes", "memory_growth_bytes_per_second", "memory_limit_bytes"];
    let growth = view.context.growth.memory;
    write(
        view,
        finding,
        growth,
        "Anonymous memory grows",
        names,
        Unit::Bytes,
        &["cgroup_memory_usage_bytes"],
    );
}

pub(super) fn disk_space(view: &View, _: &Raised, finding: &mut Finding) {
    finding.impact = "When it is full, writes fail: logs, temporary files, databases.".to_owned();
    let what = format!("The filesystem of {} fills", view.context.filesystem);
    let names = ["filesystem_used_bytes", "filesystem_growth_bytes_per_second", "filesystem_limit_bytes"];
    write(
        view,
        finding,
        view.context.growth.disk_space,
        &what,
        names,
        Unit::Bytes,
        &["filesystem_available_bytes", "filesystem_used_ratio"],
    );
}

pub(super) fn inodes(view: &View, _: &Raised, finding: &mut Finding) {
    finding.impact = "When none is left, no file can be made although space is free.".to_owned();
    let what = format!("Files of the filesystem of {} increase", view.context.filesystem);
    let names = ["filesystem_inodes_used", "inodes_growth_per_second", "filesystem_inodes"];
    let others = &["filesystem_inodes_free"];
    write(view, finding, view.context.growth.inodes, &what, names, Unit::Count, others);
}

pub(super) fn descriptors(view: &View, _: &Raised, finding: &mut Finding) {
    finding.impact = "At the limit, opening a file or accepting a connection fails.".to_owned();
    let names = ["process_descriptors", "descriptors_growth_per_second", "process_descriptors_limit"];
    write(
        view,
        finding,
        view.context.growth.descriptors,
        "Open descriptors increase",
        names,
        Unit::Count,
        &[],
    );
}

pub(super) fn pids(view: &View, _: &Raised, finding: &mut Finding) {
    finding.impact = "At the limit, starting a thread or a process fails (EAGAIN).".to_owned();
    let names = ["cgroup_pids", "pids_growth_per_second", "cgroup_pids_effective_limit"];
    let others = &["process_threads"];
    write(
        view,
        finding,
        view.context.growth.pids,
        "Processes and threads increase",
        names,
        Unit::Count,
        others,
    );
}
