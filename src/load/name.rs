//! Names of others, which may be of any length.

/// Longer ones are cut where they are shown.
const LONGEST: usize = 160;

/// As much of a name as has room.
pub(super) fn short(text: &str) -> String {
    cut(text, LONGEST)
}

/// At most so many letters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
