//! What limits the container: each finding with what it rests on.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{confidence, evidence, fact, scroll, severity, spoken};
use super::words::{amount, component, measure, percent, span};
use crate::finding::{Culprit, Finding, Measure, Threshold};
use crate::monitor::Diagnosis;
use crate::rules::RULES;

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
                (fact("Raised", beyond(finding.rule, &finding.current, &finding.threshold)))
                @if let Some(crossed) = &finding.severity_from {
                    (fact("Severity from", beyond(crossed.rule, &crossed.current, &crossed.threshold)))
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

/// That a value is beyond its threshold, when that ends, and whose the threshold is.
fn beyond(rule: &str, current: &Measure, threshold: &Threshold) -> Markup {
    let below = RULES.iter().any(|known| known.name == rule && known.below);
    html! {
        (spoken(current)) ", "
        @if below { "below " } @else { "above " }
        b { (amount(threshold.value, threshold.unit)) }
        @if threshold.clear != threshold.value { ", cleared at " (amount(threshold.clear, threshold.unit)) }
        span class="faint" { " (" (threshold.source) ")" }
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
