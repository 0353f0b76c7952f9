//! What is unusual now, and what is to be expected.

use maud::{html, Markup};

use super::chart::{figure, Figure};
use super::page::Section;
use super::parts::{answer, scroll};
use super::view::{Answer, Document, Forecast, Unusual};
use super::words::{amount, span};

/// The section, where something was watched.
pub(super) fn section(document: &Document) -> Option<Section> {
    let (unusual, forecasts) = (&document.unusual, &document.forecasts);
    if unusual.is_empty() && forecasts.is_empty() {
        return None;
    }
    let body = html! {
        @if unusual.is_empty() { p { "No signal is unlike itself." } } @else { (table(unusual)) }
        @if !forecasts.is_empty() {
            div class="charts" {
                @for (index, forecast) in forecasts.iter().enumerate() { (chart(index, forecast)) }
            }
        }
    };
    Some(Section { id: "outlook", title: "Anomalies and forecast", count: Some(unusual.len()), body })
}

fn table(unusual: &[Unusual]) -> Markup {
    scroll(
        "Unusual signals",
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { "unusual" }
                        th scope="col" class="number" { "is" }
                        th scope="col" class="number" { "expected" }
                        th scope="col" class="number" { "away by" }
                        th scope="col" class="number" { "score" }
                        th scope="col" class="number" { "for" }
                    }
                }
                tbody {
                    @for one in unusual {
                        tr {
                            th scope="row" { (one.title) }
                            td class="number" { b { (amount(one.value, one.unit)) } }
                            td class="number" {
                                (amount(one.expected, one.unit)) br;
                                span class="faint" { (amount(one.low, one.unit)) " to " (amount(one.high, one.unit)) }
                            }
                            td class="number" { (format!("{:.1}", one.times_spread)) " × its spread" }
                            td class="number" { (format!("{:.2}", one.score)) }
                            td class="number" { (span(one.lasted_seconds)) }
                        }
                    }
                }
            }
        },
    )
}

fn chart(index: usize, forecast: &Forecast) -> Markup {
    let past = &forecast.past;
    let title = format!("{}, expected", past.title);
    match &forecast.ahead {
        Answer::Known(points) => figure(&Figure {
            id: format!("forecast-{index}"),
            title: &title,
            series: vec![past],
            times: None,
            ahead: Some((points, forecast.confidence)),
        })
        .unwrap_or_default(),
        unknown @ Answer::NotEnoughData { .. } => html! {
            div class="chart" { h3 { (title) } (answer(unknown, |_| Markup::default())) }
        },
    }
}
