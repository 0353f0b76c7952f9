//! What failed, by reason.

use super::texts;
use crate::finding::Reason;
use crate::load::LoadResult;
use crate::report::page::Section;
use crate::report::parts::table;

/// More are left to the data.
const MOST: usize = 50;

/// The section, where anything failed or was cut short.
pub(super) fn section(result: &LoadResult) -> Option<Section> {
    let counts = &result.total.counts;
    let mut all: Vec<(&str, u64, &str)> =
        counts.reasons.iter().map(|(name, count)| (name.as_str(), *count, meaning(name))).collect();
    all.push(("timed_out", counts.timed_out, Reason::Deadline.meaning()));
    all.push(("aborted", counts.aborted, "Under way when the test ended; no error of the target."));
    all.push(("dropped", counts.dropped, "Due, and never begun."));
    all.retain(|(_, count, _)| *count > 0);
    all.sort_by_key(|(name, count, _)| (std::cmp::Reverse(*count), *name));
    let due = (counts.begun() + counts.dropped).max(1) as f64;
    let row = |(name, count, meaning): &(&str, u64, &str)| {
        vec![
            texts::name(name),
            texts::count(*count),
            texts::share(*count as f64 / due),
            (*meaning).to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = all.iter().take(MOST).map(row).collect();
    let head = ["reason", "requests", "of all", "which means"].map(str::to_owned);
    let body = table("Failures by reason", &head, &rows, &[3]);
    (!rows.is_empty()).then_some(Section { id: "failures", title: "Failures", count: Some(rows.len()), body })
}

fn meaning(name: &str) -> &'static str {
    Reason::ALL.iter().find(|reason| reason.name() == name).map_or("", |reason| reason.meaning())
}
