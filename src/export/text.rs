//! The text format 0.0.4 of Prometheus.
//!
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>

use std::fmt::Write;

use super::family::{Family, FamilyKind};

/// A family being written. Its head comes with its first series, so that a family without any leaves nothing.
pub(crate) struct Series<'a> {
    text: &'a mut String,
    /// The name, in parts.
    name: [&'a str; 3],
    kind: FamilyKind,
    help: &'a str,
    has_head: bool,
}

impl<'a> Series<'a> {
    pub(crate) fn of(text: &'a mut String, family: &'a Family) -> Self {
        Series::named(text, [family.name, "", ""], family.kind, family.help)
    }

    pub(super) fn named(text: &'a mut String, name: [&'a str; 3], kind: FamilyKind, help: &'a str) -> Self {
        Series { text, name, kind, help, has_head: false }
    }

    /// A series with its value. A value that is missing leaves the series out.
    pub(crate) fn add(&mut self, labels: &[(&str, &str)], value: impl Into<Option<f64>>) {
        let Some(value) = value.into() else { return };
        if !self.has_head {
            self.head();
        }
        self.push_name();
        for (index, (label, word)) in labels.iter().enumerate() {
            self.text.push(if index == 0 { '{' } else { ',' });
            self.text.push_str(label);
            self.text.push_str("=\"");
            escape(self.text, word, true);
            self.text.push('"');
        }
        self.text.push_str(if labels.is_empty() { " " } else { "} " });
        number(self.text, value);
        self.text.push('\n');
    }

    fn head(&mut self) {
        self.has_head = true;
        self.text.push_str("# HELP ");
        self.push_name();
        self.text.push(' ');
        escape(self.text, self.help, false);
        self.text.push_str("\n# TYPE ");
        self.push_name();
        self.text.push(' ');
        self.text.push_str(self.kind.name());
        self.text.push('\n');
    }

    fn push_name(&mut self) {
        self.name.iter().for_each(|part| self.text.push_str(part));
    }
}

/// Line breaks and backslashes, and within quotes these too. Everything else stands as it is: the format is UTF-8.
fn escape(text: &mut String, word: &str, quoted: bool) {
    let mut rest = word;
    while let Some(at) = rest.find(|c| c == '\\' || c == '\n' || (quoted && c == '"')) {
        text.push_str(&rest[..at]);
        text.push_str(match rest.as_bytes()[at] {
            b'\\' => "\\\\",
            b'\n' => "\\n",
            _ => "\\\"",
        });
        rest = &rest[at + 1..];
    }
    text.push_str(rest);
}

fn number(text: &mut String, value: f64) {
    if value.is_nan() {
        text.push_str("NaN");
    } else if value.is_infinite() {
        text.push_str(if value > 0.0 { "+Inf" } else { "-Inf" });
    } else {
        // Writing to a string cannot fail.
        let _ = write!(text, "{value}");
    }
}
