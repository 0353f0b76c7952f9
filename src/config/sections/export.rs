//! `export`: how metrics are called and labelled.

use std::collections::BTreeMap;

use super::otlp::{self, OtlpSettings};
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::tree::Quoted;

/// How metrics are called and labelled.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportSettings {
    /// What the name of every metric begins with, before an underscore; `plimsoll` by default.
    pub prefix: String,
    /// Labels of every metric; none by default.
    pub labels: BTreeMap<String, String>,
    /// Whether the metrics of a server carry its own labels; they do by default.
    pub server_labels: bool,
    /// The collector of OpenTelemetry that metrics are sent to; none by default.
    pub otlp: Option<OtlpSettings>,
}

impl Default for ExportSettings {
    fn default() -> Self {
        ExportSettings {
            prefix: "plimsoll".to_owned(),
            labels: BTreeMap::new(),
            server_labels: true,
            otlp: None,
        }
    }
}

pub(super) fn read(root: &Section<'_>) -> ExportSettings {
    let mut settings = ExportSettings::default();
    let Some(section) = root.section("export", keys::EXPORT) else { return settings };
    if let Some(prefix) = section.field("prefix").and_then(|field| prefix(&field)) {
        settings.prefix = prefix;
    }
    let labels = section.field("labels").and_then(|field| field.entries()).unwrap_or_default();
    for (name, field) in labels {
        if !is_name(name) || name.starts_with("__") {
            field.wrong::<()>(
                "cannot be the name of a label: expected letters, digits and `_`, no digit first and not `__`",
            );
            continue;
        }
        if let Some(value) = field.text() {
            settings.labels.insert(name.to_owned(), value.to_owned());
        }
    }
    if let Some(labels) = section.boolean("server_labels") {
        settings.server_labels = labels;
    }
    settings.otlp = otlp::read(&section);
    settings
}

fn prefix(field: &Field<'_>) -> Option<String> {
    let text = field.word()?;
    if !is_name(text) {
        return field
            .wrong(format_args!("is {}: expected letters, digits and `_`, no digit first", Quoted(text)));
    }
    Some(text.trim_end_matches('_').to_owned())
        .filter(|prefix| !prefix.is_empty())
        .or_else(|| field.wrong("is empty"))
}

/// The names of Prometheus' data model, without the colon, which is for rules.
fn is_name(text: &str) -> bool {
    let is_first = |first: char| first.is_ascii_alphabetic() || first == '_';
    text.starts_with(is_first) && text.chars().all(|c| is_first(c) || c.is_ascii_digit())
}
