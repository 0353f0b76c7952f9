//! The text format 0.0.4 of Prometheus, and OpenMetrics 1.0, which is nearly the same.
//!
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>
//! <https://prometheus.io/docs/specs/om/open_metrics_spec/>

use std::fmt::Write;

use super::family::{Family, FamilyKind};
use super::{Exposition, Format};

/// What every name begins with in this library.
const PREFIX: &str = "plimsoll";

/// Base units that names end in.
const UNITS: [&str; 3] = ["_bytes", "_ratio", "_seconds"];

/// A family being written. Its head comes with its first series, so that a family without any leaves nothing.
pub(crate) struct Series<'a> {
    text: &'a mut String,
    /// What stands in the place of [`PREFIX`].
    prefix: &'a str,
    /// What follows it, in parts.
    name: [&'a str; 3],
    kind: FamilyKind,
    help: &'a str,
    /// Labels of every series, as they are written.
    common: &'a str,
    format: Format,
    has_head: bool,
}

impl<'a> Series<'a> {
    pub(super) fn of(page: &'a mut Exposition, family: &'a Family) -> Self {
        let name = family.name.strip_prefix(PREFIX).unwrap_or(family.name);
        Series::named(page, [name, "", ""], family.kind, family.help)
    }

    /// `name` is what follows the prefix.
    pub(super) fn named(
        page: &'a mut Exposition,
        name: [&'a str; 3],
        kind: FamilyKind,
        help: &'a str,
    ) -> Self {
        let Exposition { text, settings, common, format } = page;
        Series { text, prefix: &settings.prefix, name, kind, help, common, format: *format, has_head: false }
    }

    /// A series with its value. A value that is missing leaves the series out.
    pub(crate) fn add(&mut self, labels: &[(&str, &str)], value: impl Into<Option<f64>>) {
        self.add_with(labels, "", value);
    }

    /// The same with further labels, as they are written.
    pub(super) fn add_with(&mut self, labels: &[(&str, &str)], further: &str, value: impl Into<Option<f64>>) {
        let Some(value) = value.into() else { return };
        if !self.has_head {
            self.head();
        }
        self.push_name();
        let mut before = '{';
        for (label, word) in labels {
            self.text.push(before);
            self.text.push_str(label);
            self.text.push_str("=\"");
            escape(self.text, word, true);
            self.text.push('"');
            before = ',';
        }
        for written in [further, self.common] {
            if !written.is_empty() {
                self.text.push(before);
                self.text.push_str(written);
                before = ',';
            }
        }
        self.text.push_str(if before == '{' { " " } else { "} " });
        number(self.text, value);
        self.text.push('\n');
    }

    fn head(&mut self) {
        self.has_head = true;
        self.text.push_str("# HELP ");
        self.push_family();
        self.text.push(' ');
        escape(self.text, self.help, self.format == Format::OpenMetrics);
        self.text.push_str("\n# TYPE ");
        self.push_family();
        self.text.push(' ');
        self.text.push_str(self.kind.name());
        self.text.push('\n');
        if self.format == Format::OpenMetrics {
            self.unit();
        }
    }

    /// The base unit, which its name ends in.
    fn unit(&mut self) {
        let begin = self.text.len();
        self.text.push_str("# UNIT ");
        let name = self.text.len();
        self.push_family();
        match UNITS.iter().find(|unit| self.text[name..].ends_with(*unit)) {
            Some(unit) => self.text.extend([" ", &unit[1..], "\n"]),
            None => self.text.truncate(begin),
        }
    }

    /// What the head calls it: in OpenMetrics the end of a counter belongs to its series alone.
    fn push_family(&mut self) {
        self.push_name();
        if self.format == Format::OpenMetrics && self.kind == FamilyKind::Counter {
            let name = self.text.strip_suffix("_total").map_or(self.text.len(), str::len);
            self.text.truncate(name);
        }
    }

    fn push_name(&mut self) {
        self.text.push_str(self.prefix);
        self.name.iter().for_each(|part| self.text.push_str(part));
    }
}

/// Line breaks and backslashes, and within quotes these too. Everything else stands as it is: the format is UTF-8.
pub(super) fn escape(text: &mut String, word: &str, quoted: bool) {
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
