//! How long requests took: as numbers, over time, and how often.

use maud::{html, Markup};

use super::distribution;
use super::texts;
use super::timeline::{chart, Chart, Column, Fold};
use crate::load::{Interval, LatencySummary, LoadResult, Model};
use crate::report::axis::Axis;
use crate::report::page::Section;
use crate::report::parts::table;
use crate::report::words::latency;

/// The section.
pub(super) fn section(result: &LoadResult) -> Section {
    let figures = [over_time(result), distribution::histogram(result), distribution::percentiles(result)];
    let body = html! {
        (numbers(result))
        p class="note after" {
            @if result.model == Model::Open {
                "From when due: as whoever asked met them, with the wait before a request was begun. "
                "From when begun: what the target itself took. "
            } @else {
                "From when begun: what the target itself took, and not what others would have met while it stood still. "
            }
            "Of requests answered as expected; those that failed are told apart, for an error is often quick."
        }
        div class="charts" {
            @for figure in figures.into_iter().flatten() { (figure) }
        }
    };
    Section { id: "latency", title: "Latency", count: None, body }
}

fn numbers(result: &LoadResult) -> Markup {
    let total = &result.total;
    let row = |title: &str, of: &LatencySummary| {
        let mut row = vec![title.to_owned(), texts::count(of.count), texts::time(of.mean_seconds)];
        row.extend(texts::quantiles(of));
        row
    };
    let mut rows = Vec::new();
    if result.model == Model::Open {
        rows.push(row("from when due", &total.latency));
    }
    rows.push(row("from when begun", &total.service));
    if total.failures.count > 0 {
        rows.push(row("of those that failed", &total.failures));
    }
    let head = ["", "requests", "mean"].into_iter().chain(texts::QUANTILES).map(str::to_owned);
    table("Latencies", &head.collect::<Vec<_>>(), &rows, &[])
}

fn over_time(result: &LoadResult) -> Option<Markup> {
    let of = &result.total.latency;
    let column = |title: &'static str, whole: Option<f64>, value: fn(&Interval) -> Option<f64>| Column {
        title,
        told: texts::time(whole),
        fold: Fold::Highest,
        of: Box::new(value),
    };
    chart(
        result,
        &Chart {
            id: "latency-over-time",
            title: "Latency over time",
            note: "",
            columns: vec![
                column("p50", of.p50_seconds, |one| one.latency.p50_seconds),
                column("p90", of.p90_seconds, |one| one.latency.p90_seconds),
                column("p99", of.p99_seconds, |one| one.latency.p99_seconds),
                column("slowest", of.max_seconds, |one| one.latency.max_seconds),
            ],
            shown: latency,
            up: Axis::latencies,
            limits: Vec::new(),
        },
    )
}
