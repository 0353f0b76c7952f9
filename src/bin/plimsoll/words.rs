//! Names and numbers as people read them.

use std::borrow::Cow;

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
    format!("{start}…{end}")
}

/// The columns that a text takes: letters of some scripts take two.
pub fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// As [`elide_middle`], for a text of strangers in any script, cut to a number of columns.
pub fn fit_middle(text: &str, width: usize) -> String {
    let text = harmless(text);
    let mut cut = elide_middle(&text, width);
    let mut most = width;
    while columns(&cut) > width && most > 0 {
        most -= 1;
        cut = elide_middle(&text, most);
    }
    cut
}

/// A text with blanks behind it, up to a number of columns.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// As [`elide_middle`], for a path behind words: `quota of /a/b`; the words stay.
pub fn elide_path(text: &str, width: usize) -> String {
    let words = text.find(" /").map_or("", |at| &text[..=at]);
    match width.checked_sub(words.chars().count()) {
        // Three characters of a path tell nothing.
        Some(left) if !words.is_empty() && left > 3 => {
            format!("{words}{}", elide_middle(&text[words.len()..], left))
        }
        _ => elide_end(text, width),
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

/// Names of processes, cgroups and metrics may hold control characters, which a terminal obeys: they
/// are shown as U+FFFD, as the page with charts shows them. So are those that turn the direction of
/// what follows, which makes a line say something else than it does.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(harmful) {
        Cow::Owned(text.replace(harmful, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text in lines of so many columns, with what stands before the first and the others. Neither
/// words nor numbers and their units are broken.
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::wrap(&with_units(&harmless(text)), options).iter().map(|line| line.replace(HARD, " ")).collect()
}

/// A space at which no line is broken.
pub const HARD: &str = "\u{a0}";

/// A number keeps its unit on its line.
fn with_units(text: &str) -> String {
    const UNITS: [&str; 18] = [
        "%", "ms", "s", "m", "min", "h", "day", "days", "B", "KiB", "MiB", "GiB", "TiB", "B/s", "KiB/s",
        "MiB/s", "CPU", "CPUs",
    ];
    let is_unit = |word: &str| UNITS.contains(&word.trim_end_matches([',', '.', ';', ':', ')']));
    let mut kept = String::with_capacity(text.len());
    for word in text.split(' ') {
        if !kept.is_empty() {
            let hard = kept.ends_with(|last: char| last.is_ascii_digit()) && is_unit(word);
            kept.push_str(if hard { HARD } else { " " });
        }
        kept.push_str(word);
    }
    kept
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
