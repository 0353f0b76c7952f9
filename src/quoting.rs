//! Texts of others within the forms that other programs read.

use std::fmt::Write;

/// As an attribute's value. What XML 1.0 cannot hold is replaced.
pub(crate) fn xml(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => quoted.push_str("&amp;"),
            '<' => quoted.push_str("&lt;"),
            '>' => quoted.push_str("&gt;"),
            '"' => quoted.push_str("&quot;"),
            '\'' => quoted.push_str("&apos;"),
            '\t' | '\n' | '\r' => {
                // Into memory: it does not fail.
                let _ = write!(quoted, "&#{};", letter as u32);
            }
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => quoted.push('\u{fffd}'),
            other => quoted.push(other),
        }
    }
    quoted
}

/// What Markdown would take for its own.
pub(crate) fn markdown(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => quoted.extend(['\\', letter]),
            '\n' | '\r' => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted
}

/// A text between quotes; what a spreadsheet would take for a formula is made a text.
pub(crate) fn csv(text: &str) -> String {
    let formula = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{formula}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
#[path = "quoting_tests.rs"]
mod tests;
