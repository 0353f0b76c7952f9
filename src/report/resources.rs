//! Each resource: used, limit, share, who binds.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{bar, measures, of_reading, scroll};
use super::words::{amount, component, measure, percent, span, whose};
use crate::monitor::{Diagnosis, Resource};
use crate::units::Limit;

/// The section.
pub(super) fn section(diagnosis: &Diagnosis) -> Section {
    let body = html! {
        @if diagnosis.resources.is_empty() { p class="unknown" { "Nothing could be read." } }
        @else { (table(&diagnosis.resources)) }
        @if let Some(seconds) = diagnosis.observed.window_seconds {
            p class="faint" { "CPU, disk and network are means over " (span((seconds * 10.0).round() / 10.0)) "." }
        }
        @if !diagnosis.memory.is_empty() {
            details { summary { "Memory in its parts" } (measures(&diagnosis.memory)) }
        }
    };
    Section { id: "resources", title: "Resources", count: None, body }
}

fn table(resources: &[Resource]) -> Markup {
    scroll(
        "Resources",
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { "resource" }
                        th scope="col" class="number" { "used" }
                        th scope="col" class="number" { "limit" }
                        th scope="col" class="number" { "share" }
                        th scope="col" class="number" { "load line" }
                        th scope="col" class="number" { "left to the mark" }
                        th scope="col" { "who binds" }
                    }
                }
                tbody { @for resource in resources { (row(resource)) } }
            }
        },
    )
}

fn row(resource: &Resource) -> Markup {
    let unit = resource.used.unit;
    let class = resource.reading.map_or("neutral", of_reading);
    html! {
        tr {
            th scope="row" {
                (component(&resource.resource))
                @if let Some(whose) = whose(resource.used.scope) { " " span class="faint" { "(" (whose) ")" } }
            }
            td class="number" { (measure(&resource.used)) }
            td class="number" {
                @match resource.limit {
                    Some(Limit::Value(limit)) => (amount(limit, unit)),
                    Some(Limit::Max) => "none",
                    None => "–",
                }
            }
            td class="number" {
                @match resource.share {
                    Some(share) => { (percent(share)) (bar(share, class)) },
                    None => "–",
                }
            }
            td class="number" {
                @match resource.reading { Some(reading) => (format!("{reading:.2}")), None => "–" }
            }
            td class="number" {
                @match &resource.headroom { Some(left) => (measure(left)), None => "–" }
            }
            td { (resource.bound_by.as_deref().unwrap_or("–")) }
        }
    }
}
