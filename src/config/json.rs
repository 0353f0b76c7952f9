//! JSON as YAML. YAML 1.2 means to include JSON, but for two things that real JSON has: tabs before
//! the first token of a line, and characters beyond the basic plane as two escapes (RFC 8259,
//! section 7). Both are rewritten here, so that one parser reads both languages.

use std::borrow::Cow;

/// A text that a YAML parser reads, and what was done to it.
pub(crate) struct Prepared<'a> {
    pub text: Cow<'a, str>,
    /// Where columns moved: line and column (both from 1, in the new text) behind each rewritten
    /// pair of escapes, in order.
    shifts: Vec<(u32, u32)>,
    /// What a JSON parser said, if the text may have been meant as JSON and is not.
    pub error: Option<serde_json::Error>,
}

/// `\uD83D\uDE00` becomes `\U0001F600`.
const PAIR: usize = 12;
const ESCAPE: usize = 10;

impl Prepared<'_> {
    /// The column in the text as it was written.
    pub fn column(&self, line: u32, column: u32) -> u32 {
        let end = self.shifts.partition_point(|shift| *shift <= (line, column));
        let start = self.shifts.partition_point(|shift| *shift < (line, 0));
        let pairs = u32::try_from(end.saturating_sub(start)).unwrap_or(u32::MAX);
        column.saturating_add(pairs.saturating_mul(u32::try_from(PAIR - ESCAPE).unwrap_or(0)))
    }
}

/// Rewrites what is valid JSON and leaves everything else as it is.
pub(crate) fn prepare(text: &str) -> Prepared<'_> {
    let unchanged = |error| Prepared { text: Cow::Borrowed(text), shifts: Vec::new(), error };
    if !text.trim_start().starts_with(['{', '[']) {
        return unchanged(None);
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        // Nothing to rewrite in most files.
        Ok(_) if !text.contains('\t') && !text.contains("\\u") => unchanged(None),
        Ok(_) => rewrite(text),
        Err(error) => unchanged(Some(error)),
    }
}

/// Goes through valid JSON, in which tabs only stand between tokens and escapes only in strings.
fn rewrite(text: &str) -> Prepared<'_> {
    let mut new = String::with_capacity(text.len());
    let mut shifts = Vec::new();
    let (mut line, mut column) = (1, 1);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        let before = new.len();
        match (character, rest) {
            ('\t', _) => new.push(' '),
            ('\\', _) => match pair(rest) {
                Some(code) => {
                    new.push_str(&format!("\\U{code:08X}"));
                    length = PAIR;
                }
                None => {
                    // Two characters, so that the second one of `\\` does not begin an escape.
                    length += rest.get(1..).and_then(|next| next.chars().next()).map_or(0, char::len_utf8);
                    new.push_str(rest.get(..length).unwrap_or(rest));
                }
            },
            _ => new.push(character),
        }
        rest = rest.get(length..).unwrap_or_default();
        if character == '\n' {
            (line, column) = (line + 1, 1);
            continue;
        }
        let added = new.get(before..).map_or(0, |added| added.chars().count());
        column += u32::try_from(added).unwrap_or(u32::MAX);
        if length == PAIR {
            shifts.push((line, column));
        }
    }
    Prepared { text: Cow::Owned(new), shifts, error: None }
}

/// The character of two escapes that belong together, at the beginning of a text.
fn pair(text: &str) -> Option<u32> {
    let unit = |from: usize| {
        let escape = text.get(from..from + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(escape, 16).ok()
    };
    let (high, low) = (unit(0)?, unit(6)?);
    let is_pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    is_pair.then(|| 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
}
