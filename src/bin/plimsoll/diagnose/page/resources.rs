//! Each resource: used, limit, share, who holds the limit.

use plimsoll::fields::{Scope, Unit};
use plimsoll::monitor::Resource;
use plimsoll::report::{amount, label};
use plimsoll::{Component, Diagnosis, Limit};

use crate::bars::gauge;
use crate::page::findings::tenths;
use crate::page::Page;
use crate::style::{of_reading, FAINT};
use crate::table::{Side, Table};
use crate::words::{elide_path, title};

const BAR: usize = 10;
/// A narrower terminal has room for numbers only.
const WIDE: usize = 72;

pub fn section(page: &mut Page, diagnosis: &Diagnosis) {
    if diagnosis.resources.is_empty() {
        return;
    }
    page.gap();
    let bars = if page.width() < WIDE { 0 } else { BAR };
    let table = table(diagnosis, bars);
    let taken: usize =
        table.widths()[..5].iter().filter(|column| **column > 0).map(|column| column + 2).sum();
    for (index, row) in table.padded().iter().enumerate() {
        let color = match index.checked_sub(1).and_then(|index| diagnosis.resources[index].reading) {
            Some(reading) => of_reading(reading),
            None => FAINT,
        };
        let heading = if index == 0 { FAINT } else { anstyle::Style::new() };
        let binds = elide_path(&row[5], page.width().saturating_sub(taken));
        let plain = format!("{}  {}  {}  {}", row[0], row[1], row[2], row[3]);
        if row[4].trim_end().is_empty() && binds.trim_end().is_empty() {
            page.line(&format!("{heading}{}{heading:#}", plain.trim_end()));
        } else {
            let bar = if bars > 0 { format!("{color}{}{color:#}  ", row[4]) } else { String::new() };
            page.line(&format!("{heading}{plain}{heading:#}  {bar}{FAINT}{}{FAINT:#}", binds.trim_end()));
        }
    }
    rates(page, diagnosis);
    memory_parts(page, diagnosis);
}

/// What the rates in the table are the means of: a finding may tell of a shorter time.
fn rates(page: &mut Page, diagnosis: &Diagnosis) {
    let known: Vec<String> = diagnosis.resources.iter().filter(|row| is_rate(row)).map(title).collect();
    let Some(seconds) = diagnosis.observed.window_seconds.filter(|_| !known.is_empty()) else { return };
    page.faint(0, &format!("{}: means over {}", known.join(", "), tenths(seconds)));
}

fn is_rate(resource: &Resource) -> bool {
    matches!(resource.resource, Component::Cpu | Component::DiskIo | Component::Network)
}

fn table(diagnosis: &Diagnosis, bars: usize) -> Table {
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left, Side::Left]);
    table.row(["RESOURCE", "USED", "LIMIT", "SHARE", "", "WHO BINDS"].map(str::to_owned).to_vec());
    for resource in &diagnosis.resources {
        let limit = match resource.limit {
            Some(Limit::Value(limit)) => amount(limit, resource.used.unit),
            Some(_) => "none".to_owned(),
            None => String::new(),
        };
        let share = resource.share.map(|share| format!("{:.0} %", share * 100.0));
        let bar = resource.share.filter(|_| bars > 0).map_or_else(String::new, |share| {
            let (bar, track) = gauge(share, bars);
            bar + &track
        });
        let pad = " ".repeat(bars - bar.chars().count());
        table.row(vec![
            title(resource),
            amount(resource.used.value, resource.used.unit),
            limit,
            share.unwrap_or_default(),
            bar + &pad,
            resource.bound_by.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
    table
}

/// Used, working set and reclaimable side by side: each is called "memory used" by somebody.
fn memory_parts(page: &mut Page, diagnosis: &Diagnosis) {
    let parts = diagnosis.memory.iter().filter(|part| part.unit == Unit::Bytes).map(|part| {
        let name = label(part);
        format!("{part} {}", name.trim_end_matches(" (host)"))
    });
    let parts: Vec<String> = parts.collect();
    let hosts = diagnosis.memory.iter().any(|part| part.scope == Scope::Host);
    let whose = if hosts { " (host)" } else { "" };
    let known = diagnosis.memory.iter().any(|part| part.name.contains("working_set"));
    let reclaimable = diagnosis.memory.iter().any(|part| part.name.contains("reclaimable"));
    let used = if reclaimable && !hosts { " (used is charged less reclaimable)" } else { "" };
    let parts = known.then(|| format!("memory{whose}: {}{used}", parts.join(", ")));
    let said: Vec<String> = parts.into_iter().chain(killed_before(diagnosis)).collect();
    if !said.is_empty() {
        page.faint(0, &said.join("; "));
    }
}

/// Processes killed for want of memory, where it happened before the window: in it they are a
/// finding.
fn killed_before(diagnosis: &Diagnosis) -> Option<String> {
    let kills = diagnosis.memory.iter().find(|part| part.name == "cgroup_memory_oom_kills")?;
    let now = diagnosis.usage.as_ref().and_then(|usage| usage.cgroup_memory_oom_kills_in_window);
    if kills.value == 0.0 || now.is_some_and(|now| now > 0.0) {
        return None;
    }
    let processes = if kills.value == 1.0 { "process" } else { "processes" };
    Some(format!("{kills} {processes} OOM-killed since the cgroup began"))
}
