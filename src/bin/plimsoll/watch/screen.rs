//! Draws the model.

use plimsoll::report::component;
use plimsoll::units::Bytes;
use plimsoll::{Level, LoadAdvice, Severity};
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line as Text, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Sparkline};
use ratatui::Frame;

use super::found;
use super::meters::Line;
use super::model::Model;
use crate::bars::gauge;
use crate::words::{elide_end, elide_middle, elide_path, headline};

pub const FAINT: Style = Style::new().fg(Color::DarkGray);
const LABEL: usize = 16;
const WORDS: usize = 24;

/// Draws the whole screen.
pub fn draw(frame: &mut Frame, model: &Model) {
    let area = frame.area();
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    // What explains a finding is worth more than the last meters; those of CPU and memory stay.
    let explained = if model.diagnosis.bottlenecks.is_empty() { 0 } else { found::EXPLAINED };
    let meters = model.lines.len().min(height.saturating_sub(10 + explained).max(5));
    let events = model.log.entries().len().min(found::most_events(height));
    let lately = if events > 0 { events + 1 } else { 0 };
    // Header, load line, two headings, footer, and the heading of the processes are taken.
    let taken = meters + lately + 6;
    let free = height.saturating_sub(taken + model.processes.len().clamp(1, 8));
    let found = found::lines(model, width, free.max(found::FEWEST));
    let rows = |count: usize| Constraint::Length(u16::try_from(count).unwrap_or(u16::MAX));
    let [header, load_line, bars, findings, log, processes, footer] = Layout::vertical([
        rows(1),
        rows(1),
        rows(meters),
        rows(found.len() + 1),
        rows(lately),
        Constraint::Min(0),
        rows(1),
    ])
    .areas(area);
    draw_header(frame, header, model);
    draw_load_line(frame, load_line, model);
    for (index, line) in model.lines.iter().take(meters).enumerate() {
        let row = Rect { y: bars.y + u16::try_from(index).unwrap_or(u16::MAX), height: 1, ..bars };
        draw_meter(frame, row.intersection(bars), line);
    }
    frame.render_widget(Paragraph::new(found).block(titled(" What limits it ")), findings);
    frame.render_widget(Paragraph::new(found::events(model, events, width)).block(titled(" Lately ")), log);
    draw_processes(frame, processes, model);
    draw_footer(frame, footer, model);
}

fn titled(title: &str) -> Block<'_> {
    Block::new().borders(Borders::TOP).border_style(FAINT).title(title)
}

fn draw_header(frame: &mut Frame, area: Rect, model: &Model) {
    let diagnosis = &model.diagnosis;
    let level = headline(diagnosis.level);
    let target = &diagnosis.target;
    let process = target.pid.map(|pid| format!("process {pid}, ")).unwrap_or_default();
    let width = usize::from(area.width);
    let left = width.saturating_sub(level.len() + process.len() + 20);
    let cgroup = elide_middle(target.cgroup.as_deref().unwrap_or("no cgroup to be seen"), left);
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
    let cells = usize::from(area.width).saturating_sub(LABEL + WORDS + 8).clamp(10, 60);
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
    let resource = line.resource.as_ref().map(component).unwrap_or_default();
    spans.push(Span::raw(format!("{resource}: ")));
    let advice = match line.advice {
        LoadAdvice::Accept => Span::styled("accept work", Color::Green),
        LoadAdvice::Slow => Span::styled("slow down", Color::Yellow),
        LoadAdvice::Refuse => Span::styled("refuse work", Color::Red),
    };
    spans.push(advice.patch_style(Modifier::BOLD));
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

fn draw_processes(frame: &mut Frame, area: Rect, model: &Model) {
    let mut lines = vec![Text::from(Span::styled(
        "    PID  NAME                 CPUS   RESIDENT  THREADS  STATE",
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
    frame.render_widget(Paragraph::new(lines).block(titled(" Processes by CPU ")), area);
}

fn draw_footer(frame: &mut Frame, area: Rect, model: &Model) {
    let bound = model.diagnosis.resources.iter().find(|row| row.resource == plimsoll::Component::Cpu);
    let bound = bound.and_then(|row| row.bound_by.as_deref()).unwrap_or_default();
    let text = format!(
        "q quits · every {} · watched for {}{}",
        humantime::format_duration(model.interval),
        humantime::format_duration(model.watched()),
        if bound.is_empty() { "" } else { " · CPU bound by " },
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

pub fn of_level(level: Option<Level>) -> Style {
    let color = match level {
        Some(Level::Optimal | Level::Good) => Color::Green,
        Some(Level::Degraded) => Color::Yellow,
        Some(Level::Poor) | None => Color::Red,
    };
    Style::new().fg(color).add_modifier(Modifier::BOLD)
}

pub fn of_severity(severity: Severity) -> Style {
    let color = match severity {
        Severity::Low => Color::DarkGray,
        Severity::Medium => Color::Cyan,
        Severity::High => Color::Yellow,
        Severity::Critical => Color::Red,
    };
    Style::new().fg(color).add_modifier(Modifier::BOLD)
}
