//! What to do.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{evidence, severity, tag};
use super::view::Document;
use super::words::{component, percent, place};
use crate::finding::{Action, Place, Recommendation};

/// The section; there also where there is nothing to do.
pub(super) fn section(document: &Document) -> Section {
    let recommendations = document.recommendations;
    let body = html! {
        @for sentence in &document.advice { p { (sentence) } }
        (list(recommendations))
    };
    Section { id: "actions", title: "What to do", count: Some(recommendations.len()), body }
}

/// Each with where and what to change.
pub(crate) fn list(recommendations: &[Recommendation]) -> Markup {
    html! {
        @if recommendations.is_empty() { p class="unknown" { "Nothing has to be changed." } }
        @else { ol class="actions" { @for one in recommendations { (item(one)) } } }
    }
}

fn item(one: &Recommendation) -> Markup {
    html! {
        li class={ "card edge-" (one.priority.name()) } {
            h3 { (one.title) }
            p class="tags" {
                (severity(one.priority)) " " (tag(&component(&one.component))) " "
                (tag(one.category.name())) " " (tag(&format!("{} effort", one.effort.name()))) " "
                @if one.gain > 0.0 { (tag(&format!("wins about {}", percent(one.gain)))) }
            }
            @if !one.description.is_empty() { p { (one.description) } }
            @if !one.expected_impact.is_empty() { p { b { "Then: " } (one.expected_impact) } }
            @if !one.actions.is_empty() { (changes(&one.actions)) }
            @if !one.evidence.readings.is_empty() {
                details {
                    summary { "Why" span class="hidden" { ": " (one.title) } }
                    p class="note" { "Rule " code { (one.rule) } }
                    (evidence(&one.evidence))
                }
            }
        }
    }
}

fn changes(actions: &[Action]) -> Markup {
    html! {
        ul class="changes" {
            @for action in actions {
                li {
                    span class="faint" { (place(action.place)) } " "
                    @if !action.target.is_empty() {
                        // Of a command it says in words what that is for.
                        @if action.place == Place::Command { (action.target) ": " }
                        @else { code { (action.target) } " " }
                    }
                    // One click selects all of it.
                    code class="copy" { (action.value) }
                }
            }
        }
    }
}
