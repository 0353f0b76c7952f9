//! Colours. Whether they are written is decided once, by the stream (terminal, NO_COLOR).

use anstyle::{AnsiColor, Style};
use clap::builder::styling::Styles;
use plimsoll::finding::Status;
use plimsoll::{Level, LoadAdvice, Severity};

/// A failure.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// A heading.
pub const HEADING: Style = Style::new().bold();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();

/// Colours of `--help`.
pub const HELP: Styles = Styles::styled()
    .header(HEADING)
    .usage(HEADING)
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(FAINT)
    .error(ERROR)
    .invalid(AnsiColor::Yellow.on_default())
    .valid(AnsiColor::Green.on_default());

/// Green, yellow or red by how laden something is: 1.0 is at the mark.
pub fn of_reading(reading: f64) -> Style {
    if reading > 1.0 {
        AnsiColor::Red.on_default()
    } else if reading > 0.85 {
        AnsiColor::Yellow.on_default()
    } else {
        AnsiColor::Green.on_default()
    }
}

/// The colour of what to do with more work.
pub fn of_advice(advice: LoadAdvice) -> Style {
    match advice {
        LoadAdvice::Accept => AnsiColor::Green,
        LoadAdvice::Slow => AnsiColor::Yellow,
        LoadAdvice::Refuse => AnsiColor::Red,
    }
    .on_default()
    .bold()
}

/// The colour of a level, or of there being none.
pub fn of_level(level: Option<Level>) -> Style {
    match level {
        Some(Level::Optimal | Level::Good) => AnsiColor::Green,
        Some(Level::Degraded) => AnsiColor::Yellow,
        Some(Level::Poor) | None => AnsiColor::Red,
    }
    .on_default()
    .bold()
}

/// The colour of a severity.
pub fn of_severity(severity: Severity) -> Style {
    match severity {
        Severity::Low => FAINT,
        Severity::Medium => AnsiColor::Cyan.on_default().bold(),
        Severity::High => AnsiColor::Yellow.on_default().bold(),
        Severity::Critical => AnsiColor::Red.on_default().bold(),
    }
}

/// The colour of a status.
pub fn of_status(status: Status) -> Style {
    match status {
        Status::Healthy => AnsiColor::Green,
        Status::Degraded => AnsiColor::Yellow,
        Status::Unhealthy => AnsiColor::Red,
        Status::Unknown => AnsiColor::Magenta,
    }
    .on_default()
    .bold()
}
