//! The verdict as a page for people.

use std::fmt::Write;

use plimsoll::fields::{Scope, Unit};
use plimsoll::finding::{Measure, Threshold};
use plimsoll::{Diagnosis, Finding, Limit, Report};

use crate::bars::gauge;
use crate::style::{of_level, of_reading, of_severity, FAINT, HEADING};
use crate::table::{Side, Table};
use crate::words::{amount, elide_path, elide_start, headline, label, measured, plural, title};

/// How many of the sources that could not be read are listed.
const MOST_PROBLEMS: usize = 5;

/// The page, with escape codes for colour; the stream strips them where they are not wanted.
pub fn page(report: &Report, width: usize) -> String {
    let diagnosis = &report.diagnosis;
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = header(&mut page, diagnosis, width);
    let _ = resources(&mut page, diagnosis, width);
    let _ = bottlenecks(&mut page, diagnosis, width);
    let _ = recommendations(&mut page, report, width);
    let _ = problems(&mut page, diagnosis, width);
    page
}

fn header(page: &mut String, diagnosis: &Diagnosis, width: usize) -> std::fmt::Result {
    let level = of_level(diagnosis.level);
    let name = headline(diagnosis.level);
    paragraph(page, &format!("{level}{name}{level:#}  "), name.len() + 2, &diagnosis.summary, width);
    load_line(page, diagnosis, width)?;
    let target = &diagnosis.target;
    let mut facts = String::new();
    if let Some(pid) = target.pid {
        write!(facts, "process {pid} · ")?;
    }
    write!(facts, "cgroups {}", target.cgroup_layout)?;
    if let Some(seconds) = diagnosis.observed.window_seconds {
        let readings = plural(diagnosis.observed.samples, "reading", "readings");
        write!(facts, " · {readings} over {seconds:.1} s")?;
    }
    let left = width.saturating_sub(facts.chars().count() + "cgroup  · ".len());
    let cgroup = target
        .cgroup
        .as_deref()
        .map_or("no cgroup to be seen".to_owned(), |name| format!("cgroup {}", elide_start(name, left)));
    writeln!(page, "{FAINT}{cgroup} · {facts}{FAINT:#}")?;
    writeln!(page)
}

/// The bar, with its mark where work starts to suffer.
fn load_line(page: &mut String, diagnosis: &Diagnosis, width: usize) -> std::fmt::Result {
    let line = &diagnosis.load_line;
    let Some(reading) = line.reading else { return Ok(()) };
    let resource = line.resource.as_ref().map(ToString::to_string).unwrap_or_default();
    let room = match &line.headroom {
        Some(left) if left.value > 0.0 => format!("{left} to the mark"),
        _ => "over the mark".to_owned(),
    };
    let number = format!("{reading:.2}");
    let words = format!("{resource}, {room}");
    // The mark stands at four fifths of the bar: what is over it can be seen.
    const FULL: f64 = 1.25;
    let taken = "load line  ┃    ".chars().count() + number.len() + words.chars().count();
    let cells = width.saturating_sub(taken).clamp(10, 40) / 5 * 5;
    let mark = cells * 4 / 5;
    let (bar, track) = gauge(reading / FULL, cells);
    let drawn: Vec<char> = bar.chars().chain(track.chars()).collect();
    let (below, above): (String, String) = (drawn[..mark].iter().collect(), drawn[mark..].iter().collect());
    let color = of_reading(reading);
    writeln!(
        page,
        "{HEADING}load line{HEADING:#}  {color}{below}{color:#}┃{color}{above}{color:#}  {color}{number}{color:#}  {words}"
    )
}

fn resources(page: &mut String, diagnosis: &Diagnosis, width: usize) -> std::fmt::Result {
    const BAR: usize = 10;
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left, Side::Left]);
    table.row(["RESOURCE", "USED", "LIMIT", "SHARE", "", "WHO BINDS"].map(str::to_owned).to_vec());
    for resource in &diagnosis.resources {
        let limit = match resource.limit {
            Some(Limit::Value(limit)) => amount(limit, resource.used.unit),
            Some(_) => "none".to_owned(),
            None => String::new(),
        };
        let share = resource.share.map(|share| format!("{:.0} %", share * 100.0));
        let bar = resource.share.map_or_else(String::new, |share| {
            let (bar, track) = gauge(share, BAR);
            bar + &track
        });
        let pad = " ".repeat(BAR - bar.chars().count());
        table.row(vec![
            title(resource),
            amount(resource.used.value, resource.used.unit),
            limit,
            share.unwrap_or_default(),
            bar + &pad,
            resource.bound_by.as_deref().unwrap_or_default().to_owned(),
        ]);
    }
    let taken: usize = table.widths()[..5].iter().map(|column| column + 2).sum();
    for (index, row) in table.padded().iter().enumerate() {
        let color = match index.checked_sub(1).and_then(|index| diagnosis.resources[index].reading) {
            Some(reading) => of_reading(reading),
            None => FAINT,
        };
        let heading = if index == 0 { FAINT } else { anstyle::Style::new() };
        let binds = elide_path(&row[5], width.saturating_sub(taken));
        let plain = format!("{}  {}  {}  {}", row[0], row[1], row[2], row[3]);
        let rest = row[4].trim_end().len() + binds.trim_end().len();
        if rest == 0 {
            writeln!(page, "{heading}{}{heading:#}", plain.trim_end())?;
        } else {
            writeln!(
                page,
                "{heading}{plain}{heading:#}  {color}{}{color:#}  {FAINT}{binds}{FAINT:#}",
                row[4]
            )?;
        }
    }
    memory_parts(page, diagnosis, width)?;
    writeln!(page)
}

/// Used, working set and reclaimable side by side: each is called "memory used" by somebody.
fn memory_parts(page: &mut String, diagnosis: &Diagnosis, width: usize) -> std::fmt::Result {
    let kills = killed_before(diagnosis);
    let parts: Vec<String> = diagnosis
        .memory
        .iter()
        .filter(|part| part.unit == Unit::Bytes)
        .map(|part| {
            let name = match &*part.name {
                "cgroup_memory_usage_bytes" => "charged".to_owned(),
                other => label(other.trim_start_matches("cgroup_memory_")),
            };
            format!("{name} {part}")
        })
        .collect();
    let hosts = diagnosis.memory.iter().any(|part| part.scope == Scope::Host);
    let whose = if hosts { " (host)" } else { "" };
    let known = diagnosis.memory.iter().any(|part| part.name.contains("working_set"));
    let said: Vec<String> = known.then(|| parts.join(", ")).into_iter().chain(kills).collect();
    if said.is_empty() {
        return Ok(());
    }
    let text = format!("  memory{whose} {}", said.join("; "));
    for line in textwrap::wrap(&text, width) {
        writeln!(page, "{FAINT}{line}{FAINT:#}")?;
    }
    Ok(())
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

fn bottlenecks(page: &mut String, diagnosis: &Diagnosis, width: usize) -> std::fmt::Result {
    if diagnosis.bottlenecks.is_empty() {
        return Ok(());
    }
    writeln!(page, "{HEADING}What limits it{HEADING:#}")?;
    for finding in &diagnosis.bottlenecks {
        bottleneck(page, finding, width)?;
    }
    writeln!(page)
}

fn bottleneck(page: &mut String, finding: &Finding, width: usize) -> std::fmt::Result {
    let color = of_severity(finding.severity);
    let severity = finding.severity.name();
    let lead = format!("  {color}{severity}{color:#} {}: ", finding.component);
    let lead_width = severity.len() + finding.component.to_string().len() + 5;
    paragraph(page, &lead, lead_width.min(4), &finding.title, width);
    paragraph(page, "    ", 4, &format!("{} {}", finding.description, finding.impact), width);
    let readings: Vec<String> =
        finding.evidence.readings.iter().map(|reading| format!("{} {reading}", measured(reading))).collect();
    let window = match finding.evidence.window_seconds {
        Some(seconds) => format!("over {seconds:.1} s"),
        None => "one reading".to_owned(),
    };
    let mut source = over(&finding.current, &finding.threshold);
    if let Some(crossed) = &finding.severity_from {
        let severity = finding.severity.name();
        source += &format!("; {severity} because {}", over(&crossed.current, &crossed.threshold));
    }
    for (name, text) in [("evidence: ", format!("{}; {window}", readings.join(", "))), ("raised:   ", source)]
    {
        let options =
            textwrap::Options::new(width).initial_indent("    ").subsequent_indent("              ");
        for line in textwrap::wrap(&format!("{name}{text}"), options) {
            writeln!(page, "{FAINT}{line}{FAINT:#}")?;
        }
    }
    Ok(())
}

/// That a value is over its threshold, and whose the threshold is.
fn over(current: &Measure, threshold: &Threshold) -> String {
    format!("{} {current} is over {threshold} ({})", measured(current), threshold.source)
}

fn recommendations(page: &mut String, report: &Report, width: usize) -> std::fmt::Result {
    if report.advice.recommendations.is_empty() {
        return Ok(());
    }
    writeln!(page, "{HEADING}What to do{HEADING:#}")?;
    for (index, recommendation) in report.advice.recommendations.iter().enumerate() {
        let number = format!("{:>3}. ", index + 1);
        paragraph(page, &number, 5, &recommendation.title, width);
    }
    writeln!(page)
}

fn problems(page: &mut String, diagnosis: &Diagnosis, width: usize) -> std::fmt::Result {
    if diagnosis.problems.is_empty() {
        return Ok(());
    }
    writeln!(page, "{HEADING}Not read{HEADING:#} {FAINT}(these values are missing above){FAINT:#}")?;
    for problem in diagnosis.problems.iter().take(MOST_PROBLEMS) {
        paragraph(page, "  ", 4, &format!("{}: {}", problem.path, problem.reason), width);
    }
    if let Some(more) = diagnosis.problems.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
        writeln!(page, "  and {more} more (--json has all)")?;
    }
    writeln!(page)
}

/// A wrapped text behind a lead that may hold escape codes; further lines are indented.
fn paragraph(page: &mut String, lead: &str, indent: usize, text: &str, width: usize) {
    let lead_width = anstream::adapter::strip_str(lead).to_string().chars().count();
    let first = " ".repeat(lead_width);
    let rest = " ".repeat(indent);
    let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&rest);
    for (index, line) in textwrap::wrap(text, options).iter().enumerate() {
        if index == 0 {
            page.push_str(lead);
            page.push_str(&line[lead_width..]);
        } else {
            page.push_str(line);
        }
        page.push('\n');
    }
}
