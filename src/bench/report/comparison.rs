//! What changed against the baseline.

use maud::html;

use super::texts;
use crate::bench::words::amount;
use crate::bench::{Change, Comparison, Verdict};
use crate::report::page::Section;
use crate::report::parts::scroll;
use crate::report::words::moment;

/// The section.
pub(super) fn section(comparison: &Comparison) -> Section {
    let changed = comparison.changes.iter().filter(|change| change.verdict != Verdict::Same).count();
    let body = html! {
        (scroll("Against the baseline", html! {
            table {
                thead {
                    tr {
                        th scope="col" { "measure" }
                        th scope="col" class="number" { "baseline" }
                        th scope="col" class="number" { "now" }
                        th scope="col" { "" span class="hidden" { "verdict" } }
                        th scope="col" { "change" }
                        th scope="col" class="number" { "worse by, 95 %" }
                        th scope="col" class="number" { "noise" }
                    }
                }
                tbody { @for change in &comparison.changes { (row(change)) } }
            }
        }))
        p class="note after" {
            "Baseline of " (moment(comparison.baseline_unix_ns as f64 / 1e9)) " UTC. A measure is told as changed where it differs by "
            "more than its noise: what blocks of rounds drawn anew differ by, and never less than what one process differs "
            "by from the next. What others on the machine decide (how threads are placed, the disk) is shown and not judged."
        }
        @if !comparison.unlike.is_empty() || !comparison.differences.is_empty() {
            ul class="warnings" aria-label="What else differs" {
                @for one in &comparison.unlike { li class="edge-high" { "Unlike: " (one) } }
                @for one in &comparison.differences { li { "Also differs: " (one) } }
            }
        }
        @if !comparison.left_out.is_empty() {
            ul class="warnings" aria-label="Not compared" {
                @for one in &comparison.left_out { li { (one.name) " not compared: " (one.why) } }
            }
        }
    };
    Section { id: "comparison", title: "Against the baseline", count: Some(changed), body }
}

fn row(change: &Change) -> maud::Markup {
    let (class, word) = match change.verdict {
        _ if !change.judged => ("low", "shown"),
        Verdict::Worse => ("critical", "worse"),
        Verdict::Better => ("good", "better"),
        Verdict::Same => ("low", "same"),
    };
    let signed = |ratio: f64| format!("{:+.1}", ratio * 100.0).replace('-', "−");
    html! {
        tr {
            th scope="row" { (change.title) }
            td class="number" { (amount(change.then, &change.unit)) }
            td class="number" { b { (amount(change.now, &change.unit)) } }
            td { span class={ "badge " (class) } { (word) } }
            td { @if change.judged { (change.words()) } @else { "not judged" } }
            td class="number" { (signed(change.low_ratio)) " to " (signed(change.high_ratio)) " %" }
            td class="number" { @if change.judged { (texts::share(change.noise_ratio)) } @else { (texts::NONE) } }
        }
    }
}
