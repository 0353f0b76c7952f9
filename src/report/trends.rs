//! What grows towards a limit.

use maud::{html, Markup};

use super::page::Section;
use super::parts::scroll;
use super::view::{Answer, Growth, Trend};
use super::words::{amount, span};
use crate::fields::Unit;

const HOUR: f64 = 3600.0;

/// The section, where something was watched.
pub(super) fn section(trends: &[Trend]) -> Option<Section> {
    let growing = |trend: &&Trend| matches!(trend.growth, Answer::Known(Some(_)));
    let count = trends.iter().filter(growing).count();
    let body = scroll(
        "Trends",
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { "what" }
                        th scope="col" { "verdict" }
                        th scope="col" class="number" { "in an hour" }
                        th scope="col" class="number" { "now, of limit" }
                        th scope="col" class="number" { "full in" }
                        th scope="col" class="number" { "watched" }
                    }
                }
                tbody { @for trend in trends { (row(trend)) } }
            }
        },
    );
    (!trends.is_empty()).then_some(Section { id: "trends", title: "Trends", count: Some(count), body })
}

fn row(trend: &Trend) -> Markup {
    html! {
        tr {
            th scope="row" { (trend.title) }
            @match &trend.growth {
                Answer::Known(Some(growth)) => (growing(growth, trend.unit)),
                Answer::Known(None) => {
                    td { "steady" }
                    td class="number" { "–" } td class="number" { "–" } td class="number" { "–" }
                    td class="number" { (trend.observed_seconds.map_or_else(|| "–".to_owned(), span)) }
                },
                Answer::NotEnoughData { reason, observed_seconds, needed_seconds } => {
                    td colspan="4" class="faint" {
                        "Not enough data. " (reason)
                        @if let Some(needed) = needed_seconds { " It takes " (span(*needed)) "." }
                    }
                    td class="number" { (observed_seconds.map_or_else(|| "–".to_owned(), span)) }
                },
            }
        }
    }
}

fn growing(growth: &Growth, unit: Unit) -> Markup {
    let in_an_hour = |rate: f64| amount(rate * HOUR, unit);
    html! {
        td { b { "grows" } " " span class="faint" { "p " (p_value(growth.p_value)) } }
        td class="number" {
            b { (in_an_hour(growth.per_second)) }
            br; span class="faint" { (in_an_hour(growth.per_second_low)) " to " (in_an_hour(growth.per_second_high)) }
        }
        td class="number" {
            (growth.value.map_or_else(|| "–".to_owned(), |value| amount(value, unit)))
            @if let Some(limit) = growth.limit { br; span class="faint" { "of " (amount(limit, unit)) } }
        }
        td class="number" {
            @match growth.seconds_to_limit {
                Some(seconds) => b { (span(seconds)) },
                None => "–",
            }
            @match (growth.seconds_to_limit_low, growth.seconds_to_limit_high) {
                (Some(low), Some(high)) => { br; span class="faint" { (span(low)) " to " (span(high)) } },
                (Some(low), None) => { br; span class="faint" { (span(low)) " or more" } },
                _ => {},
            }
        }
        td class="number" { (span(growth.observed_seconds)) }
    }
}

fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}
