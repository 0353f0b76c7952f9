//! Texts of strangers, fit to be shown.

/// The beginning of a text, at most `most` characters, in one line: control characters are blanks.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        shown.push_str("...");
    }
    shown
}
