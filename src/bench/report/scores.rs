//! Points, and what they rest on.

use maud::{html, Markup};

use super::texts;
use crate::bench::{Score, Scores};
use crate::report::page::Section;
use crate::report::parts::{bar, scroll};

/// The section.
pub(super) fn section(scores: &Scores) -> Section {
    let all = [
        ("Resource", "Whether it got the CPU and the memory that it asked for.", &scores.resource),
        ("Performance", "How quick it is, against references.", &scores.performance),
        ("Stability", "How even it is from round to round, and how long it stood still.", &scores.stability),
        ("Scalability", "What more threads bring.", &scores.scalability),
    ];
    let body = html! {
        div class="pair" { @for (name, about, score) in all { (one(name, about, score)) } }
        p class="note after" {
            "Each score is the mean of its parts, and the overall score the mean of the four; what is not known counts "
            "neither way. References are round numbers: scores of two containers can be compared with each other."
        }
    };
    Section { id: "scores", title: "Scores", count: None, body }
}

fn one(name: &str, about: &str, score: &Score) -> Markup {
    html! {
        div {
            h3 { (name) " " b class="figure" { (texts::points(score.points)) } }
            p class="note" { (about) }
            @if score.parts.is_empty() {
                p class="unknown" {
                    @if name == "Scalability" { "With one CPU, or one thread, there is nothing to compare." } @else { "Nothing is known of it." }
                }
            } @else {
                (scroll(&format!("Parts of the score {name}"), html! {
                    table {
                        thead {
                            tr {
                                th scope="col" { "part" }
                                th scope="col" class="number" { "points" }
                                th scope="col" { "why" }
                            }
                        }
                        tbody {
                            @for part in &score.parts {
                                tr {
                                    th scope="row" { (part.name) }
                                    td class="number" {
                                        (format!("{:.1}", part.points))
                                        (bar(part.points / 100.0, texts::class(part.points)))
                                    }
                                    td { (part.why) }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}
