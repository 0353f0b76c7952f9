//! What was asked and what was served, as time went by.

use maud::{html, Markup};

use super::texts;
use super::timeline::{chart, Chart, Column, Fold};
use crate::fields::Unit;
use crate::load::{Interval, LoadResult, Model};
use crate::report::axis::Axis;
use crate::report::page::Section;
use crate::report::words::number;

/// The section.
pub(super) fn section(result: &LoadResult) -> Section {
    let body = html! {
        div class="charts" {
            @for figure in [served(result), level(result)].into_iter().flatten() { (figure) }
        }
        @if result.intervals.is_empty() { p class="unknown" { "It ended before there was anything to draw." } }
    };
    Section { id: "load", title: "Load", count: None, body }
}

fn per_second(count: u64, one: &Interval) -> Option<f64> {
    (one.seconds > 0.0).then(|| count as f64 / one.seconds)
}

fn column<'a>(title: &'a str, told: String, of: impl Fn(&Interval) -> Option<f64> + 'a) -> Column<'a> {
    Column { title, told, fold: Fold::Mean, of: Box::new(of) }
}

fn served(result: &LoadResult) -> Option<Markup> {
    let total = &result.total;
    let mut columns = vec![
        column("answered", texts::rate(total.per_second), |one| per_second(one.counts.ok, one)),
        column("failed", texts::error_share(&total.counts), |one| {
            per_second(texts::errors(&one.counts), one)
        }),
    ];
    if total.counts.late > 0 {
        let late =
            column("begun late", texts::count(total.counts.late), |one| per_second(one.counts.late, one));
        columns.push(late);
    }
    chart(
        result,
        &Chart {
            id: "throughput-over-time",
            title: "Throughput and errors",
            note: "Requests a second.",
            columns,
            shown: number,
            up: |_, most| Axis::values(0.0, most.max(1.0), Unit::Count),
            limits: Vec::new(),
        },
    )
}

fn level(result: &LoadResult) -> Option<Markup> {
    let (title, note, columns) = match result.model {
        Model::Open => (
            "Asked for and answered",
            "Requests a second. Where the lines part, the target or the client did not keep up.",
            vec![
                column("asked for", String::new(), |one| Some(one.level)),
                column("answered", texts::rate(result.total.per_second), |one| per_second(one.counts.ok, one)),
            ],
        ),
        _ => (
            "Users and requests under way",
            "Under way: throughput times mean latency (Little's law); the other users think, or wait for a failure.",
            vec![
                column("users", number(f64::from(result.most_at_once)), |one| Some(one.level.floor())),
                column("under way", String::new(), |one| {
                    Some(per_second(one.counts.ok, one)? * one.latency.mean_seconds.unwrap_or(0.0))
                }),
            ],
        ),
    };
    let up = |_: f64, most: f64| Axis::values(0.0, most.max(1.0), Unit::Count);
    let chart_of =
        Chart { id: "level-over-time", title, note, columns, shown: number, up, limits: Vec::new() };
    chart(result, &chart_of)
}
