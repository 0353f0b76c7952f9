//! Names and numbers as people read them.

use plimsoll::fields::{Scope, Unit};
use plimsoll::finding::{quantity, Measure};
use plimsoll::monitor::Resource;
use plimsoll::{Component, Level};

/// The name of a field without its unit and underscores: `cgroup_cpu_usage_cpus` is
/// `cgroup cpu usage`.
pub fn label(name: &str) -> String {
    const UNITS: [&str; 8] = [
        "_bytes_per_second",
        "_per_second",
        "_in_window",
        "_ratio",
        "_bytes",
        "_seconds",
        // `effective_cpus` would lose its meaning.
        "_usage_cpus",
        "_throttled_cpus",
    ];
    let stem = UNITS.iter().find_map(|unit| {
        let stem = name.strip_suffix(unit)?;
        Some(match *unit {
            "_usage_cpus" => format!("{stem} usage"),
            "_throttled_cpus" => format!("{stem} refused"),
            _ => stem.to_owned(),
        })
    });
    stem.unwrap_or_else(|| name.to_owned()).replace('_', " ")
}

/// The name of a measured value; a value of the host under a cgroup's name says so.
pub fn measured(measure: &Measure) -> String {
    let name = label(&measure.name);
    match name.strip_prefix("cgroup ") {
        Some(rest) if measure.scope == Scope::Host => format!("{rest} (host)"),
        _ => name,
    }
}

/// What a row of the resource table is called; values of the host say so.
pub fn title(resource: &Resource) -> String {
    let name = match &resource.resource {
        Component::Cpu => "CPU",
        Component::Memory => "Memory",
        Component::DiskSpace => "Disk space",
        Component::Inodes => "Inodes",
        Component::DiskIo => "Disk I/O",
        Component::Network => "Network",
        Component::Descriptors => "Descriptors",
        Component::Pids => "Tasks",
        Component::Load => "Load",
        other => return other.to_string(),
    };
    match resource.used.scope {
        Scope::Host => format!("{name} (host)"),
        _ => name.to_owned(),
    }
}

/// A number with its unit; long counts in groups of three digits.
pub fn amount(value: f64, unit: Unit) -> String {
    let text = quantity(value, unit);
    if unit != Unit::Count || text.len() < 5 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    let mut grouped = String::new();
    for (index, digit) in text.chars().enumerate() {
        if index > 0 && (text.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A text cut at its beginning to a number of characters: of a path the end tells most.
pub fn elide_start(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(length + 1 - width.max(1)).collect();
    format!("…{kept}")
}

/// As [`elide_start`], for a path behind words: `quota of /a/b`; the words stay.
pub fn elide_path(text: &str, width: usize) -> String {
    match text.find(" /") {
        Some(at) => {
            let words = &text[..=at];
            format!("{words}{}", elide_start(&text[at + 1..], width.saturating_sub(words.chars().count())))
        }
        None => elide_end(text, width),
    }
}

/// A text cut at its end to a number of characters.
pub fn elide_end(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// A level as a heading.
pub fn headline(level: Option<Level>) -> String {
    level.map_or("UNKNOWN".to_owned(), |level| level.name().to_uppercase())
}

/// One and many.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
