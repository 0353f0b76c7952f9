//! Right-sizing: what is set now, and what should be.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{answer, confidence, measures, scroll};
use super::view::{Answer, Size, Sizing};
use super::words::{amount, component};

/// The section.
pub(super) fn section(sizing: &Answer<Sizing>) -> Section {
    let body = answer(sizing, |sizing| {
        html! {
            p { "For a workload that is " b { (words(&sizing.pattern)) } ", " (confidence(sizing.confidence)) "." }
            (table(sizing))
            @for note in &sizing.notes { p class="note after" { (note) } }
            @if !sizing.evidence.is_empty() {
                details { summary { "What this rests on" } (measures(&sizing.evidence)) }
            }
        }
    });
    Section { id: "sizing", title: "Right-sizing", count: None, body }
}

/// `cpu_intensive` as words.
pub(super) fn words(name: &str) -> String {
    name.replace('_', " ").replace("cpu", "CPU").replace("io ", "I/O ")
}

fn table(sizing: &Sizing) -> Markup {
    scroll(
        "Right-sizing",
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { "resource" }
                        th scope="col" class="number" { "limit now" }
                        th scope="col" class="number" { "limit advised" }
                        th scope="col" class="number" { "request advised" }
                        th scope="col" class="number" { "lower" }
                        th scope="col" class="number" { "target" }
                        th scope="col" class="number" { "upper" }
                        @for (pattern, _) in &sizing.if_pattern {
                            th scope="col" class="number" { "target if " (words(pattern)) }
                        }
                    }
                }
                tbody {
                    @for (index, size) in sizing.sizes.iter().enumerate() {
                        tr {
                            th scope="row" { (component(&size.component)) }
                            td class="number" { (optional(size.current_limit, size)) }
                            td class="number" {
                                b { (optional(size.limit, size)) }
                                @if let Some(change) = change(size) { " " span class="faint" { (change) } }
                            }
                            td class="number" {
                            b { (amount(size.request, size.unit)) }
                            @if let Some(now) = size.current_request {
                                " " span class="faint" { "(now " (amount(now, size.unit)) ")" }
                            }
                        }
                            td class="number" { (amount(size.lower, size.unit)) }
                            td class="number" { (amount(size.target, size.unit)) }
                            td class="number" { (amount(size.upper, size.unit)) }
                            @for (_, targets) in &sizing.if_pattern {
                                td class="number" {
                                    @match targets.get(index) { Some(target) => (amount(*target, size.unit)), None => "–" }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn optional(limit: Option<f64>, size: &Size) -> String {
    limit.map_or_else(|| "none".to_owned(), |limit| amount(limit, size.unit))
}

/// By how much the limit changes: `+25 %`.
fn change(size: &Size) -> Option<String> {
    let (now, then) = (size.current_limit.filter(|now| *now > 0.0)?, size.limit?);
    let percent = ((then / now - 1.0) * 100.0).round();
    match percent {
        _ if percent == 0.0 => Some("(as it is)".to_owned()),
        _ if percent > 0.0 => Some(format!("(+{percent:.0} %)")),
        _ => Some(format!("(−{:.0} %)", -percent)),
    }
}
