//! Latency against load, and where more load brings no more throughput.

use maud::{html, Markup};

use super::texts;
use crate::fields::Unit;
use crate::load::knee::points;
use crate::load::{Knee, LatencySummary, LoadResult, Model, StageResult};
use crate::report::axis::Axis;
use crate::report::draw::Shape;
use crate::report::page::Section;
use crate::report::parts::fact;
use crate::report::plot::{plot, Curve, Plot};
use crate::report::words::{latency, number, percent};

/// Points of the fitted curve.
const FINE: usize = 100;
/// A picture reaches so far beyond the highest level.
const BEYOND: f64 = 1.05;

/// The section, where at least two levels were held.
pub(super) fn section(result: &LoadResult) -> Option<Section> {
    let figures = [against_load(result), scalability(result)];
    let figures: Vec<Markup> = figures.into_iter().flatten().collect();
    if figures.is_empty() {
        return None;
    }
    let body = html! {
        @if let Some(knee) = &result.knee { (told(knee)) }
        div class="charts" { @for figure in figures { (figure) } }
    };
    Some(Section { id: "capacity", title: "Capacity", count: None, body })
}

fn told(knee: &Knee) -> Markup {
    let law = &knee.law;
    html! {
        p {
            @match knee.advised {
                Some(advised) => {
                    "At " b { (format!("{:.1}", knee.concurrency)) } " requests at a time it serves "
                    b { (texts::rate(knee.throughput)) } "; more at a time only wait for each other. Allow "
                    b { (advised) } "."
                },
                None => "The knee was not reached: it went on serving more with every step. Add higher ones.",
            }
        }
        dl class="facts wide" {
            (fact("Alone", html! { (latency(knee.service_seconds)) " a request: the quickest mean of a level" }))
            (fact("Contention", html! {
                (percent(law.sigma)) " of the work cannot be done at the same time (σ " (format!("{:.4}", law.sigma)) ")"
            }))
            (fact("Coherency", html! {
                "κ " (format!("{:.2e}", law.kappa))
                @match law.peak {
                    Some(peak) => { ": from " (number(peak.round())) " at a time on it would serve less" },
                    None => ": no sign of serving less under more load",
                }
            }))
            (fact("Fit", html! { "explains " (percent(law.r_squared)) " of the differences (Universal Scalability Law)" }))
        }
    }
}

/// Measured stages of one level, by level.
fn held(result: &LoadResult) -> Vec<&StageResult> {
    let mut held: Vec<&StageResult> = result
        .stages
        .iter()
        .filter(|stage| stage.measured && stage.from == stage.to && stage.to > 0.0)
        .collect();
    held.sort_by(|a, b| a.to.total_cmp(&b.to));
    held
}

fn against_load(result: &LoadResult) -> Option<Markup> {
    let held = held(result);
    let levels: Vec<f64> = held.iter().map(|stage| stage.to).collect();
    let (first, last) = (*levels.first()?, *levels.last()?);
    if first == last {
        return None;
    }
    let curve = |title: &str, of: fn(&LatencySummary) -> Option<f64>| {
        let points: Vec<(f64, Option<f64>)> =
            held.iter().map(|stage| (stage.to, of(&stage.summary.latency))).collect();
        let ends = [points.first(), points.last()].map(|end| texts::time(end.and_then(|end| end.1)));
        Curve { title: title.to_owned(), told: ends.join(" to "), shape: Shape::Line, points }
    };
    let curves = vec![
        curve("p50", |of| of.p50_seconds),
        curve("p95", |of| of.p95_seconds),
        curve("p99", |of| of.p99_seconds),
    ];
    let values = || curves.iter().flat_map(|curve| &curve.points).filter_map(|(_, value)| *value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    let knee = result.knee.as_ref().filter(|knee| knee.reached).map(|knee| match result.model {
        Model::Open => (knee.throughput, format!("knee at {}", texts::rate(knee.throughput))),
        _ => (knee.concurrency, format!("knee at {:.1} users", knee.concurrency)),
    });
    let rows = held.iter().map(|stage| {
        let of = &stage.summary.latency;
        let cells = [of.p50_seconds, of.p95_seconds, of.p99_seconds].map(texts::time);
        std::iter::once(number(stage.to)).chain(cells).collect()
    });
    let up = Axis::latencies(low.min(high), high);
    let scale = if up.is_logarithmic() { " Each step up is as many times as much." } else { "" };
    plot(&Plot {
        id: "latency-against-load",
        title: "Latency against load",
        note: format!("Across: {}, as they were held.{scale}", result.model.unit()),
        across: Axis::values(0.0, last * BEYOND, Unit::Count),
        up,
        curves,
        limits: Vec::new(),
        marks: knee.into_iter().collect(),
        head: [result.model.unit(), "p50", "p95", "p99"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

fn scalability(result: &LoadResult) -> Option<Markup> {
    let knee = result.knee.as_ref()?;
    let mut measured: Vec<(f64, f64)> = points(result.model, &result.stages)
        .into_iter()
        .map(|point| (point.concurrency, point.throughput))
        .collect();
    measured.sort_by(|a, b| a.0.total_cmp(&b.0));
    let last = measured.last()?.0 * BEYOND;
    let law = (0..=FINE).map(|step| last * step as f64 / FINE as f64).map(|at| (at, Some(knee.law.at(at))));
    let law: Vec<(f64, Option<f64>)> = law.collect();
    // Each takes as long as the quickest, until as many are served as ever are.
    let bound = [0.0, knee.concurrency.min(last), last];
    let bound = bound.map(|at| (at, Some((at / knee.service_seconds).min(knee.throughput)))).to_vec();
    let most = measured.iter().map(|point| point.1).fold(0.0, f64::max);
    let top = most.max(knee.throughput);
    let top =
        law.iter().filter_map(|(_, value)| *value).filter(|value| *value < 2.0 * top).fold(top, f64::max);
    let rows = measured
        .iter()
        .map(|(at, served)| vec![format!("{at:.1}"), texts::rate(*served), texts::rate(knee.law.at(*at))]);
    let rows = rows.collect();
    plot(&Plot {
        id: "throughput-against-concurrency",
        title: "Throughput against requests at a time",
        note: "Across: requests at a time.".to_owned(),
        across: Axis::values(0.0, last, Unit::Count),
        up: Axis::values(0.0, top, Unit::Count),
        curves: vec![
            Curve {
                title: "measured, a second".to_owned(),
                told: format!("{} at most", texts::rate(most)),
                shape: Shape::Dots,
                points: measured.into_iter().map(|(at, served)| (at, Some(served))).collect(),
            },
            Curve {
                title: "scalability law".to_owned(),
                told: format!("explains {}", percent(knee.law.r_squared)),
                shape: Shape::Line,
                points: law,
            },
            Curve { title: "bounds".to_owned(), told: String::new(), shape: Shape::Line, points: bound },
        ],
        limits: Vec::new(),
        marks: vec![(
            knee.concurrency,
            if knee.reached { format!("knee at {:.1}", knee.concurrency) } else { String::new() },
        )],
        head: ["at a time", "measured", "by the law"].map(str::to_owned).to_vec(),
        rows,
    })
}
