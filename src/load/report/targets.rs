//! What came of each target.

use maud::html;

use super::texts;
use crate::load::{LoadResult, PartResult};
use crate::report::page::Section;
use crate::report::parts::table;
use crate::report::words::plural;

/// More are left to the data.
const MOST: usize = 100;

/// The section: those with the most errors first where not all have room.
pub(super) fn section(result: &LoadResult) -> Section {
    let parts = &result.parts;
    let mut shown: Vec<&PartResult> = parts.iter().collect();
    if parts.len() > MOST {
        let slowest = |part: &PartResult| part.summary.latency.p99_seconds.unwrap_or(0.0);
        shown.sort_by(|a, b| {
            let errors = |part: &PartResult| part.summary.error_rate.unwrap_or(0.0);
            errors(b).total_cmp(&errors(a)).then(slowest(b).total_cmp(&slowest(a)))
        });
    }
    let rows: Vec<Vec<String>> = shown.into_iter().take(MOST).map(row).collect();
    let head: Vec<String> = std::iter::once("target".to_owned()).chain(texts::summary_head()).collect();
    let body = html! {
        (table("Targets", &head, &rows, &[]))
        @if parts.len() > MOST {
            p class="note after" {
                "Those with the most errors, then the slowest; " (plural(parts.len() - MOST, "target", "targets"))
                " more: see the data."
            }
        }
    };
    Section { id: "targets", title: "Targets", count: Some(parts.len()), body }
}

fn row(part: &PartResult) -> Vec<String> {
    let mut row = vec![texts::name(&part.name)];
    row.extend(texts::summary(&part.summary));
    row
}
