//! What came of each stage.

use maud::html;

use super::texts;
use crate::load::{LoadResult, StageResult};
use crate::report::page::Section;
use crate::report::parts::table;
use crate::report::words::{elapsed, plural};

/// More are left to the data.
const MOST: usize = 100;

/// The section.
pub(super) fn section(result: &LoadResult) -> Section {
    let stages = &result.stages;
    let rows: Vec<Vec<String>> = stages.iter().take(MOST).map(row).collect();
    let mut head = vec!["stage".to_owned(), "from".to_owned()];
    head.extend(texts::summary_head());
    head.push("counted".to_owned());
    let last = head.len() - 1;
    let body = html! {
        (table("Stages", &head, &rows, &[last]))
        @if stages.len() > MOST {
            p class="note after" { "and " (plural(stages.len() - MOST, "stage", "stages")) " more: see the data." }
        }
    };
    Section { id: "stages", title: "Stages", count: Some(stages.len()), body }
}

fn row(stage: &StageResult) -> Vec<String> {
    let mut row = vec![texts::name(&stage.title), elapsed(stage.begin_seconds)];
    row.extend(texts::summary(&stage.summary));
    row.push(if stage.measured { "yes" } else { "no" }.to_owned());
    row
}
