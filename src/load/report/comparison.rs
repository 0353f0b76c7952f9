//! What changed against an earlier result.

use maud::html;

use super::texts;
use crate::load::{Change, Comparison, Judgement};
use crate::report::page::Section;
use crate::report::parts::scroll;
use crate::report::words::{moment, percent};

/// More are left to the data.
const MOST: usize = 20;

/// The section.
pub(super) fn section(comparison: &Comparison) -> Section {
    let changed = comparison
        .changes
        .iter()
        .filter(|change| matches!(change.verdict, Judgement::Better | Judgement::Worse));
    let when = (comparison.began_unix_ns > 0).then(|| moment(comparison.began_unix_ns as f64 / 1e9));
    let body = html! {
        p { b { (texts::text(&comparison.summary())) } }
        (scroll("Against the baseline", html! {
            table {
                thead {
                    tr {
                        th scope="col" { "" span class="hidden" { "number" } }
                        th scope="col" class="number" { "baseline" }
                        th scope="col" class="number" { "now" }
                        th scope="col" { "" span class="hidden" { "verdict" } }
                        th scope="col" { "change" }
                    }
                }
                tbody {
                    @for change in comparison.changes.iter().take(MOST) {
                        tr {
                            th scope="row" { (texts::name(change.title())) }
                            td class="number" { (value(change, change.before)) }
                            td class="number" { b { (value(change, change.after)) } }
                            td { span class={ "badge " (class(change.verdict)) } { (change.verdict.name()) } }
                            td { (texts::name(&change.text)) }
                        }
                    }
                }
            }
        }))
        p class="note after" {
            "Baseline: " (texts::name(&comparison.name))
            @if let Some(when) = when { " of " (when) " UTC" }
            ". A change is told as one where its interval of " (percent(comparison.confidence))
            " leaves out none at all; the interval is found by drawing the seconds of both tests anew, in blocks. \
            What differs from run to run for other reasons is not in it."
        }
        @if !comparison.notes.is_empty() {
            ul class="warnings" { @for note in comparison.notes.iter().take(MOST) { li { (texts::text(note)) } } }
        }
    };
    Section { id: "comparison", title: "Against the baseline", count: Some(changed.count()), body }
}

fn value(change: &Change, value: Option<f64>) -> String {
    match (change.measured.as_str(), value) {
        (_, None) => texts::NONE.to_owned(),
        ("throughput", Some(value)) => texts::rate(value),
        ("error_rate", Some(value)) => texts::share(value),
        (_, value) => texts::time(value),
    }
}

fn class(verdict: Judgement) -> &'static str {
    match verdict {
        Judgement::Worse => "critical",
        Judgement::Better => "good",
        Judgement::Same => "low",
        Judgement::Unknown => "medium",
    }
}
