//! A chart of amounts over another amount: over the seconds of a test, over its load, over latencies.

use maud::{html, Markup};

use super::axis::Axis;
use super::draw::{Drawn, Picture, Shape, MOST_SERIES};
use super::frame::{swatch, Frame, Swatch, Values};
use super::points::broken;

/// What is shown in one figure.
#[derive(Debug)]
pub(crate) struct Plot<'a> {
    /// Unique in the page.
    pub(crate) id: &'a str,
    /// The heading.
    pub(crate) title: &'a str,
    /// What it shows and how to read it: sentences, of which those who do not see it get the same.
    pub(crate) note: String,
    /// The axis below.
    pub(crate) across: Axis,
    /// The axis of values.
    pub(crate) up: Axis,
    /// At most [`MOST_SERIES`] can be told apart.
    pub(crate) curves: Vec<Curve>,
    /// Limits, drawn as lines, and what they are called.
    pub(crate) limits: Vec<(f64, String)>,
    /// Places on the axis below, and what is there; what has no name is not told in the legend.
    pub(crate) marks: Vec<(f64, String)>,
    /// What stands above the columns of the table of values.
    pub(crate) head: Vec<String>,
    /// Its rows.
    pub(crate) rows: Vec<Vec<String>>,
}

/// One series.
#[derive(Debug)]
pub(crate) struct Curve {
    /// The heading.
    pub(crate) title: String,
    /// What it comes to.
    pub(crate) told: String,
    /// What it looks like.
    pub(crate) shape: Shape,
    /// In order; nothing where nothing is known.
    pub(crate) points: Vec<(f64, Option<f64>)>,
}

/// Nothing where no curve has a point.
pub(crate) fn plot(plot: &Plot) -> Option<Markup> {
    let drawn = |curve: &Curve| Drawn { shape: curve.shape, stretches: broken(&curve.points) };
    let drawn: Vec<Drawn> = plot.curves.iter().map(drawn).take(MOST_SERIES).collect();
    if drawn.iter().all(|curve| curve.stretches.is_empty()) {
        return None;
    }
    let within = |axis: &Axis, at: &f64| (axis.ends.0..=axis.ends.1).contains(at);
    let limits = plot.limits.iter().map(|(limit, _)| *limit).filter(|limit| within(&plot.up, limit));
    let marks = plot.marks.iter().map(|(at, _)| *at).filter(|at| within(&plot.across, at));
    let (limits, marks): (Vec<f64>, Vec<f64>) = (limits.collect(), marks.collect());
    let frame = Frame {
        id: plot.id,
        title: plot.title,
        legend: legend(plot),
        description: description(plot),
        picture: Picture {
            across: &plot.across,
            up: &plot.up,
            curves: &drawn,
            limits: &limits,
            marks: &marks,
            ahead: &[],
        },
        note: plot.note.clone(),
        values: Values { head: plot.head.clone(), rows: plot.rows.clone(), note: String::new() },
    };
    Some(frame.html())
}

fn named(all: &[(f64, String)]) -> impl Iterator<Item = &String> {
    all.iter().map(|(_, name)| name).filter(|name| !name.is_empty())
}

fn legend(plot: &Plot) -> Vec<Markup> {
    let curves = plot.curves.iter().enumerate().map(|(index, curve)| {
        let sign = if curve.shape == Shape::Dots { Swatch::Dot(index) } else { Swatch::Line(index) };
        html! { (swatch(&sign)) (curve.title) @if !curve.told.is_empty() { " " b { (curve.told) } } }
    });
    let limits = named(&plot.limits).map(|name| html! { (swatch(&Swatch::Limit)) (name) });
    let marks = named(&plot.marks).map(|name| html! { (swatch(&Swatch::Mark)) (name) });
    curves.chain(limits).chain(marks).collect()
}

/// The chart in words.
fn description(plot: &Plot) -> String {
    let mut text = plot.note.clone();
    for curve in &plot.curves {
        text += &format!(" {}: {}.", curve.title, if curve.told.is_empty() { "drawn" } else { &curve.told });
    }
    for name in named(&plot.limits).chain(named(&plot.marks)) {
        text += &format!(" {name}.");
    }
    text.trim_start().to_owned()
}

#[cfg(test)]
#[path = "plot_tests.rs"]
mod tests;
