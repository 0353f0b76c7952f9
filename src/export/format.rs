//! How the text is written, and which way a client wants it.

/// How metrics are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The text format 0.0.4 of Prometheus.
    #[default]
    Text,
    /// OpenMetrics 1.0: the families of counters without `_total`, and an end that is told.
    OpenMetrics,
}

impl Format {
    /// The value of `Content-Type` that goes with it.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Format::Text => super::CONTENT_TYPE,
            Format::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// The one that an `Accept` asks for: OpenMetrics where it is named, in this version or in any, and no other text is
    /// liked better; in all other cases the text that everybody reads.
    #[must_use]
    pub fn wanted(accept: Option<&str>) -> Self {
        let (mut open, mut plain) = (0.0, 0.0);
        for (name, quality) in accept.unwrap_or_default().split(',').filter_map(entry) {
            let best: &mut f64 = match name {
                Format::OpenMetrics => &mut open,
                Format::Text => &mut plain,
            };
            *best = best.max(quality);
        }
        match open > 0.0 && open >= plain {
            true => Format::OpenMetrics,
            false => Format::Text,
        }
    }
}

/// One of the list, with how much it is liked, 0 to 1; nothing where it is neither of ours.
fn entry(text: &str) -> Option<(Format, f64)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let format = match name.as_str() {
        "application/openmetrics-text" => Format::OpenMetrics,
        "text/plain" => Format::Text,
        _ => return None,
    };
    let mut quality = 1.0;
    for (key, value) in parts.filter_map(|part| part.split_once('=')) {
        match key.trim().to_ascii_lowercase().as_str() {
            "q" => quality = value.trim().parse().unwrap_or(0.0),
            // 0.0.1 was a draft.
            "version" if format == Format::OpenMetrics && value.trim().trim_matches('"') != "1.0.0" => {
                return None;
            }
            _ => {}
        }
    }
    Some((format, quality))
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
