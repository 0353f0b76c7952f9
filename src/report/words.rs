//! Names, numbers and times as people read them.

use std::time::{Duration, UNIX_EPOCH};

use crate::fields::{Scope, Unit};
use crate::finding::{quantity, Component, Measure, Place};

/// A component as a heading.
#[must_use]
pub fn component(component: &Component) -> String {
    match component {
        Component::Cpu => "CPU",
        Component::Memory => "Memory",
        Component::DiskSpace => "Disk space",
        Component::Inodes => "Inodes",
        Component::DiskIo => "Disk I/O",
        Component::Network => "Network",
        Component::Descriptors => "Descriptors",
        Component::Pids => "Tasks",
        Component::Load => "Load",
        Component::Metric(name) => return format!("Metric {name}"),
        Component::Checker => "Checks",
        Component::ConnectionPool(name) => return format!("Connection pool {name}"),
        Component::Cache(name) => return format!("Cache {name}"),
        Component::DatabasePool(name) => return format!("Database pool {name}"),
        Component::DatabaseQueries(name) => return format!("Database of {name}"),
        Component::Target(name) => return format!("Server {name}"),
    }
    .to_owned()
}

/// Whose a value is, where that is not the container itself.
pub(super) fn whose(scope: Scope) -> Option<&'static str> {
    match scope {
        Scope::Cgroup => None,
        Scope::Host => Some("host"),
        Scope::Process => Some("process"),
        Scope::NetworkNamespace => Some("network namespace"),
        Scope::Mount => Some("filesystem"),
    }
}

/// Where a change is made.
pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Cgroup => "cgroup file",
        Place::Docker => "Docker",
        Place::Kubernetes => "Kubernetes",
        Place::Systemd => "systemd",
        Place::Command => "command",
        Place::Program => "the program",
        Place::Configuration => "configuration",
    }
}

/// A number with its unit; seconds from a minute on in minutes, hours, days.
#[must_use]
pub fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds if value.is_finite() => span(value),
        _ if value < 0.0 => format!("−{}", amount(-value, unit)),
        Unit::Count => grouped(&quantity(value, unit)),
        _ => quantity(value, unit),
    }
}

/// Long whole numbers in groups of three digits: `65,536`.
fn grouped(number: &str) -> String {
    let whole = number.bytes().all(|byte| byte.is_ascii_digit());
    if !whole || number.len() < "10000".len() {
        return number.to_owned();
    }
    in_groups(number)
}

fn in_groups(number: &str) -> String {
    let mut text = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && (number.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A measured value.
pub(super) fn measure(measure: &Measure) -> String {
    amount(measure.value, measure.unit)
}

/// A share as a whole percentage.
#[must_use]
pub fn percent(share: f64) -> String {
    // A sum of nothing is -0.0: plus 0.0 it is 0.0.
    format!("{:.0} %", share * 100.0 + 0.0)
}

/// A span of time in at most two units: `12.5 s`, `3 h 20 min`, `2 days 4 h`.
#[must_use]
pub fn span(seconds: f64) -> String {
    const MOST: f64 = 100.0 * 365.25 * 86_400.0;
    if seconds.abs() < 60.0 {
        return quantity(seconds, Unit::Seconds);
    }
    if seconds.is_nan() || seconds < 0.0 {
        return "unknown".to_owned();
    }
    if seconds >= MOST {
        return "over 100 years".to_owned();
    }
    let text = humantime::format_duration(Duration::from_secs_f64(seconds.round())).to_string();
    let spaced = |part: &str| {
        let (number, unit) = part.split_at(part.trim_end_matches(char::is_alphabetic).len());
        format!("{number} {}", if unit == "m" { "min" } else { unit })
    };
    text.split(' ').take(2).map(spaced).collect::<Vec<_>>().join(" ")
}

/// A latency with three digits: `1.23 ms`.
#[must_use]
pub fn latency(seconds: f64) -> String {
    let (value, unit) = match seconds {
        seconds if seconds < 1e-3 => (seconds * 1e6, "µs"),
        seconds if seconds < 1.0 => (seconds * 1e3, "ms"),
        seconds => (seconds, "s"),
    };
    let digits = if value < 9.995 {
        2
    } else if value < 99.95 {
        1
    } else {
        0
    };
    format!("{value:.digits$} {unit}")
}

/// A count or a rate: `12,345` or `0.5`.
#[must_use]
pub fn number(value: f64) -> String {
    if value < 10.0 && value.fract() != 0.0 {
        return format!("{value:.1}");
    }
    in_groups(&format!("{value:.0}"))
}

/// Seconds since something began, as a clock tells them: `1:30`, `2:00:00`.
#[cfg(feature = "load")]
pub(crate) fn elapsed(seconds: f64) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates.
    let whole = seconds.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// How long a request would wait for a connection: a span, and beyond an hour `> 1 h`. A pool of which that is said does
/// not keep up, and how far its waits would grow says nothing.
#[must_use]
pub fn wait(seconds: f64) -> String {
    const MOST: f64 = 3600.0;
    if seconds > MOST {
        return format!("> {}", span(MOST));
    }
    span(seconds)
}

/// Whether a moment is in the calendar: after 1970, before the year 10000.
pub(super) fn has_moment(wall_seconds: f64) -> bool {
    const YEAR_10000: f64 = 253_402_300_800.0;
    (0.0..YEAR_10000).contains(&wall_seconds)
}

/// `2026-01-09 12:00:00`, UTC; `unknown` where the calendar does not have it.
pub(crate) fn moment(wall_seconds: f64) -> String {
    if !has_moment(wall_seconds) {
        return "unknown".to_owned();
    }
    let time = UNIX_EPOCH + Duration::from_secs_f64(wall_seconds.floor());
    humantime::format_rfc3339_seconds(time).to_string().replace('T', " ").replace('Z', "")
}

/// `12:00:00`, UTC.
pub(super) fn clock(wall_seconds: f64) -> String {
    moment(wall_seconds).split(' ').next_back().unwrap_or_default().to_owned()
}

/// `01-09`, UTC.
pub(super) fn day(wall_seconds: f64) -> String {
    moment(wall_seconds).get("2026-".len().."2026-01-09".len()).unwrap_or("?").to_owned()
}

/// One and many.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(&count.to_string()), if count == 1 { one } else { many })
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
