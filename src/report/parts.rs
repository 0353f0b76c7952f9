//! Small parts that sections are made of.

use maud::{html, Markup};

use super::labels::label;
use super::view::Answer;
use super::words::{measure, percent, span};
use crate::finding::{Evidence, Measure, Severity};

/// A table or the like that may be wider than the page: it scrolls by itself, by keyboard too.
pub(crate) fn scroll(label: &str, inside: Markup) -> Markup {
    html! { div class="scroll" role="region" aria-label={ (label) ", table" } tabindex="0" { (inside) } }
}

/// A table of texts, the first column of which names the rows. The other columns are numbers, but for those that are told to be
/// texts.
pub(crate) fn table(label: &str, head: &[String], rows: &[Vec<String>], texts: &[usize]) -> Markup {
    let class = |column: usize| (column > 0 && !texts.contains(&column)).then_some("number");
    let inside = html! {
        table {
            thead {
                tr {
                    @for (column, name) in head.iter().enumerate() {
                        th scope="col" class=[class(column)] { (name) }
                    }
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        @for (column, text) in row.iter().enumerate() {
                            @if column == 0 { th scope="row" { (text) } }
                            @else { td class=[class(column)] { (text) } }
                        }
                    }
                }
            }
        }
    };
    scroll(label, inside)
}

/// A severity as a word in its colour.
pub(super) fn severity(severity: Severity) -> Markup {
    html! { span class={ "badge " (severity.name()) } { (severity.name()) } }
}

/// A small word in a frame.
pub(crate) fn tag(text: &str) -> Markup {
    html! { span class="tag" { (text) } }
}

/// How laden something is, by colour: as in the command.
pub(crate) fn of_reading(reading: f64) -> &'static str {
    if reading > 1.0 {
        "over"
    } else if reading > 0.85 {
        "near"
    } else {
        "below"
    }
}

/// A share as a bar, for the eye only: the number stands beside it.
pub(crate) fn bar(share: f64, class: &str) -> Markup {
    let width = format!("{:.1}", share.clamp(0.0, 1.0) * 100.0);
    html! {
        svg class={ "bar " (class) } viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect class="track" width="100" height="10" {}
            rect class="fill" width=(width) height="10" {}
        }
    }
}

/// A pair of a list of facts.
pub(crate) fn fact(name: &str, value: Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Measured values.
pub(super) fn measures(measures: &[Measure]) -> Markup {
    readings(measures, None)
}

/// A measured value as people say it; the name of its field stands in the hint.
pub(super) fn spoken(reading: &Measure) -> Markup {
    let words = label(reading);
    html! {
        span title=(reading.name) {
            @if words.starts_with("of ") { b { (measure(reading)) } " " (words) }
            @else { (words) " " b { (measure(reading)) } }
        }
    }
}

/// Readings, and over which time.
pub(super) fn evidence(evidence: &Evidence) -> Markup {
    readings(&evidence.readings, evidence.window_seconds)
}

fn readings(measures: &[Measure], window_seconds: Option<f64>) -> Markup {
    html! {
        ul class="measures" {
            @for reading in measures {
                li {
                    (spoken(reading))
                }
            }
            @if let Some(seconds) = window_seconds { li class="faint" { "over " (span(seconds)) } }
        }
    }
}

/// How sure something is, 0..1.
pub(super) fn confidence(confidence: f64) -> Markup {
    html! { (percent(confidence)) " sure" }
}

/// What is known, or what is missing for it.
pub(super) fn answer<T>(answer: &Answer<T>, known: impl FnOnce(&T) -> Markup) -> Markup {
    match answer {
        Answer::Known(value) => known(value),
        Answer::NotEnoughData { reason, observed_seconds, needed_seconds } => html! {
            p class="unknown" {
                b { "Not enough data. " } (reason) @if !reason.ends_with('.') { "." }
                @match (observed_seconds, needed_seconds) {
                    (Some(observed), Some(needed)) => {
                        " Watched for " (span(*observed)) " of " (span(*needed)) "."
                    }
                    (Some(observed), None) => { " Watched for " (span(*observed)) "." }
                    (None, Some(needed)) => { " It takes " (span(*needed)) "." }
                    (None, None) => {}
                }
            }
        },
    }
}
