//! Draws the model.

use std::borrow::Cow;

use plimsoll::units::Bytes;
use plimsoll::{Finding, Level, Severity};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line as Text, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Sparkline};
use ratatui::Frame;

use super::meters::Line;
use super::model::Model;
use crate::bars::gauge;
use crate::words::{elide_end, elide_path, elide_start, headline};

const FAINT: Style = Style::new().fg(Color::DarkGray);
const LABEL: usize = 16;
const WORDS: usize = 22;

/// Draws the whole screen.
pub fn draw(frame: &mut Frame, model: &Model) {
    let area = frame.area();
    let height = usize::from(area.height);
    // Findings first, then at least three processes; meters give way last.
    let meters = model.lines.len().min(height.saturating_sub(10).max(5));
    let explained = lines_per_finding(area.height) > 1;
    let few = model.diagnosis.bottlenecks.len().clamp(1, 6) * lines_per_finding(area.height);
    // Words are cut only where the rows are not free: header, load line, two headings, footer, and
    // the heading of the processes are taken.
    let free = height.saturating_sub(meters + 6 + model.processes.len().max(3));
    let width = usize::from(area.width);
    let wrapped = finding_texts(model, width, explained, true);
    let is_roomy = explained && wrapped.len() <= few.max(free);
    let found_lines = if is_roomy { wrapped } else { finding_texts(model, width, explained, false) };
    let findings = if is_roomy { found_lines.len().max(1) } else { few };
    let rows = |count: usize| Constraint::Length(u16::try_from(count).unwrap_or(u16::MAX));
    let [header, load_line, bars, found, processes, footer] =
        Layout::vertical([rows(1), rows(1), rows(meters), rows(findings + 1), Constraint::Min(0), rows(1)])
            .areas(area);
    draw_header(frame, header, model);
    draw_load_line(frame, load_line, model);
    for (index, line) in model.lines.iter().take(meters).enumerate() {
        let row = Rect { y: bars.y + u16::try_from(index).unwrap_or(u16::MAX), height: 1, ..bars };
        draw_meter(frame, row.intersection(bars), line);
    }
    draw_findings(frame, found, model, found_lines);
    draw_processes(frame, processes, model);
    draw_footer(frame, footer, model);
}

fn draw_header(frame: &mut Frame, area: Rect, model: &Model) {
    let diagnosis = &model.diagnosis;
    let level = headline(diagnosis.level);
    let target = &diagnosis.target;
    let process = target.pid.map(|pid| format!("process {pid}, ")).unwrap_or_default();
    let width = usize::from(area.width);
    let left = width.saturating_sub(level.len() + process.len() + 20);
    let cgroup = elide_start(target.cgroup.as_deref().unwrap_or("no cgroup to be seen"), left);
    let name = Span::styled("plimsoll", Style::new().add_modifier(Modifier::BOLD));
    let words = Span::raw(format!("  {process}cgroup {cgroup}"));
    let used = 8 + words.width();
    let pad = Span::raw(" ".repeat(width.saturating_sub(used + level.len())));
    let level = Span::styled(level, of_level(diagnosis.level));
    frame.render_widget(Text::from(vec![name, words, pad, level]), area);
}

fn draw_load_line(frame: &mut Frame, area: Rect, model: &Model) {
    // As in `diagnose`: the mark stands at four fifths.
    const FULL: f64 = 1.25;
    let line = &model.diagnosis.load_line;
    let Some(reading) = line.reading else { return };
    let cells = usize::from(area.width).saturating_sub(LABEL + WORDS + 4).clamp(10, 60);
    let mark = cells * 4 / 5;
    let (bar, track) = gauge(reading / FULL, cells);
    let drawn: Vec<(char, bool)> =
        bar.chars().map(|cell| (cell, true)).chain(track.chars().map(|cell| (cell, false))).collect();
    let mut spans = vec![Span::styled(pad("Load line", LABEL), Style::new().add_modifier(Modifier::BOLD))];
    let colored = Style::new().fg(of_reading(reading));
    for (index, (cell, filled)) in drawn.into_iter().enumerate() {
        if index == mark {
            spans.push(Span::styled("┃", Style::new().add_modifier(Modifier::BOLD)));
        }
        spans.push(Span::styled(cell.to_string(), if filled { colored } else { FAINT }));
    }
    spans.push(Span::styled(format!(" {reading:.2} "), colored.add_modifier(Modifier::BOLD)));
    let resource = line.resource.as_ref().map(ToString::to_string).unwrap_or_default();
    spans.push(Span::raw(resource));
    frame.render_widget(Text::from(spans), area);
}

fn draw_meter(frame: &mut Frame, area: Rect, line: &Line) {
    let meter = &line.meter;
    let width = usize::from(area.width);
    let bar_width = if width >= 110 { 24 } else { 12 };
    let color = meter.reading.map_or(Color::Cyan, of_reading);
    let (bar, track) = match meter.share {
        Some(share) => gauge(share, bar_width),
        None => (String::new(), " ".repeat(bar_width)),
    };
    let share = match meter.share {
        // The bar of the load is no share of anything.
        Some(share) if !meter.is_rate => format!("{:>4.0} % ", share.min(9.99) * 100.0),
        _ => "       ".to_owned(),
    };
    let text = Text::from(vec![
        Span::raw(pad(&meter.label, LABEL)),
        Span::styled(bar, Style::new().fg(color)),
        Span::styled(track, FAINT),
        Span::raw(share),
        Span::raw(pad(&meter.words, WORDS)),
    ]);
    frame.render_widget(text, area);
    let taken = u16::try_from(LABEL + bar_width + 7 + WORDS + 1).unwrap_or(u16::MAX);
    let past = Rect { x: area.x.saturating_add(taken), width: area.width.saturating_sub(taken), ..area };
    draw_history(frame, past, line, color);
}

fn draw_history(frame: &mut Frame, area: Rect, line: &Line, color: Color) {
    const STEPS: f64 = 1000.0;
    if area.width == 0 {
        return;
    }
    let columns = line.history.columns(usize::from(area.width));
    let greatest = columns.iter().flatten().copied().fold(0.0, f64::max);
    // Shares are drawn against the whole, rates against their greatest of late.
    let full = if line.meter.is_rate { greatest } else { greatest.max(1.0) };
    let scaled = columns
        .iter()
        .map(|value| value.map(|value| if full > 0.0 { steps(value / full * STEPS) } else { 0 }));
    let missing = usize::from(area.width).saturating_sub(columns.len());
    let data: Vec<Option<u64>> = std::iter::repeat_n(None, missing).chain(scaled).collect();
    frame
        .render_widget(Sparkline::default().data(data).max(steps(STEPS)).style(Style::new().fg(color)), area);
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 1000.
fn steps(value: f64) -> u64 {
    value.round() as u64
}

fn draw_findings(frame: &mut Frame, area: Rect, model: &Model, found: Vec<Text<'static>>) {
    let block = Block::new().borders(Borders::TOP).border_style(FAINT).title(" What limits it ");
    let lines: Vec<Text> = if found.is_empty() {
        let words = if model.diagnosis.observed.window_seconds.is_none() {
            "Waiting for a second reading."
        } else {
            "Nothing limits the container."
        };
        vec![Text::from(Span::styled(words, Style::new().fg(Color::Green)))]
    } else {
        found
    };
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

/// With room to spare a finding is explained, with its first advice.
fn lines_per_finding(height: u16) -> usize {
    if height >= 34 {
        3
    } else {
        1
    }
}

fn finding_texts(model: &Model, width: usize, explained: bool, wraps: bool) -> Vec<Text<'static>> {
    let found = model.diagnosis.bottlenecks.iter();
    found.flat_map(|finding| finding_lines(finding, width, explained, wraps)).collect()
}

fn finding_lines(finding: &Finding, width: usize, explained: bool, wraps: bool) -> Vec<Text<'static>> {
    const INDENT: usize = 9;
    let room = width.saturating_sub(INDENT);
    let mut lines = vec![Text::from(vec![
        Span::styled(format!("{:<INDENT$}", finding.severity), of_severity(finding.severity)),
        Span::raw(elide_end(&finding.title, room)),
    ])];
    if explained {
        let advice = finding.recommendations.first().map(|action| format!("→ {action}")).unwrap_or_default();
        for text in [&finding.description, &advice] {
            let rows = if wraps {
                textwrap::wrap(text, room.max(1)).into_iter().map(Cow::into_owned).collect()
            } else {
                vec![elide_end(text, room)]
            };
            let indented = |row| Text::from(Span::styled(format!("{:INDENT$}{row}", ""), FAINT));
            lines.extend(rows.into_iter().map(indented));
        }
    }
    lines
}

fn draw_processes(frame: &mut Frame, area: Rect, model: &Model) {
    let block = Block::new().borders(Borders::TOP).border_style(FAINT).title(" Processes by CPU ");
    let mut lines = vec![Text::from(Span::styled(
        "    PID  NAME                  CPU   RESIDENT  THREADS  STATE",
        FAINT,
    ))];
    let room = usize::from(area.height).saturating_sub(2);
    lines.extend(model.processes.iter().take(room).map(|process| {
        let cpu = process.cpu_usage_cpus.map_or("–".to_owned(), |cpus| format!("{cpus:.2}"));
        Text::from(format!(
            "{:>7}  {:<16} {:>8} {:>10}  {:>7}  {}",
            process.pid,
            elide_end(&process.name, 16),
            cpu,
            Bytes(process.resident_bytes),
            process.threads,
            state(process.state)
        ))
    }));
    frame.render_widget(Paragraph::new(lines).block(block), area);
}

fn draw_footer(frame: &mut Frame, area: Rect, model: &Model) {
    let bound = model.diagnosis.resources.iter().find(|row| row.resource == plimsoll::Component::Cpu);
    let bound = bound.and_then(|row| row.bound_by.as_deref()).unwrap_or_default();
    let text = format!(
        "q quits · every {} · {} · CPU bound by ",
        humantime::format_duration(model.interval),
        humantime::format_duration(model.watched()),
    );
    let left = usize::from(area.width).saturating_sub(text.chars().count());
    let text = text + &elide_path(bound, left);
    frame.render_widget(Text::from(Span::styled(text, FAINT)), area);
}

fn pad(text: &str, width: usize) -> String {
    let text = elide_end(text, width);
    let space = width.saturating_sub(text.chars().count());
    text + &" ".repeat(space)
}

fn state(letter: char) -> &'static str {
    match letter {
        'R' => "running",
        'S' => "sleeping",
        'D' => "waits for I/O",
        'Z' => "zombie",
        'T' | 't' => "stopped",
        'I' => "idle",
        _ => "",
    }
}

fn of_reading(reading: f64) -> Color {
    if reading > 1.0 {
        Color::Red
    } else if reading > 0.85 {
        Color::Yellow
    } else {
        Color::Green
    }
}

fn of_level(level: Option<Level>) -> Style {
    let color = match level {
        Some(Level::Optimal | Level::Good) => Color::Green,
        Some(Level::Degraded) => Color::Yellow,
        Some(Level::Poor) | None => Color::Red,
    };
    Style::new().fg(color).add_modifier(Modifier::BOLD)
}

fn of_severity(severity: Severity) -> Style {
    let color = match severity {
        Severity::Low => Color::DarkGray,
        Severity::Medium => Color::Cyan,
        Severity::High => Color::Yellow,
        Severity::Critical => Color::Red,
    };
    Style::new().fg(color).add_modifier(Modifier::BOLD)
}
