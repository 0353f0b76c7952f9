//! Where what is in quotes ends.

/// What a backslash in quotes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backslash {
    /// A character as others, in names.
    Plain,
    /// It takes the next character its meaning.
    Escapes,
    /// One of both, by a setting of the session (`standard_conforming_strings`, `NO_BACKSLASH_ESCAPES`).
    Unknown,
}

/// The length of what is in quotes, both of them counted; doubled ones stand for one. All that is left where the end is
/// missing, or where only the session's settings tell whether a quote is the end.
pub(super) fn quoted(text: &str, quote: char, backslash: Backslash) -> usize {
    let mut inside = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = inside.next() {
        let is_before_quote = inside.peek().is_some_and(|(_, next)| *next == quote);
        if character == '\\' && backslash != Backslash::Plain {
            if is_before_quote && backslash == Backslash::Unknown {
                break;
            }
            inside.next();
        } else if character == quote {
            if !is_before_quote {
                return at + quote.len_utf8();
            }
            inside.next();
        }
    }
    text.len()
}

/// The length of PostgreSQL's `$tag$ .. $tag$`, where one begins here.
pub(super) fn dollar_quoted(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('$')?;
    let tag = inside.find('$')?;
    let name = &inside[..tag];
    if name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(is_word) {
        return None;
    }
    let mark = &text[..tag + 2];
    let body = &text[mark.len()..];
    Some(body.find(mark).map_or(text.len(), |end| mark.len() + end + mark.len()))
}

/// Whether it may stand in a name.
pub(super) fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || !character.is_ascii()
}
