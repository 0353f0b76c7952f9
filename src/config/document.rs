//! Text to tree: one document of YAML 1.2 or JSON, within bounds.

use std::sync::Arc;

use saphyr_parser::{Marker, Parser};

use super::builder::Builder;
use super::json::{self, Prepared};
use super::problems::Sink;
use super::tree::{Node, Place};

/// How much may still be read, over a file and all that it includes.
pub(crate) struct Budget {
    /// Bytes of text.
    pub bytes: usize,
    /// Values, counted again wherever an alias repeats them.
    pub nodes: usize,
}

/// 4 MiB of text and 200,000 values: thousands of servers.
impl Default for Budget {
    fn default() -> Self {
        Budget { bytes: 4 << 20, nodes: 200_000 }
    }
}

/// The end of reading a text: what comes after cannot be trusted, or would be too much.
pub(crate) struct Stop {
    pub place: Place,
    pub message: String,
}

impl Stop {
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Stop { place, message: message.into() }
    }
}

/// Reads a text. Nothing if there is nothing in it or if it cannot be read, which is then among the
/// problems.
pub(crate) fn read(text: &str, file: &Arc<str>, budget: &mut Budget, sink: &Sink) -> Option<Node> {
    let parsed = parse(text, file, budget, sink);
    parsed.unwrap_or_else(|Stop { place, message }| {
        sink.wrong(&place, "", message);
        None
    })
}

fn parse(text: &str, file: &Arc<str>, budget: &mut Budget, sink: &Sink) -> Result<Option<Node>, Stop> {
    let Some(left) = budget.bytes.checked_sub(text.len()) else {
        return Err(Stop::new(Place::start(file), TOO_LARGE));
    };
    budget.bytes = left;
    let prepared = json::prepare(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut builder = Builder::new(budget, sink);
    for event in Parser::new_from_str(&prepared.text) {
        let (event, span) = event.map_err(|error| syntax(&prepared, file, error.marker(), error.info()))?;
        builder.take(event, place(&prepared, file, &span.start))?;
    }
    match builder.into_root() {
        None => Err(Stop::new(Place::start(file), "there is nothing in it")),
        root => Ok(root),
    }
}

/// Said of text beyond [`Budget::bytes`].
pub(crate) const TOO_LARGE: &str = "the configuration is larger than 4 MiB, with all that it includes";

fn place(prepared: &Prepared<'_>, file: &Arc<str>, marker: &Marker) -> Place {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let line = number(marker.line()).max(1);
    let column = prepared.column(line, number(marker.col()).saturating_add(1));
    Place { file: Arc::clone(file), line, column }
}

/// A syntax error of the language that the text is more likely written in: JSON if that parser came
/// as many lines, and did not stop at a word without quotes.
fn syntax(prepared: &Prepared<'_>, file: &Arc<str>, marker: &Marker, message: &str) -> Stop {
    let yaml = place(prepared, file, marker);
    if let Some(error) = &prepared.error {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (line, column) = (number(error.line()).max(1), number(error.column()).max(1));
        // The position is said in front of it.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let has_bare_words = matches!(message, "key must be a string" | "expected value");
        if line >= yaml.line && !has_bare_words {
            return Stop::new(Place { line, column, ..yaml }, format!("this is not JSON: {message}"));
        }
    }
    Stop::new(yaml, format!("this cannot be read: {message}"))
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
