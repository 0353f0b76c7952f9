//! What limits it, what grows, and what happened of late, as lines of the screen.

use std::borrow::Cow;

use plimsoll::finding::Culprit;
use plimsoll::report::{percent, span};
use plimsoll::Finding;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line as Text, Span};

use super::log::Entry;
use super::model::Model;
use super::screen::{of_level, of_severity, FAINT};
use crate::growth::growing;
use crate::words::elide_end;

/// Words begin in this column.
const INDENT: usize = 9;
/// A finding, its advice, and one line more.
pub const EXPLAINED: usize = 3;
/// So many lines are drawn however small the screen is.
pub const FEWEST: usize = 2;

/// How many events a screen of so many rows has room for.
pub fn most_events(rows: usize) -> usize {
    match rows {
        34.. => 5,
        24..34 => 2,
        _ => 0,
    }
}

/// The findings and what grows, in at most so many lines: in full, else cut to a line each, else with
/// less explanation.
pub fn lines(model: &Model, width: usize, most: usize) -> Vec<Text<'static>> {
    let findings = &model.diagnosis.bottlenecks;
    let growth: Vec<String> = model.diagnosis.trends.iter().filter_map(growing).collect();
    if findings.is_empty() && growth.is_empty() {
        let words = match model.diagnosis.observed.window_seconds {
            None => "Waiting for a second reading.",
            Some(_) => "Nothing limits the container.",
        };
        return vec![Text::from(Span::styled(words, Style::new().fg(Color::Green)))];
    }
    let written = |detail: Detail| -> Vec<Text<'static>> {
        let found = findings.iter().flat_map(|finding| finding_lines(finding, width, detail));
        found.chain(growth.iter().flat_map(|text| growth_lines(text, width, detail))).collect()
    };
    let all = [Detail::Wrapped, Detail::Cut, Detail::Advice]
        .into_iter()
        .map(written)
        .find(|lines| lines.len() <= most);
    all.unwrap_or_else(|| {
        let mut lines = written(Detail::Titles);
        if lines.len() > most {
            let left = lines.len() + 1 - most;
            lines.truncate(most.saturating_sub(1));
            lines.push(faint(&format!("and {left} more")));
        }
        lines
    })
}

/// How much is told of each finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// All, over as many lines as it takes.
    Wrapped,
    /// All, a line each.
    Cut,
    /// The title and the first advice, a line each.
    Advice,
    /// The title alone.
    Titles,
}

fn finding_lines(finding: &Finding, width: usize, detail: Detail) -> Vec<Text<'static>> {
    let room = width.saturating_sub(INDENT);
    let mut lines = vec![title(finding, room)];
    if detail == Detail::Titles {
        return lines;
    }
    let culprits: Vec<String> = finding.culprits.iter().map(culprit).collect();
    let who = (!culprits.is_empty()).then(|| format!("by {}", culprits.join(", ")));
    let advice = finding.recommendations.first().map(|advice| format!("→ {advice}"));
    let explained = (detail != Detail::Advice).then(|| finding.description.clone());
    let who = who.filter(|_| explained.is_some());
    for text in [explained, who, advice].into_iter().flatten() {
        lines.extend(told(&text, room, detail).iter().map(|row| faint(row)));
    }
    lines
}

/// The title, and at the right how sure it is and for how long it has been so.
fn title(finding: &Finding, room: usize) -> Text<'static> {
    let sure = percent(finding.confidence);
    let held = match finding.held_seconds {
        held if held >= 1.0 => format!(", {}", span(held.round())),
        _ => String::new(),
    };
    let sure = format!("{sure} sure{held}");
    let left = room.saturating_sub(sure.chars().count() + 2);
    let title = elide_end(&finding.title, left);
    let gap = room.saturating_sub(title.chars().count() + sure.chars().count());
    Text::from(vec![
        Span::styled(format!("{:<INDENT$}", finding.severity), of_severity(finding.severity)),
        Span::raw(title),
        Span::styled(format!("{:gap$}{sure}", ""), FAINT),
    ])
}

fn culprit(culprit: &Culprit) -> String {
    format!("{} ({}) {}", culprit.name, culprit.pid, percent(culprit.share))
}

fn growth_lines(text: &str, width: usize, detail: Detail) -> Vec<Text<'static>> {
    let rows = told(text, width.saturating_sub(INDENT), detail);
    let lead = |index: usize| if index == 0 { "grows" } else { "" };
    let color = Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD);
    let line = |(index, row): (usize, String)| {
        Text::from(vec![Span::styled(format!("{:<INDENT$}", lead(index)), color), Span::raw(row)])
    };
    rows.into_iter().enumerate().map(line).collect()
}

fn told(text: &str, room: usize, detail: Detail) -> Vec<String> {
    match detail {
        Detail::Wrapped => textwrap::wrap(text, room.max(1)).into_iter().map(Cow::into_owned).collect(),
        Detail::Cut | Detail::Advice | Detail::Titles => vec![elide_end(text, room)],
    }
}

fn faint(row: &str) -> Text<'static> {
    Text::from(Span::styled(format!("{:INDENT$}{row}", ""), FAINT))
}

/// The last events, the latest first.
pub fn events(model: &Model, most: usize, width: usize) -> Vec<Text<'static>> {
    model.log.entries().take(most).map(|entry| event(entry, model, width)).collect()
}

fn event(entry: &Entry, model: &Model, width: usize) -> Text<'static> {
    let age = format!("{} ago", span(entry.at.elapsed().as_secs_f64().floor()));
    let (word, style) = match entry.severity {
        Some(severity) => (severity.name(), of_severity(severity)),
        None => ("level", of_level(model.diagnosis.level)),
    };
    let room = width.saturating_sub(INDENT);
    let text = elide_end(&entry.text, room.saturating_sub(age.chars().count() + 2));
    let gap = room.saturating_sub(text.chars().count() + age.chars().count());
    Text::from(vec![
        Span::styled(format!("{word:<INDENT$}"), style),
        Span::raw(text),
        Span::styled(format!("{:gap$}{age}", ""), FAINT),
    ])
}
