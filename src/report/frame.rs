//! A chart as a figure: heading, legend, the picture with its description, and the same values as a table.

use maud::{html, Markup, PreEscaped};

use super::draw::{self, Picture, MOST_SERIES};
use super::parts;

/// A figure being put together.
pub(super) struct Frame<'a> {
    /// Unique in the page.
    pub(super) id: &'a str,
    /// The heading.
    pub(super) title: &'a str,
    /// The lines of the legend.
    pub(super) legend: Vec<Markup>,
    /// The chart in words, for those who do not see it.
    pub(super) description: String,
    /// What is drawn.
    pub(super) picture: Picture<'a>,
    /// What stands below the picture; nothing where it is empty.
    pub(super) note: String,
    /// The same values, and what is to be known of them.
    pub(super) values: Values,
}

/// A table.
pub(super) struct Values {
    /// What stands above its columns.
    pub(super) head: Vec<String>,
    /// Each row, the first of it being its name.
    pub(super) rows: Vec<Vec<String>>,
    /// What stands below; nothing where it is empty.
    pub(super) note: String,
}

/// How a series, a limit, a moment or an interval is told apart in the legend.
#[cfg_attr(not(feature = "load"), allow(dead_code))] // The diagnosis draws no dots.
pub(super) enum Swatch {
    Line(usize),
    Dot(usize),
    Limit,
    Mark,
    Ahead,
}

impl Frame<'_> {
    /// As HTML.
    pub(super) fn html(&self) -> Markup {
        let (id, title) = (self.id, self.title);
        html! {
            figure class="chart" {
                figcaption {
                    h3 { (title) }
                    ul class="legend" { @for line in &self.legend { li { (line) } } }
                }
                @match draw::inside(&self.picture) {
                    Ok(inside) => svg role="img" tabindex="0" viewBox=(draw::view_box())
                        aria-labelledby={ (id) "-title " (id) "-text" } {
                        title id={ (id) "-title" } { (title) }
                        desc id={ (id) "-text" } { (self.description) }
                        // Drawn by the chart library, from numbers and the labels of axes only.
                        (PreEscaped(inside))
                    },
                    Err(reason) => p class="note" { "This chart could not be drawn: " (reason) },
                }
                @if !self.note.is_empty() { p class="note" { (self.note) } }
                (self.values.html(title))
            }
        }
    }
}

impl Values {
    fn html(&self, title: &str) -> Markup {
        html! {
            details {
                summary { "Values" span class="hidden" { " of " (title) } }
                (parts::table(&format!("Values of {title}"), &self.head, &self.rows, &[]))
                @if !self.note.is_empty() { p class="note" { (self.note) } }
            }
        }
    }
}

pub(super) fn swatch(swatch: &Swatch) -> Markup {
    let line = |class: &str| html! { line class=(class) x1="0" y1="12" x2="72" y2="12" {} };
    let inside = match swatch {
        Swatch::Line(index) => line(&format!("line{}", index % MOST_SERIES)),
        Swatch::Dot(index) => {
            html! { circle class={ "line" (index % MOST_SERIES) } cx="36" cy="12" r="10" {} }
        }
        Swatch::Limit => line("limit"),
        Swatch::Mark => line("mark"),
        Swatch::Ahead => html! { rect class="interval" width="72" height="24" {} (line("middle")) },
    };
    html! { svg class="swatch" viewBox="0 0 72 24" aria-hidden="true" { (inside) } }
}
