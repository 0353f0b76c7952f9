//! A chart of what was, over time: series of the same unit, with their limits, and what is to be expected.

use maud::{html, Markup};

use super::axis::Axis;
use super::draw::{Drawn, Picture, Shape, MOST_SERIES};
use super::frame::{swatch, Frame, Swatch, Values};
use super::points::{is_number, spans, stretches};
use super::view::{ForecastPoint, Mark, Point, Series};
use super::words::{amount, clock, day, moment, percent, plural};
use crate::fields::Unit;

/// A limit this many times above the highest value is not drawn: it would press the values flat.
const OFF_SCALE: f64 = 4.0;
/// Rows of the table of values.
const ROWS: usize = 16;

/// What is shown in one figure.
#[derive(Debug)]
pub(super) struct Figure<'a> {
    /// Unique in the page.
    pub(super) id: String,
    /// The heading.
    pub(super) title: &'a str,
    /// All in the same unit; at most [`MOST_SERIES`] can be told apart.
    pub(super) series: Vec<&'a Series>,
    /// The span of time of the picture, where it is to be the same in several.
    pub(super) times: Option<(f64, f64)>,
    /// What the first series will do, and how often that is right, 0..1.
    pub(super) ahead: Option<(&'a [ForecastPoint], f64)>,
}

/// What was seen of a series.
struct Seen {
    last: f64,
    mean: f64,
    max: f64,
}

/// Nothing where no series has a point.
pub(super) fn figure(figure: &Figure) -> Option<Markup> {
    let drawn = |series: &&Series| Drawn { shape: Shape::Line, stretches: stretches(&series.points) };
    let drawn: Vec<Drawn> = figure.series.iter().map(drawn).take(MOST_SERIES).collect();
    let unit = figure.series.first()?.unit;
    let times = figure.times.or_else(|| span_of(&figure.series))?;
    let ahead = ahead(figure);
    let to = ahead.last().map_or(times.1, |last| last.0).max(times.0 + 1.0);
    let times = (times.0, to);

    let points = || drawn.iter().flat_map(|curve| &curve.stretches).flatten();
    points().next()?;
    let lowest = points().map(|point| point.mean).chain(ahead.iter().map(|at| at.1)).fold(0.0, f64::min);
    let highest = points().map(|point| point.max).chain(ahead.iter().map(|at| at.3)).fold(0.0, f64::max);
    let limits = limits(&figure.series);
    let fits = |limit: &f64| (lowest..=OFF_SCALE * highest).contains(limit);
    let shown: Vec<f64> = limits.iter().map(|(limit, _)| *limit).filter(fits).collect();
    let top = shown.iter().copied().fold(highest.max(least_top(unit)), f64::max);
    let marks = marks(&figure.series, times);
    let moments: Vec<f64> = marks.iter().map(|mark| mark.wall_seconds).collect();
    let picture = Picture {
        across: &Axis::moments(times.0, times.1),
        up: &Axis::values(lowest, top, unit),
        curves: &drawn,
        limits: &shown,
        marks: &moments,
        ahead: &ahead,
    };
    let told = marks.iter().map(|mark| format!("{} {}", moment(mark.wall_seconds), mark.label));
    let frame = Frame {
        id: &figure.id,
        title: figure.title,
        legend: legend(figure, unit, &limits, &shown, !ahead.is_empty()),
        description: description(figure, times, unit, &limits),
        picture,
        note: told.collect::<Vec<_>>().join("; "),
        values: values(figure, times, unit, &ahead),
    };
    Some(frame.html())
}

fn legend(figure: &Figure, unit: Unit, limits: &[(f64, String)], shown: &[f64], ahead: bool) -> Vec<Markup> {
    let series = figure.series.iter().enumerate().filter_map(|(index, series)| {
        let seen = seen(&series.points)?;
        Some(html! {
            (swatch(&Swatch::Line(index)))
            @if figure.series.len() > 1 { (series.title) " " }
            b { (amount(seen.last, unit)) }
            span class="faint" { ", highest " (amount(seen.max, unit)) }
        })
    });
    let limits = limits.iter().map(|(limit, title)| {
        html! {
            @if shown.contains(limit) { (swatch(&Swatch::Limit)) }
            (title) " " b { (amount(*limit, unit)) }
            @if !shown.contains(limit) { span class="faint" { ", above this scale" } }
        }
    });
    let ahead = figure.ahead.filter(|_| ahead).map(|(_, confidence)| {
        html! { (swatch(&Swatch::Ahead)) "expected, " (percent(confidence)) " of the time" }
    });
    series.chain(limits).chain(ahead).collect()
}

/// From the first to the last point of all series.
pub(super) fn span_of(series: &[&Series]) -> Option<(f64, f64)> {
    let times = || {
        let points = series.iter().flat_map(|series| &series.points);
        points.filter(|point| is_number(point)).map(|point| point.wall_seconds)
    };
    let from = times().min_by(f64::total_cmp)?;
    Some((from, times().max_by(f64::total_cmp)?))
}

/// The forecast as moments, beginning where the past ends.
fn ahead(figure: &Figure) -> Vec<(f64, f64, f64, f64)> {
    let Some((points, _)) = figure.ahead else { return Vec::new() };
    let past = figure.series.first().map_or(&[][..], |series| &series.points);
    let Some(now) = past.iter().rfind(|point| is_number(point)) else { return Vec::new() };
    let begin = (now.wall_seconds, now.mean, now.mean, now.mean);
    let further = points.iter().map(|at| (now.wall_seconds + at.ahead_seconds, at.low, at.mean, at.high));
    let all = std::iter::once(begin).chain(further);
    let drawable = |at: &(f64, f64, f64, f64)| {
        let (wall_seconds, low, mean, max) = *at;
        is_number(&Point { wall_seconds, mean, max }) && is_number(&Point { wall_seconds, mean, max: low })
    };
    all.filter(drawable).collect()
}

/// Each limit once, with its name.
fn limits(series: &[&Series]) -> Vec<(f64, String)> {
    let mut limits: Vec<(f64, String)> = Vec::new();
    for series in series {
        let Some(limit) = series.limit.filter(|limit| limit.is_finite()) else { continue };
        if !limits.iter().any(|(known, _)| *known == limit) {
            let title = if series.limit_title.is_empty() { "limit" } else { &series.limit_title };
            limits.push((limit, title.to_owned()));
        }
    }
    limits
}

/// What happened in the picture's time, each once.
fn marks(series: &[&Series], times: (f64, f64)) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for mark in series.iter().flat_map(|series| &series.marks) {
        if (times.0..=times.1).contains(&mark.wall_seconds) && !marks.contains(mark) {
            marks.push(mark.clone());
        }
    }
    marks.sort_by(|a, b| a.wall_seconds.total_cmp(&b.wall_seconds));
    marks
}

/// An axis reaches so far at least: a share of a few thousandths is not to look like much.
fn least_top(unit: Unit) -> f64 {
    match unit {
        Unit::Ratio | Unit::Cpus => 0.1,
        Unit::Bytes | Unit::BytesPerSecond => 1024.0,
        Unit::Seconds => 0.001,
        Unit::Count | Unit::PerSecond => 1.0,
    }
}

fn seen(points: &[Point]) -> Option<Seen> {
    let points = || points.iter().filter(|point| is_number(point));
    let last = points().next_back()?.mean;
    let (sum, count) = points().fold((0.0, 0.0), |(sum, count), point| (sum + point.mean, count + 1.0));
    let max = points().map(|point| point.max).fold(f64::NEG_INFINITY, f64::max);
    Some(Seen { last, mean: sum / count, max })
}

/// The chart in words, for those who do not see it.
fn description(figure: &Figure, times: (f64, f64), unit: Unit, limits: &[(f64, String)]) -> String {
    let mut text = format!("From {} to {} UTC.", moment(times.0), moment(times.1));
    for series in &figure.series {
        if let Some(seen) = seen(&series.points) {
            let (last, mean, max) =
                (amount(seen.last, unit), amount(seen.mean, unit), amount(seen.max, unit));
            text += &format!(" {}: {last} last, {mean} on average, {max} at most.", series.title);
        }
    }
    for (limit, title) in limits {
        text += &format!(" {title}: {}.", amount(*limit, unit));
    }
    text
}

fn values(figure: &Figure, times: (f64, f64), unit: Unit, ahead: &[(f64, f64, f64, f64)]) -> Values {
    let past = span_of(&figure.series).unwrap_or(times);
    let columns: Vec<Vec<Option<Point>>> =
        figure.series.iter().map(|series| spans(&series.points, past.0, past.1, ROWS)).collect();
    let mut head = vec!["from, UTC".to_owned()];
    for series in &figure.series {
        head.extend([format!("{}, mean", series.title), "highest".to_owned()]);
    }
    let mut rows = Vec::new();
    for row in (0..ROWS).filter(|row| columns.iter().any(|column| column[*row].is_some())) {
        let mut texts = vec![row_time(past, row)];
        for column in &columns {
            let point = column[row];
            texts.push(cell(point.map(|point| point.mean), unit));
            texts.push(cell(point.map(|point| point.max), unit));
        }
        rows.push(texts);
    }
    for (at, low, middle, high) in ahead.iter().skip(1) {
        rows.push(vec![
            format!("{}, expected", time(*at, past)),
            cell(Some(*middle), unit),
            format!("{} to {}", amount(*low, unit), amount(*high, unit)),
        ]);
    }
    let points = plural(figure.series.iter().map(|series| series.points.len()).sum(), "point", "points");
    Values { head, rows, note: format!("{points} in at most {ROWS} rows of the same length.") }
}

fn cell(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| "–".to_owned(), |value| amount(value, unit))
}

fn row_time(times: (f64, f64), row: usize) -> String {
    time(times.0 + (times.1 - times.0) / ROWS as f64 * row as f64, times)
}

/// With the day, where the times are of several.
fn time(at: f64, times: (f64, f64)) -> String {
    if day(times.0) == day(times.1) {
        clock(at)
    } else {
        format!("{} {}", day(at), clock(at))
    }
}
