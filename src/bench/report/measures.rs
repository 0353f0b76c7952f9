//! Each measure: what it comes to, and its rounds.

use maud::{html, Markup};

use super::texts;
use crate::bench::statistics::quantile;
use crate::bench::words::amount;
use crate::bench::{BenchResult, Group, Measure};
use crate::fields::Unit;
use crate::report::axis::Axis;
use crate::report::draw::Shape;
use crate::report::page::Section;
use crate::report::parts::table;
use crate::report::plot::{plot, Curve, Plot};

/// Rows of the table of values.
const ROWS: usize = 12;

/// What watching the container costs.
pub(super) fn costs(result: &BenchResult) -> Option<Section> {
    let measures = of(result, |group| group == Group::Monitoring);
    if measures.is_empty() {
        return None;
    }
    let time = |seconds: Option<f64>| {
        seconds.map_or_else(|| texts::NONE.to_owned(), |seconds| amount(seconds, "seconds"))
    };
    let row = |one: &&Measure| {
        let single = one.latency;
        vec![
            one.described(),
            one.shown(),
            texts::share(one.spread_ratio),
            time(single.map(|of| of.p50_seconds)),
            time(single.map(|of| of.p90_seconds)),
            time(single.map(|of| of.p99_seconds)),
            time(single.map(|of| of.max_seconds)),
            one.allocations.map_or_else(|| texts::NONE.to_owned(), |count| format!("{count:.0}")),
        ]
    };
    let head = ["", "takes", "±", "p50", "p90", "p99", "slowest", "allocations"];
    let tick = result.measure("tick").map(|tick| texts::share(tick.value * 100.0));
    let body = html! {
        (table("What watching it costs", &head.map(str::to_owned), &measures.iter().map(row).collect::<Vec<_>>(), &[]))
        p class="note after" {
            "Takes: what the quicker rounds take, in which nobody else was in the way; ±: how far rounds lie apart. "
            "Percentiles are of single operations, with every pause. "
            @if let Some(tick) = tick { "A hundred ticks a second take " (tick) " of a CPU." }
        }
        (charts(&measures))
    };
    Some(Section { id: "costs", title: "What watching it costs", count: None, body })
}

/// What the container can do.
pub(super) fn abilities(result: &BenchResult) -> Option<Section> {
    let measures = of(result, |group| group != Group::Monitoring);
    if measures.is_empty() {
        return None;
    }
    let row = |one: &&Measure| vec![one.described(), one.shown(), texts::share(one.spread_ratio)];
    let body = html! {
        (table("What it can do", &["", "comes to", "±"].map(str::to_owned), &measures.iter().map(row).collect::<Vec<_>>(), &[]))
        (charts(&measures))
    };
    Some(Section { id: "abilities", title: "What it can do", count: None, body })
}

fn of(result: &BenchResult, wanted: impl Fn(Group) -> bool) -> Vec<&Measure> {
    result.measures.iter().filter(|one| wanted(one.group)).collect()
}

fn charts(measures: &[&Measure]) -> Markup {
    html! { div class="charts" { @for figure in measures.iter().filter_map(|one| rounds(one)) { (figure) } } }
}

/// The rounds of a measure, as time went by.
fn rounds(measure: &Measure) -> Option<Markup> {
    let count = measure.rounds.len();
    let at = |index: usize| (index + 1) as f64;
    let mut points: Vec<(f64, Option<f64>)> =
        measure.rounds.iter().enumerate().map(|(index, value)| (at(index), Some(*value))).collect();
    if let [one] = points[..] {
        // One value holds for all of it.
        points = vec![(0.0, one.1), (1.0, one.1)];
    }
    let highest = measure.rounds.iter().copied().fold(0.0, f64::max);
    let lowest = measure.rounds.iter().copied().fold(f64::INFINITY, f64::min).min(highest);
    let up = match measure.unit.as_str() {
        "bytes_per_second" => Axis::values(0.0, highest, Unit::BytesPerSecond),
        "per_second" => Axis::values(0.0, highest, Unit::Count),
        _ => Axis::latencies(lowest, highest),
    };
    let scale = if up.is_logarithmic() { " Each step up is as many times as much." } else { "" };
    let middle = |share: f64| amount(quantile(&mut measure.rounds.clone(), share), &measure.unit);
    let id = format!("rounds-{}", measure.name);
    let mut title = measure.title.clone();
    title.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
    let unit = if measure.unit == "per_second" { " Operations a second." } else { "" };
    plot(&Plot {
        id: &id,
        title: &title,
        note: format!("From the first round to the last.{unit}{scale}"),
        across: Axis::values(0.0, count as f64, Unit::Count),
        up,
        curves: vec![Curve {
            title: "rounds".to_owned(),
            told: format!("{} to {} in the middle half", middle(0.25), middle(0.75)),
            shape: Shape::Line,
            points,
        }],
        limits: vec![(measure.value, format!("comes to {}", measure.shown()))],
        marks: Vec::new(),
        head: ["rounds", "lowest", "median", "highest"].map(str::to_owned).to_vec(),
        rows: rows(measure),
    })
}

fn rows(measure: &Measure) -> Vec<Vec<String>> {
    let together = measure.rounds.len().div_ceil(ROWS).max(1);
    let row = |(number, chunk): (usize, &[f64])| {
        let first = number * together + 1;
        let name = match chunk.len() {
            1 => first.to_string(),
            more => format!("{first} to {}", first + more - 1),
        };
        let of = |share: f64| amount(quantile(&mut chunk.to_vec(), share), &measure.unit);
        vec![name, of(0.0), of(0.5), of(1.0)]
    };
    measure.rounds.chunks(together).enumerate().map(row).collect()
}
