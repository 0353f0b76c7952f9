//! Texts of strangers, fit to be shown.

/// The beginning of a text, at most `most` characters, in one line: control characters are blanks.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        shown.push_str("...");
    }
    shown
}

/// What a body says, in one line: of a web page its title, for the rest is markup.
pub(super) fn gist(text: &str, most: usize) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = plain.to_ascii_lowercase();
    if !(lower.starts_with("<!doctype html") || lower.starts_with("<html")) {
        return shorten(&plain, most);
    }
    // ASCII alone changes case there, so that what is found in one text stands at the same place in the other.
    let title = lower.find("<title>").map(|at| at + "<title>".len()).and_then(|from| {
        let length = lower[from..].find('<')?;
        Some(plain[from..from + length].trim()).filter(|title| !title.is_empty())
    });
    title.map_or_else(|| "a web page".to_owned(), |title| format!("a web page, `{}`", shorten(title, most)))
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
