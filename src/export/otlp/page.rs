//! Reading what an [`Exposition`](super::super::Exposition) wrote.
//!
//! The text is what carries a page from the caller's thread to the exporter's: it is written into one buffer that is kept,
//! costs one copy, and holds the very metrics that Prometheus scrapes.

use std::borrow::Cow;

use crate::export::FamilyKind;

/// A series with its value.
#[derive(Debug, PartialEq)]
pub(super) struct Line<'a> {
    /// The name without the prefix and its underscore.
    pub name: &'a str,
    /// Name and labels as they are written: what tells series apart.
    pub key: &'a str,
    pub kind: FamilyKind,
    /// What it says in a sentence or two.
    pub help: Cow<'a, str>,
    pub labels: Vec<(&'a str, Cow<'a, str>)>,
    pub value: f64,
}

/// Calls `take` with each series of a text. What is not as this library writes it is left out.
pub(super) fn read<'a>(text: &'a str, prefix: &str, mut take: impl FnMut(Line<'a>)) {
    let (mut help, mut kind) = (Cow::Borrowed(""), FamilyKind::Gauge);
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            match comment.split_once(' ') {
                Some(("HELP", rest)) => {
                    help = rest.split_once(' ').map_or(Cow::Borrowed(""), |(_, words)| unescaped(words));
                }
                Some(("TYPE", rest)) => {
                    let is_counter = rest.ends_with(" counter");
                    kind = if is_counter { FamilyKind::Counter } else { FamilyKind::Gauge };
                }
                _ => {}
            }
        } else if let Some(line) = series(line, prefix, kind, &help) {
            take(line);
        }
    }
}

/// A line of a text that is no comment.
pub(super) fn series<'a>(
    line: &'a str,
    prefix: &str,
    kind: FamilyKind,
    help: &Cow<'a, str>,
) -> Option<Line<'a>> {
    let (key, value) = line.rsplit_once(' ')?;
    let value = match value {
        "+Inf" => f64::INFINITY,
        "-Inf" => f64::NEG_INFINITY,
        "NaN" => f64::NAN,
        number => number.parse().ok()?,
    };
    let (name, labels) = match key.split_once('{') {
        Some((name, labels)) => (name, read_labels(labels)?),
        None => (key, Vec::new()),
    };
    let name = name.strip_prefix(prefix)?.strip_prefix('_')?;
    Some(Line { name, key, kind, help: help.clone(), labels, value })
}

/// `a="b",c="d"}`.
pub(super) fn read_labels(mut rest: &str) -> Option<Vec<(&str, Cow<'_, str>)>> {
    let mut labels = Vec::new();
    loop {
        let (label, after) = rest.split_once("=\"")?;
        let end = closing_quote(after)?;
        labels.push((label, unescaped(&after[..end])));
        match &after[end + 1..] {
            "}" => return Some(labels),
            more => rest = more.strip_prefix(',')?,
        }
    }
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at),
            _ => {}
        }
    }
    None
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        });
    }
    Cow::Owned(plain)
}
