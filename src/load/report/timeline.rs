//! Charts over the time of a test: a point for each interval.

use maud::Markup;

use super::texts;
use crate::load::{Interval, LoadResult};
use crate::report::axis::Axis;
use crate::report::draw::Shape;
use crate::report::plot::{plot, Curve, Plot};
use crate::report::words::elapsed;

/// Rows of the table of values.
const ROWS: usize = 16;
/// More stages are not marked.
const MOST_MARKS: usize = 12;

/// One chart.
pub(super) struct Chart<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) note: &'a str,
    pub(super) columns: Vec<Column<'a>>,
    /// How values are written in the table.
    pub(super) shown: fn(f64) -> String,
    /// The axis of values, for the lowest above 0 and the highest.
    pub(super) up: fn(f64, f64) -> Axis,
    pub(super) limits: Vec<(f64, String)>,
}

/// What is told of an interval.
type Of<'a> = dyn Fn(&Interval) -> Option<f64> + 'a;

/// One value.
pub(super) struct Column<'a> {
    pub(super) title: &'a str,
    /// What it comes to over the measured stages.
    pub(super) told: String,
    /// What a row of several intervals tells of them.
    pub(super) fold: Fold,
    pub(super) of: Box<Of<'a>>,
}

/// What is told of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    Mean,
    Highest,
}

/// The chart, where anything is known.
pub(super) fn chart(result: &LoadResult, chart: &Chart) -> Option<Markup> {
    let intervals = &result.intervals;
    let end = intervals.last().map(|last| last.begin_seconds + last.seconds)?;
    let curves: Vec<Curve> = chart.columns.iter().map(|column| curve(intervals, column)).collect();
    let values = || curves.iter().flat_map(|curve| &curve.points).filter_map(|(_, value)| *value);
    let values = || values().filter(|value| value.is_finite());
    let lowest = values().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
    let highest = values().fold(0.0, f64::max);
    let up = (chart.up)(lowest.min(highest), highest);
    let marks = marks(result, end);
    let mut note = chart.note.to_owned();
    for (wanted, text) in [
        (up.is_logarithmic(), "Each step up is as many times as much."),
        (!marks.is_empty(), "Upright lines are where stages begin."),
    ] {
        if wanted {
            note += if note.is_empty() { "" } else { " " };
            note += text;
        }
    }
    let head = std::iter::once("from".to_owned()).chain(chart.columns.iter().map(Column::head));
    plot(&Plot {
        id: chart.id,
        title: chart.title,
        note,
        across: Axis::elapsed(0.0, end.max(f64::MIN_POSITIVE)),
        up,
        curves,
        limits: chart.limits.clone(),
        marks,
        head: head.collect(),
        rows: rows(intervals, chart),
    })
}

fn curve(intervals: &[Interval], column: &Column) -> Curve {
    let middle = |one: &Interval| one.begin_seconds + one.seconds / 2.0;
    let points = match intervals {
        // One value holds for all of its time.
        [one] => {
            [one.begin_seconds, one.begin_seconds + one.seconds].map(|at| (at, (column.of)(one))).to_vec()
        }
        all => all.iter().map(|one| (middle(one), (column.of)(one))).collect(),
    };
    Curve { title: column.title.to_owned(), told: column.told.clone(), shape: Shape::Line, points }
}

/// Where stages begin, without names: their table tells them.
fn marks(result: &LoadResult, end: f64) -> Vec<(f64, String)> {
    let begins = result.stages.iter().map(|stage| stage.begin_seconds);
    let marks: Vec<f64> = begins.filter(|begin| *begin > 0.0 && *begin < end).collect();
    let few = marks.len() <= MOST_MARKS;
    marks.into_iter().filter(|_| few).map(|at| (at, String::new())).collect()
}

impl Column<'_> {
    fn head(&self) -> String {
        match self.fold {
            Fold::Mean => self.title.to_owned(),
            Fold::Highest => format!("{}, highest", self.title),
        }
    }
}

fn rows(intervals: &[Interval], chart: &Chart) -> Vec<Vec<String>> {
    let together = intervals.len().div_ceil(ROWS).max(1);
    let row = |chunk: &[Interval]| {
        let begin = chunk.first().map_or(0.0, |first| first.begin_seconds);
        let cells = chart.columns.iter().map(|column| {
            let values = chunk.iter().filter_map(|one| Some(((column.of)(one)?, one.seconds)));
            folded(column.fold, values).map_or_else(|| texts::NONE.to_owned(), chart.shown)
        });
        std::iter::once(elapsed(begin)).chain(cells).collect()
    };
    intervals.chunks(together).map(row).collect()
}

fn folded(fold: Fold, values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut seconds, mut highest) = (0.0, 0.0, None);
    for (value, length) in values {
        sum += value * length;
        seconds += length;
        highest = Some(highest.map_or(value, |most: f64| most.max(value)));
    }
    match fold {
        Fold::Highest => highest,
        Fold::Mean => highest.map(|_| sum / f64::max(seconds, f64::MIN_POSITIVE)),
    }
}
