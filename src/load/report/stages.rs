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
    let drops = stages.iter().any(|stage| stage.summary.counts.dropped > 0);
    let rows: Vec<Vec<String>> = stages.iter().take(MOST).map(|stage| row(stage, drops)).collect();
    let mut head = vec!["stage".to_owned(), "from".to_owned()];
    head.extend(texts::summary_head());
    if drops {
        head.push("never begun".to_owned());
    }
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

fn row(stage: &StageResult, drops: bool) -> Vec<String> {
    let mut row = vec![texts::name(&stage.title), begin(stage.begin_seconds)];
    row.extend(texts::summary(&stage.summary));
    if drops {
        row.push(texts::count(stage.summary.counts.dropped));
    }
    row.push(if stage.measured { "yes" } else { "no" }.to_owned());
    row
}

/// Whole seconds as a clock has them, `0:30`; what is between them too, `0:00.5`.
fn begin(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round();
    let clock = elapsed((tenths / 10.0).floor());
    match tenths % 10.0 {
        0.0 => clock,
        tenth => format!("{clock}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_of_less_than_a_second_begin_at_different_times() {
        let shown = [0.0, 0.5, 0.96, 2.0, 61.3].map(begin);
        assert_eq!(shown, ["0:00", "0:00.5", "0:01", "0:02", "1:01.3"]);
    }
}
