//! What more threads bring.

use maud::html;

use super::texts;
use crate::bench::words::amount;
use crate::bench::BenchResult;
use crate::fields::Unit;
use crate::report::axis::Axis;
use crate::report::draw::Shape;
use crate::report::page::Section;
use crate::report::parts::table;
use crate::report::plot::{plot, Curve, Plot};

/// A picture reaches so far beyond the most threads.
const BEYOND: f64 = 1.05;

/// The section, where there is more than one thread.
pub(super) fn section(result: &BenchResult) -> Option<Section> {
    let levels = &result.threads;
    let (most, last) = (levels.iter().map(|level| level.speedup).fold(0.0, f64::max), levels.last()?);
    if last.threads < 2 {
        return None;
    }
    let cpus = result.machine.effective_cpus.unwrap_or(1.0).max(1.0);
    let end = last.threads as f64 * BEYOND;
    let measured = levels.iter().map(|level| (level.threads as f64, Some(level.speedup)));
    let bound = [0.0, cpus.min(end), end].map(|at| (at, Some(at.min(cpus))));
    let rows: Vec<Vec<String>> = levels
        .iter()
        .map(|level| {
            vec![
                level.threads.to_string(),
                amount(level.per_second, "per_second"),
                format!("{:.2}", level.speedup),
                texts::share(level.efficiency_ratio),
            ]
        })
        .collect();
    let head = ["threads", "operations", "times one", "of what they could"].map(str::to_owned);
    let figure = plot(&Plot {
        id: "threads-speedup",
        title: "Speed-up",
        note: "Across: threads that compute at once; up: how many times what one of them does.".to_owned(),
        across: Axis::values(0.0, end, Unit::Count),
        up: Axis::values(0.0, most.max(cpus.min(end)), Unit::Count),
        curves: vec![
            Curve {
                title: "measured".to_owned(),
                told: format!("{:.2} times with {}", last.speedup, last.threads),
                shape: Shape::Dots,
                points: measured.collect(),
            },
            Curve {
                title: "what CPUs allow".to_owned(),
                told: String::new(),
                shape: Shape::Line,
                points: bound.to_vec(),
            },
        ],
        limits: Vec::new(),
        marks: Vec::new(),
        head: head.to_vec(),
        rows: rows.clone(),
    });
    let body = html! {
        (table("Threads", &head, &rows, &[]))
        div class="charts" { @if let Some(figure) = figure { (figure) } }
    };
    Some(Section { id: "threads", title: "Threads", count: None, body })
}
