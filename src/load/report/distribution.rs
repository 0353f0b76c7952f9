//! How often requests took how long.

use maud::Markup;

use super::texts;
use crate::fields::Unit;
use crate::load::cell::Latencies;
use crate::load::{LoadResult, Model};
use crate::report::axis::Axis;
use crate::report::draw::Shape;
use crate::report::plot::{plot, Curve, Plot};
use crate::report::words::latency;

/// So many classes, all as many times as wide.
const CLASSES: usize = 40;
/// No curve goes beyond 99.999 %.
const MOST_NINES: f64 = 5.0;
/// So much of a nine a label needs on its right.
const ROOM: f64 = 0.15;
/// Points of such a curve for each nine.
const FINE: usize = 20;
/// Rows of its table.
const SHARES: [(f64, &str); 9] = [
    (0.1, "10 %"),
    (0.25, "25 %"),
    (0.5, "50 %"),
    (0.75, "75 %"),
    (0.9, "90 %"),
    (0.95, "95 %"),
    (0.99, "99 %"),
    (0.999, "99.9 %"),
    (0.9999, "99.99 %"),
];

/// Latencies with their names; those that there are none of are left out.
fn all(result: &LoadResult) -> Vec<(&'static str, Latencies)> {
    let total = &result.total;
    let first = if result.model == Model::Open { "from when due" } else { "from when begun" };
    let packed = [
        (first, &total.histogram),
        ("from when begun", &total.service_histogram),
        ("of those that failed", &total.failure_histogram),
    ];
    let read = packed.into_iter().filter_map(|(name, packed)| Some((name, packed.latencies()?)));
    read.filter(|(_, latencies)| latencies.count() > 0).collect()
}

/// The share of requests in each class of latencies.
pub(super) fn histogram(result: &LoadResult) -> Option<Markup> {
    let all = all(result);
    let ends = |latencies: &Latencies| {
        let histogram = latencies.histogram();
        (histogram.min().max(1) as f64 / 1e9, histogram.max().max(1) as f64 / 1e9)
    };
    let low = all.iter().map(|(_, one)| ends(one).0).fold(f64::INFINITY, f64::min);
    let high = all.iter().map(|(_, one)| ends(one).1).fold(0.0, f64::max);
    if all.is_empty() {
        return None;
    }
    let across = Axis::within(low, high);
    let shares: Vec<Vec<f64>> = all.iter().map(|(_, one)| shares(one, &across)).collect();
    let top = shares.iter().flatten().copied().fold(0.01, f64::max);
    let curves = all.iter().zip(&shares).enumerate().map(|(number, ((name, one), shares))| Curve {
        title: (*name).to_owned(),
        told: format!("{} requests", texts::count(one.count())),
        shape: if number == 0 { Shape::Area } else { Shape::Line },
        points: steps(shares, &across),
    });
    let of = &result.total.latency;
    let marks = [("p50", of.p50_seconds), ("p99", of.p99_seconds)];
    let marks = marks.into_iter().filter_map(|(name, at)| Some((at?, format!("{name} {}", latency(at?)))));
    let rows = (0..CLASSES).filter(|class| shares.iter().any(|shares| shares[*class] > 0.0));
    let row = |class: usize| {
        let begin = format!("{} to {}", latency(edge(class, &across)), latency(edge(class + 1, &across)));
        std::iter::once(begin).chain(shares.iter().map(|shares| texts::share(shares[class]))).collect()
    };
    let head = std::iter::once("latency").chain(all.iter().map(|(name, _)| *name)).map(str::to_owned);
    plot(&Plot {
        id: "latency-distribution",
        title: "How often which latency",
        note: "The share of requests; each class of latencies is as many times as wide.".to_owned(),
        curves: curves.collect(),
        up: Axis::values(0.0, top, Unit::Ratio),
        limits: Vec::new(),
        marks: marks.collect(),
        head: head.collect(),
        rows: rows.map(row).collect(),
        across,
    })
}

/// Where a class begins.
fn edge(class: usize, axis: &Axis) -> f64 {
    let (from, to) = axis.ends;
    from * (to / from).powf(class as f64 / CLASSES as f64)
}

fn shares(latencies: &Latencies, axis: &Axis) -> Vec<f64> {
    let mut shares = vec![0.0; CLASSES];
    for value in latencies.histogram().iter_recorded() {
        let place = axis.place(value.value_iterated_to() as f64 / 1e9) * CLASSES as f64;
        shares[(place as usize).min(CLASSES - 1)] += value.count_at_value() as f64 / latencies.count() as f64;
    }
    shares
}

/// Up and down at the edges of classes, from the first that there is any of to the last.
fn steps(shares: &[f64], axis: &Axis) -> Vec<(f64, Option<f64>)> {
    let any = |share: &f64| *share > 0.0;
    let (first, last) = (shares.iter().position(any), shares.iter().rposition(any));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let mut points = vec![(edge(first, axis), Some(0.0))];
    for (class, share) in shares.iter().enumerate().take(last + 1).skip(first) {
        points.extend([edge(class, axis), edge(class + 1, axis)].map(|at| (at, Some(*share))));
    }
    points.push((edge(last + 1, axis), Some(0.0)));
    points
}

/// How long all but the slowest took, ever fewer of them being left.
pub(super) fn percentiles(result: &LoadResult) -> Option<Markup> {
    let all = all(result);
    let most = all.iter().map(|(_, one)| one.count()).max()?;
    // A little beyond the last mark, so that its label has room.
    let nines = (most as f64).log10().clamp(1.0, MOST_NINES) + 2.0 * ROOM;
    let at = |latencies: &Latencies, share: f64| latencies.quantile(share).map(|value| value.as_secs_f64());
    let curve = |(name, one): &(&str, Latencies)| {
        let steps = (nines * FINE as f64) as usize;
        let points = (0..=steps).map(|step| step as f64 / FINE as f64);
        Curve {
            title: (*name).to_owned(),
            told: format!("p99 {}", texts::time(at(one, 0.99))),
            shape: Shape::Line,
            points: points.map(|place| (place, at(one, share_of(place)))).collect(),
        }
    };
    let curves: Vec<Curve> = all.iter().map(curve).collect();
    let values = || curves.iter().flat_map(|curve| &curve.points).filter_map(|(_, value)| *value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    let labels = ["50 %", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %"];
    let marks = labels.iter().enumerate().map(|(nine, label)| {
        let place = if nine == 0 { 2_f64.log10() } else { nine as f64 };
        (place, (*label).to_owned())
    });
    let rows = SHARES.iter().map(|(share, name)| {
        let cells = all.iter().map(|(_, one)| texts::time(at(one, *share)));
        std::iter::once((*name).to_owned()).chain(cells).collect()
    });
    let head =
        std::iter::once("share of requests").chain(all.iter().map(|(name, _)| *name)).map(str::to_owned);
    let up = Axis::latencies(low, high);
    let scale = if up.is_logarithmic() { " Each step up is as many times as much." } else { "" };
    plot(&Plot {
        id: "latency-percentiles",
        title: "Latency by percentile",
        note: format!("So many were answered within that; each step to the right leaves a tenth.{scale}"),
        across: Axis::even((0.0, nines), marks.filter(|(at, _)| *at <= nines - ROOM).collect()),
        up,
        head: head.collect(),
        rows: rows.collect(),
        limits: Vec::new(),
        marks: Vec::new(),
        curves,
    })
}

/// 0 is none, 1 is nine tenths, 2 is 99 of 100.
fn share_of(place: f64) -> f64 {
    1.0 - 10_f64.powf(-place)
}

#[cfg(test)]
#[path = "distribution_tests.rs"]
mod tests;
