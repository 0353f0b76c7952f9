//! The picture of a chart. The only file that knows the chart library.
//!
//! plotters writes the colour of everything into the picture. Here each [`Role`] is drawn in a colour that only marks
//! it, and is then given the class of that name instead: `page.css` says what it looks like, in light and in dark.

use std::fmt::Write as _;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, ValueFormatter};
use plotters::prelude::*;

use super::axis::Axis;
use super::view::Point;

/// Width and height of a picture, in CSS pixels. It scales with the page; this is the width it has there most of
/// the time, on a phone too, so that its text keeps its size.
const SIZE: (u32, u32) = (360, 165);
/// plotters knows whole pixels only: it draws this many times larger, and the view box scales it back.
const FINE: u32 = 4;
/// The size of text, in CSS pixels; `page.css` repeats it, because the library writes another one.
const TEXT: u32 = 11;

/// What is drawn.
#[derive(Debug)]
pub(super) struct Picture<'a> {
    /// The axis below: time, or whatever the values are drawn over.
    pub(super) across: &'a Axis,
    /// The axis of values.
    pub(super) up: &'a Axis,
    /// Each series.
    pub(super) curves: &'a [Drawn],
    /// Limits that are within the values.
    pub(super) limits: &'a [f64],
    /// Where on the axis below something happened.
    pub(super) marks: &'a [f64],
    /// What will be: moment, lower end, middle, upper end.
    pub(super) ahead: &'a [(f64, f64, f64, f64)],
}

/// A series as it is drawn, in stretches that are not connected.
#[derive(Debug)]
pub(super) struct Drawn {
    /// Its shape.
    pub(super) shape: Shape,
    /// Its points.
    pub(super) stretches: Vec<Vec<Point>>,
}

/// What a series looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "load"), allow(dead_code))] // The diagnosis draws lines only.
pub(crate) enum Shape {
    /// A line; with a shade up to the highest of what was merged.
    #[default]
    Line,
    /// A line, with everything below it shaded.
    Area,
    /// Each point by itself.
    Dots,
}

/// What a part of the picture is, and the class that it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Grid,
    Axis,
    Limit,
    Mark,
    Interval,
    Middle,
    /// A series' line.
    Line(usize),
    /// From a series' mean up to its highest.
    Shade(usize),
}

/// So many series can be told apart.
pub(super) const MOST_SERIES: usize = 4;

impl Role {
    fn all() -> impl Iterator<Item = Role> {
        let fixed =
            [Role::Text, Role::Grid, Role::Axis, Role::Limit, Role::Mark, Role::Interval, Role::Middle];
        fixed.into_iter().chain((0..MOST_SERIES).flat_map(|series| [Role::Line(series), Role::Shade(series)]))
    }

    fn class(self) -> String {
        match self {
            Role::Text => "text".to_owned(),
            Role::Grid => "grid".to_owned(),
            Role::Axis => "axis".to_owned(),
            Role::Limit => "limit".to_owned(),
            Role::Mark => "mark".to_owned(),
            Role::Interval => "interval".to_owned(),
            Role::Middle => "middle".to_owned(),
            Role::Line(series) => format!("line{series}"),
            Role::Shade(series) => format!("shade{series}"),
        }
    }

    fn color(self) -> RGBColor {
        let at = Role::all().position(|role| role == self).unwrap_or_default();
        RGBColor(0, 0, u8::try_from(at).unwrap_or_default() + 1)
    }
}

/// The view box of what [`inside`] draws.
pub(super) fn view_box() -> String {
    format!("0 0 {} {}", SIZE.0 * FINE, SIZE.1 * FINE)
}

/// What stands between `<svg>` and `</svg>`; `Err` says why there is nothing. Holds no text but the labels of the axes.
pub(super) fn inside(picture: &Picture) -> Result<String, String> {
    let mut svg = String::new();
    draw(picture, &mut svg).map_err(|error| error.to_string())?;
    Ok(classes(&svg))
}

/// Room for the longest label beside an axis.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // A label has few letters.
fn beside(axis: &Axis) -> u32 {
    /// How wide letters of a wide font are in the mean, in heights.
    const WIDE: f64 = 0.58;
    /// Marks, and the space before them.
    const MARKS: u32 = 6;
    let longest = axis.marks.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0);
    let wide = (longest as f64 * WIDE * f64::from(TEXT * FINE)).ceil() as u32;
    (wide + MARKS * FINE).max(60 * FINE)
}

fn draw<'a>(
    picture: &Picture,
    svg: &'a mut String,
) -> Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>> {
    let (from, to) = picture.across.ends;
    let (low, high) = picture.up.ends;
    let root = SVGBackend::with_string(svg, (SIZE.0 * FINE, SIZE.1 * FINE)).into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin_top(8 * FINE)
        .margin_right(17 * FINE)
        .margin_bottom(2 * FINE)
        .x_label_area_size(18 * FINE)
        .y_label_area_size(beside(picture.up))
        .build_cartesian_2d(Edge(picture.across), Edge(picture.up))?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(Role::Grid.color())
        .light_line_style(TRANSPARENT)
        .axis_style(Role::Axis.color())
        .set_all_tick_mark_size(3 * FINE)
        .label_style(("sans-serif", TEXT * FINE).with_color(Role::Text.color()))
        .draw()?;

    for mark in picture.marks {
        chart.draw_series([PathElement::new([(*mark, low), (*mark, high)], Role::Mark.color())])?;
    }
    for (index, curve) in picture.curves.iter().enumerate() {
        for stretch in &curve.stretches {
            let below: Vec<(f64, f64)> = match curve.shape {
                Shape::Area => stretch.iter().rev().map(|point| (point.wall_seconds, low)).collect(),
                Shape::Line if stretch.iter().any(|point| point.max > point.mean) => {
                    stretch.iter().rev().map(|point| (point.wall_seconds, point.mean)).collect()
                }
                _ => continue,
            };
            let above = stretch.iter().map(|point| (point.wall_seconds, point.max));
            let shade = Role::Shade(index % MOST_SERIES).color().filled();
            chart.draw_series([Polygon::new(above.chain(below).collect::<Vec<_>>(), shade)])?;
        }
    }
    interval(picture, |outline| {
        chart.draw_series([Polygon::new(outline, Role::Interval.color().filled())]).map(drop)
    })?;
    for limit in picture.limits {
        chart.draw_series([PathElement::new([(from, *limit), (to, *limit)], Role::Limit.color())])?;
    }
    for (index, curve) in picture.curves.iter().enumerate() {
        let color = Role::Line(index % MOST_SERIES).color();
        for stretch in &curve.stretches {
            if stretch.len() == 1 || curve.shape == Shape::Dots {
                let radius = if curve.shape == Shape::Dots { 3 } else { 2 };
                let dot = |point: &Point| {
                    Circle::new((point.wall_seconds, point.mean), radius * FINE, color.filled())
                };
                chart.draw_series(stretch.iter().map(dot))?;
            } else {
                let line = stretch.iter().map(|point| (point.wall_seconds, point.mean));
                chart.draw_series(LineSeries::new(line, color))?;
            }
        }
    }
    if picture.ahead.len() > 1 {
        let middle = picture.ahead.iter().map(|(at, _, middle, _)| (*at, *middle));
        chart.draw_series(LineSeries::new(middle, Role::Middle.color()))?;
    }
    root.present()
}

/// An axis with marks of our own: the library's are round in neither time nor KiB.
struct Edge<'a>(&'a Axis);

impl Ranged for Edge<'_> {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    #[allow(clippy::cast_possible_truncation)] // A place within the picture; saturates.
    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        limit.0 + (self.0.place(*value) * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            Vec::new()
        } else {
            self.0.marks.iter().map(|(at, _)| *at).collect()
        }
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.0.ends.0..self.0.ends.1
    }
}

impl ValueFormatter<f64> for Edge<'_> {
    fn format_ext(&self, value: &f64) -> String {
        let mark = self.0.marks.iter().find(|(at, _)| at == value);
        mark.map(|(_, label)| label.clone()).unwrap_or_default()
    }
}

/// The outline of the interval in which the future is expected.
fn interval<E>(picture: &Picture, draw: impl FnOnce(Vec<(f64, f64)>) -> Result<(), E>) -> Result<(), E> {
    if picture.ahead.len() < 2 {
        return Ok(());
    }
    let above = picture.ahead.iter().map(|(at, _, _, high)| (*at, *high));
    let below = picture.ahead.iter().rev().map(|(at, low, _, _)| (*at, *low));
    draw(above.chain(below).collect())
}

/// Takes the outer tag and all style off, and gives classes instead.
fn classes(svg: &str) -> String {
    let mut inner = svg.trim_end().trim_end_matches("</svg>");
    inner = inner.split_once('\n').map_or("", |(_, inside)| inside);
    let mut text = inner.replace(" opacity=\"1\"", "").replace(" stroke-width=\"1\"", "");
    text = text
        .replace(" fill=\"none\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" font-family=\"sans-serif\"", "");
    for role in Role::all() {
        let RGBColor(r, g, b) = role.color();
        let mut hex = String::new();
        let _ = write!(hex, "#{r:02X}{g:02X}{b:02X}");
        let class = format!("class=\"{}\"", role.class());
        text = text.replace(&format!("stroke=\"{hex}\""), &class).replace(&format!("fill=\"{hex}\""), &class);
    }
    text
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
