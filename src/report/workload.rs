//! What kind of work the container does, and how well it uses what it has.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{answer, bar, confidence, measures, scroll};
use super::sizing::words;
use super::view::{Document, Efficiency, Pattern};
use super::words::percent;

/// The section, where something of it was asked for.
pub(super) fn section(document: &Document) -> Option<Section> {
    if document.pattern.is_none() && document.efficiency.is_none() {
        return None;
    }
    let body = html! {
        div class="pair" {
            @if let Some(pattern) = &document.pattern {
                div { h3 { "Workload pattern" } (answer(pattern, self::pattern)) }
            }
            @if let Some(efficiency) = &document.efficiency {
                div { h3 { "Efficiency" } (answer(efficiency, self::efficiency)) }
            }
        }
    };
    Some(Section { id: "workload", title: "Workload", count: None, body })
}

fn pattern(pattern: &Pattern) -> Markup {
    html! {
        p { b class="figure" { (words(&pattern.name)) } " " (confidence(pattern.confidence)) }
        (measures(&pattern.evidence))
    }
}

fn efficiency(efficiency: &Efficiency) -> Markup {
    html! {
        p {
            b class="figure" { (format!("{:.0}", efficiency.score)) } " of 100"
            @if let Some(baseline) = &efficiency.baseline {
                @let change = (efficiency.score - baseline.score).round();
                ", "
                @if change == 0.0 { "as" }
                @else if change > 0.0 { (format!("{change:.0} more than")) }
                @else { (format!("{:.0} less than", -change)) }
                " " (baseline.of)
                @match baseline.exceeds_noise {
                    Some(true) => ", more than it varies by itself",
                    Some(false) => ", no more than it varies by itself",
                    None => {}
                }
            }
        }
        (scroll("Parts of the efficiency score", html! {
            table {
                thead {
                    tr {
                        th scope="col" { "part" }
                        th scope="col" class="number" { "score" }
                        th scope="col" class="number" { "counts" }
                        th scope="col" { "why" }
                    }
                }
                tbody {
                    @for part in &efficiency.parts {
                        tr {
                            th scope="row" { (part.name) (bar(part.score / 100.0, "neutral")) }
                            td class="number" { (format!("{:.0}", part.score)) }
                            td class="number" { (percent(part.weight)) }
                            td { (part.reason) }
                        }
                    }
                }
            }
        }))
    }
}
