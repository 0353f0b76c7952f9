//! Names and numbers as people read them.

use plimsoll::advise::WorkloadPattern;
use plimsoll::fields::Scope;
use plimsoll::monitor::Resource;
use plimsoll::report::component;
use plimsoll::Level;

/// What a row of the resource table is called; values of the host say so.
pub fn title(resource: &Resource) -> String {
    let name = component(&resource.resource);
    match resource.used.scope {
        Scope::Host => format!("{name} (host)"),
        _ => name,
    }
}

/// A kind of work: `CPU intensive`.
pub fn pattern(pattern: WorkloadPattern) -> String {
    pattern.name().replace('_', " ").replace("cpu", "CPU").replace("io ", "I/O ")
}

/// A path cut in its middle to a number of characters: of a path the beginning tells where it is, the
/// end what it is.
pub fn elide_middle(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let kept = width.saturating_sub(1);
    // The end tells more; the beginning ends where a name does, if one ends there.
    let most: String = text.chars().take(kept / 3).collect();
    let start = match most.rfind('/') {
        Some(at) if at > 0 => &most[..=at],
        _ => &most,
    };
    let end: String = text.chars().skip(length - (kept - start.chars().count())).collect();
    // Nor does it begin within a name.
    let end = match end.find('/') {
        Some(at) if start.ends_with('/') && at < end.len() / 2 => &end[at..],
        _ => &end,
    };
    format!("{start}…{end}")
}

/// As [`elide_middle`], for a path behind words: `quota of /a/b`; the words stay.
pub fn elide_path(text: &str, width: usize) -> String {
    match text.find(" /") {
        Some(at) => {
            let words = &text[..=at];
            format!("{words}{}", elide_middle(&text[at + 1..], width.saturating_sub(words.chars().count())))
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

/// Columns to write in: those of the terminal, but neither too few nor too many to read.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)).clamp(60, 100)
}

/// One and many.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
