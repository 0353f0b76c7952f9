//! What a benchmark found, for people.

use std::time::{Duration, UNIX_EPOCH};

use plimsoll::bench::{amount, BenchResult, Comparison, Ended, Group, Machine, Measure, Score, Verdict};
use plimsoll::units::Bytes;

use crate::page::{Layout, Page};
use crate::style::{of_reading, FAINT, HEADING};
use crate::table::{Side, Table};
use crate::words::{harmless, plural};

/// From here on points are good, and from here on not bad.
const GOOD: f64 = 80.0;
const FAIR: f64 = 50.0;

/// The page.
pub fn page(result: &BenchResult, width: usize) -> String {
    let mut page = Page::new(Layout { width, all: true, has_cgroup_files: false });
    headline(&mut page, result);
    facts(&mut page, result);
    scores(&mut page, result);
    monitoring(&mut page, result);
    abilities(&mut page, result);
    if let Some(comparison) = &result.comparison {
        compared(&mut page, comparison);
    }
    minded(&mut page, result);
    page.text()
}

fn headline(page: &mut Page, result: &BenchResult) {
    let word = result.summary();
    let word = harmless(&word);
    let reading = match (&result.comparison, result.ended) {
        (_, Ended::Interrupted) => 0.9,
        (Some(comparison), _) if comparison.verdict == Verdict::Worse => 2.0,
        (Some(comparison), _) if !comparison.changes.iter().any(|change| change.judged) => 0.9,
        (Some(_), _) => 0.0,
        (None, _) => result.scores.overall.map_or(2.0, reading_of),
    };
    let style = of_reading(reading);
    page.line(&format!("{HEADING}Benchmark{HEADING:#}  {style}{word}{style:#}"));
    page.gap();
}

/// As loads are coloured: 1.0 is at the mark.
fn reading_of(points: f64) -> f64 {
    if points >= GOOD {
        0.0
    } else if points >= FAIR {
        0.9
    } else {
        2.0
    }
}

fn facts(page: &mut Page, result: &BenchResult) {
    page.fact("Machine", &machine(&result.machine));
    let rounds = plural(result.rounds, "round", "rounds");
    page.fact("Measured", &format!("{} for {:.1} s, {rounds}", result.profile, result.seconds));
    let resources = &result.resources;
    let mut told = Vec::new();
    let percent = |ratio: f64| format!("{:.0} %", ratio * 100.0);
    told.extend(resources.process_cpus.map(|cpus| format!("{cpus:.2} CPUs used")));
    let throttled = resources.throttled_periods_ratio.map(|ratio| match ratio {
        ratio if ratio > 0.0 => format!("throttled in {} of the periods", percent(ratio)),
        _ => "not throttled".to_owned(),
    });
    told.extend(throttled);
    for (ratio, what) in [
        (resources.cpu_pressure_ratio, "waited for a CPU"),
        (resources.memory_pressure_ratio, "for memory"),
        (resources.io_pressure_ratio, "for I/O"),
    ] {
        told.extend(ratio.map(|ratio| format!("{what} {} of the time", percent(ratio))));
    }
    told.extend(resources.memory_ratio.map(|ratio| format!("{} of the memory limit", percent(ratio))));
    if !told.is_empty() {
        page.fact("Meanwhile", &told.join(", "));
    }
}

fn machine(machine: &Machine) -> String {
    let mut told = vec![harmless(machine.cpu_model.as_deref().unwrap_or(&machine.architecture)).into_owned()];
    let host = machine.host_cpus.map_or(String::new(), |cpus| format!(" of {cpus}"));
    told.extend(machine.effective_cpus.map(|cpus| format!("{cpus}{host} CPUs")));
    told.push(match (machine.memory_limit_bytes, machine.host_memory_bytes) {
        (Some(limit), _) => format!("{} of memory", Bytes(limit)),
        (None, Some(host)) => format!("{} of memory, no limit", Bytes(host)),
        (None, None) => "memory not known".to_owned(),
    });
    told.extend(machine.kernel.as_deref().map(|kernel| format!("Linux {}", harmless(kernel))));
    told.join(", ")
}

fn scores(page: &mut Page, result: &BenchResult) {
    let scores = &result.scores;
    page.heading("Scores, of 100");
    let row = |page: &mut Page, name: &str, score: &Score| {
        let points = score.points.map_or("    -".to_owned(), |points| format!("{points:5.1}"));
        let style = of_reading(score.points.map_or(0.0, reading_of));
        page.line(&format!("  {name:<12}{style}{points}{style:#}"));
        for part in &score.parts {
            let name = harmless(&part.name);
            page.paragraph(&format!("    {FAINT}{name:<12}{FAINT:#}{:5.1}  ", part.points), 23, &part.why);
        }
    };
    row(page, "resource", &scores.resource);
    row(page, "performance", &scores.performance);
    row(page, "stability", &scores.stability);
    row(page, "scalability", &scores.scalability);
    if scores.scalability.points.is_none() {
        page.faint(4, "with one CPU, or one thread, there is nothing to compare");
    }
    if let Some(points) = scores.overall {
        let style = of_reading(reading_of(points));
        page.line(&format!("  {:<12}{style}{points:5.1}{style:#}", "overall"));
    }
}

fn monitoring(page: &mut Page, result: &BenchResult) {
    let measures: Vec<&Measure> =
        result.measures.iter().filter(|one| one.group == Group::Monitoring).collect();
    if measures.is_empty() {
        return;
    }
    page.heading("What watching it costs");
    let right = Side::Right;
    let mut table = Table::new(&[Side::Left, right, right, right, right, right, Side::Left]);
    table.row(["", "takes", "p50", "p99", "max", "allocations", ""].map(str::to_owned).to_vec());
    for measure in measures {
        let of = |value: Option<f64>| value.map_or("-".to_owned(), |seconds| amount(seconds, "seconds"));
        let single = measure.latency;
        table.row(vec![
            measure.name.clone(),
            measure.shown(),
            of(single.map(|latency| latency.p50_seconds)),
            of(single.map(|latency| latency.p99_seconds)),
            of(single.map(|latency| latency.max_seconds)),
            measure.allocations.map_or("-".to_owned(), |count| format!("{count:.0}")),
            harmless(&measure.described()).into_owned(),
        ]);
    }
    lines(page, &table);
    if let Some(tick) = result.measure("tick") {
        let share = tick.value * 100.0 * 100.0;
        page.faint(2, &format!("100 ticks a second take {share:.2} % of a CPU."));
    }
}

fn abilities(page: &mut Page, result: &BenchResult) {
    let measures: Vec<&Measure> =
        result.measures.iter().filter(|one| one.group != Group::Monitoring).collect();
    if measures.is_empty() {
        return;
    }
    page.heading("What it can do");
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Left]);
    table.row(["", "", "±", ""].map(str::to_owned).to_vec());
    for measure in measures {
        let spread = format!("{:.1} %", measure.spread_ratio * 100.0);
        table.row(vec![
            measure.name.clone(),
            measure.shown(),
            spread,
            harmless(&measure.described()).into_owned(),
        ]);
    }
    lines(page, &table);
    for level in result.threads.iter().filter(|level| level.threads > 1) {
        let share = level.efficiency_ratio * 100.0;
        page.faint(
            2,
            &format!("{} threads do {:.2} times what one does: {share:.0} %.", level.threads, level.speedup),
        );
    }
}

fn compared(page: &mut Page, comparison: &Comparison) {
    let at = UNIX_EPOCH + Duration::from_nanos(comparison.baseline_unix_ns);
    page.heading(&format!("Beside the baseline of {}", humantime::format_rfc3339_seconds(at)));
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Left]);
    table.row(["", "then", "now", ""].map(str::to_owned).to_vec());
    for change in &comparison.changes {
        table.row(vec![
            change.name.clone(),
            amount(change.then, &change.unit),
            amount(change.now, &change.unit),
            change.explained(),
        ]);
    }
    let rows = table.padded();
    for (index, row) in rows.iter().enumerate() {
        let verdict =
            index.checked_sub(1).and_then(|index| comparison.changes.get(index)).map(|one| one.verdict);
        let style = of_reading(if verdict == Some(Verdict::Worse) { 2.0 } else { 0.0 });
        let told = match verdict {
            Some(Verdict::Worse | Verdict::Better) => format!("{style}{}{style:#}", row[3]),
            _ => row[3].clone(),
        };
        page.line(&format!("  {}  {told}", row[..3].join("  ")));
    }
    for left_out in &comparison.left_out {
        page.faint(2, &format!("{} not compared: {}", left_out.name, harmless(&left_out.why)));
    }
    for (lead, all) in [("Unlike", &comparison.unlike), ("Also differs", &comparison.differences)] {
        for one in all {
            page.faint(2, &format!("{lead}: {}", harmless(one)));
        }
    }
}

fn minded(page: &mut Page, result: &BenchResult) {
    if !result.warnings.is_empty() {
        page.heading("Mind");
        for warning in &result.warnings {
            page.paragraph("  ", 2, warning);
        }
    }
    if !result.left_out.is_empty() {
        page.heading("Not measured");
        for left_out in &result.left_out {
            page.paragraph("  ", 4, &format!("{}: {}", left_out.name, harmless(&left_out.why)));
        }
    }
}

fn lines(page: &mut Page, table: &Table) {
    for row in table.padded() {
        page.line(&format!("  {}", row.join("  ")));
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
