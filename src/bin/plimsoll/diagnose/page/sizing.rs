//! Right-sizing: what is set now, and what should be.

use plimsoll::advise::{Allocation, AllocationAdvice, Size};
use plimsoll::fields::Unit;
use plimsoll::report::{amount, percent, span, spoken};

use crate::page::Page;
use crate::style::FAINT;
use crate::table::{Side, Table};
use crate::words::pattern;

pub fn section(page: &mut Page, allocation: &Allocation) {
    let Allocation::Advice(advice) = allocation else { return };
    page.heading("Right-sizing");
    let assumed = if advice.pattern_assumed { " (assumed)" } else { "" };
    page.faint(
        0,
        &format!(
            "for work that is {}{assumed}, {} sure after {}",
            pattern(advice.pattern),
            percent(advice.confidence),
            span(advice.observed_seconds)
        ),
    );
    table(page, advice);
    if page.layout.all {
        details(page, advice);
    }
}

fn sizes(advice: &AllocationAdvice) -> impl Iterator<Item = (&'static str, &Size)> {
    let both = [("CPU", &advice.cpu), ("Memory", &advice.memory)];
    both.into_iter().filter_map(|(name, size)| Some((name, size.as_ref()?)))
}

fn table(page: &mut Page, advice: &AllocationAdvice) {
    let mut table = Table::new(&[
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ]);
    let headings = ["", "LIMIT NOW", "REQUEST", "LIMIT", "LOWER", "TARGET", "UPPER"];
    table.row(headings.map(str::to_owned).to_vec());
    let optional =
        |value: Option<f64>, unit: Unit| value.map_or_else(|| "none".to_owned(), |value| amount(value, unit));
    for (name, size) in sizes(advice) {
        table.row(vec![
            name.to_owned(),
            optional(size.current_limit, size.unit),
            amount(size.request, size.unit),
            optional(size.limit, size.unit),
            amount(size.lower, size.unit),
            amount(size.target, size.unit),
            amount(size.upper, size.unit),
        ]);
    }
    for (index, row) in table.padded().iter().enumerate() {
        let style = if index == 0 { FAINT } else { anstyle::Style::new() };
        page.line(&format!("{style}{}{style:#}", row.join("  ")));
    }
}

/// What the sizes rest on, and what they would be for other work.
fn details(page: &mut Page, advice: &AllocationAdvice) {
    for (name, size) in sizes(advice) {
        let evidence: Vec<String> = size.evidence.iter().map(spoken).collect();
        page.faint(2, &format!("{name}: {}. {}", evidence.join(" · "), size.rule));
    }
    for other in &advice.if_pattern {
        let both = [("CPU", other.cpu, &advice.cpu), ("memory", other.memory, &advice.memory)];
        let targets = both.into_iter().filter_map(|(name, other, advised)| {
            let (other, advised) = (other?, advised.as_ref()?);
            // Told only where it makes a difference.
            let text = amount(other.target, other.unit);
            (text != amount(advised.target, advised.unit)).then(|| format!("{name} {text}"))
        });
        let targets: Vec<String> = targets.collect();
        if !targets.is_empty() {
            let work = pattern(other.pattern);
            page.faint(2, &format!("If it were {work}, the target would be {}.", targets.join(", ")));
        }
    }
    for note in &advice.notes {
        page.faint(2, note);
    }
}
