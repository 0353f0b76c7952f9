//! What limits the container: each finding with what it rests on.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{confidence, evidence, fact, scroll, severity};
use super::words::{amount, component, measure, percent, span, whose};
use crate::finding::{Culprit, Finding, Measure, Threshold};
use crate::monitor::Diagnosis;

/// The section; there also where nothing limits it, because that is an answer.
pub(super) fn section(diagnosis: &Diagnosis) -> Section {
    let findings = &diagnosis.bottlenecks;
    let body = html! {
        @if findings.is_empty() {
            p class="unknown" {
                @if diagnosis.level.is_some() { "No threshold was crossed." }
                @else { "Too little could be read to tell." }
            }
        }
        @for finding in findings { (article(finding)) }
    };
    Section { id: "findings", title: "What limits it", count: Some(findings.len()), body }
}

fn article(finding: &Finding) -> Markup {
    html! {
        article class={ "card edge-" (finding.severity.name()) } {
            h3 {
                (severity(finding.severity)) " "
                span class="faint" { (component(&finding.component)) } " " (finding.title)
            }
            p { (finding.description) " " (finding.impact) }
            dl class="facts wide" {
                (fact("Measured", over(&finding.current, &finding.threshold)))
                @if let Some(crossed) = &finding.severity_from {
                    (fact("Severity from", over(&crossed.current, &crossed.threshold)))
                }
                (fact("Costs", html! { "about " (percent(finding.impact_ratio)) " of its work" }))
                (fact("Confidence", html! {
                    (confidence(finding.confidence))
                    @if finding.held_seconds > 0.0 { ", so for " (span(finding.held_seconds)) }
                }))
                (fact("Rule", html! {
                    code { (finding.rule) }
                    @if !finding.explains.is_empty() {
                        ", explains " @for (index, rule) in finding.explains.iter().enumerate() {
                            @if index > 0 { ", " } code { (rule) }
                        }
                    }
                }))
                (fact("Evidence", evidence(&finding.evidence)))
            }
            @if !finding.culprits.is_empty() { (culprits(&finding.title, &finding.culprits)) }
        }
    }
}

fn over(current: &Measure, threshold: &Threshold) -> Markup {
    html! {
        b { (measure(current)) }
        @if let Some(whose) = whose(current.scope) { " of the " (whose) }
        " against " b { (amount(threshold.value, threshold.unit)) } span class="faint" { " (" (threshold.source) ")" }
    }
}

fn culprits(title: &str, culprits: &[Culprit]) -> Markup {
    scroll(
        &format!("Who does it: {title}"),
        html! {
            table {
                caption { "Who does it" }
                thead {
                    tr {
                        th scope="col" { "process" }
                        th scope="col" class="number" { "pid" }
                        th scope="col" class="number" { "used" }
                        th scope="col" class="number" { "share" }
                    }
                }
                tbody {
                    @for culprit in culprits {
                        tr {
                            th scope="row" { code { (culprit.name) } }
                            td class="number" { (culprit.pid) }
                            td class="number" { (measure(&culprit.used)) }
                            td class="number" { (percent(culprit.share)) }
                        }
                    }
                }
            }
        },
    )
}
