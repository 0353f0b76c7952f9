//! Texts of errors without the passwords that they quote.

use super::quotes::{dollar_quoted, is_word, quoted, Backslash};

/// What stands in place of a secret.
const HIDDEN: &str = "***";

/// Keys whose values are secret, in lower case; those that end with one are too.
const KEYS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "pass",
    "apikey",
    "api_key",
    "access_key",
    "private_key",
    "secret_key",
    "authentication_string",
    "credentials",
];

/// What the shell runs may have a password in it, in any place: `COPY .. FROM PROGRAM '..'`.
const PROGRAMS: &[&str] = &["program", "command"];

/// What follows `IDENTIFIED` where a statement says how a user proves who it is.
const PROOFS: &[&str] = &["by", "with", "via", "as", "using"];

/// The text with `***` for every password in it: of URLs (`scheme://user:password@host`), of `key=value` and `"key":
/// "value"` pairs, of statements (`PASSWORD '..'`, `PASSWORD('..')`, `SET PASSWORD FOR .. = '..'`, and every literal after
/// `IDENTIFIED BY` or `WITH`). Drivers quote the string that they were given in some of their errors, and servers the
/// statement; errors end in logs. Of a statement that a server quotes (`LINE 1: ..`, `near '..'`) no literal stays. Where it is
/// not clear where a secret ends, all that follows is hidden.
#[must_use]
pub fn redact(text: &str) -> String {
    pairs(&urls(&identified(&quoted_statements(text))))
}

/// Hides the literals of statements that servers quote: after `LINE 1: ` and `near ` to the end of the line.
fn quoted_statements(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        // MySQL closes its own quote there.
        let near = line.find("near '").map(|at| at + "near '".len());
        let end = near.and_then(|near| Some(near + line[near..].rfind("' at line ")?));
        let begin = near.zip(end).map(|(near, _)| near).or_else(|| {
            let marks = ["LINE ", " or near \"", "near \"'"];
            marks.iter().filter_map(|mark| line.find(mark)).min()
        });
        lines.push(begin.map_or_else(
            || line.to_owned(),
            |begin| {
                let end = end.unwrap_or(line.len());
                // The token that PostgreSQL could not read stands in quotes of its own.
                let quotes: &[char] = if near.is_some() { &['\'', '"'] } else { &['\''] };
                format!("{}{}{}", &line[..begin], without_quoted(&line[begin..end], quotes), &line[end..])
            },
        ));
    }
    lines.join("\n")
}

/// Hides what proves who a user is: every literal after `IDENTIFIED BY` and its like, to the end.
fn identified(text: &str) -> String {
    const WORD: &str = "identified";
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower[from..].find(WORD) {
        from += found + WORD.len();
        let next = lower[from..].trim_start();
        let next = &next[..next.find(|c: char| !is_word(c)).unwrap_or(next.len())];
        if PROOFS.contains(&next) {
            return text[..from].to_owned() + &without_quoted(&text[from..], &['\'', '"']);
        }
    }
    text.to_owned()
}

/// Hides all that is in these quotes, or those of dollars, and hexadecimal numbers.
fn without_quoted(text: &str, quotes: &[char]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let length = if quotes.contains(&first) {
            quoted(rest, first, Backslash::Unknown)
        } else if rest.starts_with("0x") {
            word
        } else {
            dollar_quoted(rest).unwrap_or(0)
        };
        if length > 0 {
            made.push_str(HIDDEN);
            rest = &rest[length..];
        } else {
            let length = word.max(first.len_utf8());
            made.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    made
}

/// Hides what is between the user and the host of URLs.
fn urls(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let (before, after) = rest.split_at(start + 3);
        made.push_str(before);
        let end =
            after.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>')).unwrap_or(after.len());
        let word = &after[..end];
        // The last @: a password may hold one, and hiding too much is better than too little.
        match (word.find(':'), word.rfind('@')) {
            (Some(colon), Some(at)) if colon < at => {
                made.push_str(&word[..=colon]);
                made.push_str(HIDDEN);
                made.push_str(&word[at..]);
            }
            _ => made.push_str(word),
        }
        rest = &after[end..];
    }
    made + rest
}

/// Hides the values of secret keys.
fn pairs(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if word == 0 {
            made.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let in_quotes = made.ends_with(['"', '\'', '`']);
        let name = rest[..word].to_lowercase();
        made.push_str(&rest[..word]);
        rest = &rest[word..];
        let (gap, value) = if KEYS.iter().any(|key| name.ends_with(key)) {
            // `syntax error at token "FROM"` tells no secret.
            value_after(rest, in_quotes, name.contains("pass"))
        } else if PROGRAMS.contains(&name.as_str()) {
            bare_literal(rest, in_quotes)
        } else {
            (0, 0)
        };
        if value > 0 {
            made.push_str(&rest[..gap]);
            made.push_str(HIDDEN);
            rest = &rest[gap + value..];
        }
    }
    made
}

/// How long what joins key and value is, and how long the value. Without a joint only what is quoted is a value:
/// `password authentication failed` tells no secret.
fn value_after(text: &str, in_quotes: bool, is_password: bool) -> (usize, usize) {
    // The quote that ends a quoted key, which may itself be in a string.
    let joined = text.trim_start_matches(['"', '\'', '`', '\\']).trim_start();
    for joint in ["=>", ":=", "=", ":"] {
        if let Some(value) = joined.strip_prefix(joint) {
            let value = value.trim_start();
            // What is written `key: value` is JSON, or the like.
            let backslash = if joint == ":" { Backslash::Escapes } else { Backslash::Unknown };
            return (text.len() - value.len(), value_length(value, backslash));
        }
    }
    let word = joined.find(|c: char| !is_word(c)).unwrap_or(joined.len());
    let next = joined[..word].to_ascii_lowercase();
    if next == "to" {
        let value = joined[word..].trim_start();
        return (text.len() - value.len(), value_length(value, Backslash::Unknown));
    }
    if !is_password {
        return (0, 0);
    }
    if next == "for" {
        // SET PASSWORD FOR user = '..'
        let Some(at) = joined.find('=') else { return (0, 0) };
        let value = joined[at + 1..].trim_start();
        return (text.len() - value.len(), literal(value, Backslash::Unknown).unwrap_or(0));
    }
    match text.trim_start().strip_prefix('(') {
        Some(inside) => (text.len() - inside.len(), in_brackets(inside)),
        None => bare_literal(text, in_quotes),
    }
}

/// How long the space before a literal is that follows without a joint, and how long the literal.
fn bare_literal(text: &str, in_quotes: bool) -> (usize, usize) {
    let value = text.trim_start();
    let gap = text.len() - value.len();
    let mut inside = value.chars().skip(1);
    let (first, second) = (inside.next(), inside.next());
    // The quote that ends a quoted word, or an apostrophe.
    let is_end =
        first.is_none_or(|c| !is_word(c)) || first == Some('s') && second.is_none_or(|c| !is_word(c));
    if gap == 0 && value.starts_with(['\'', '"', '`']) && (in_quotes || is_end) {
        return (0, 0);
    }
    (gap, literal(value, Backslash::Unknown).unwrap_or(0))
}

/// The length of what is in brackets that were opened, where a literal is in it.
fn in_brackets(text: &str) -> usize {
    let (mut at, mut depth, mut has_literal) = (0, 0, false);
    while let Some(next) = text[at..].chars().next().filter(|next| *next != ')' || depth > 0) {
        let length = literal(&text[at..], Backslash::Unknown);
        has_literal |= length.is_some();
        at += length.unwrap_or(next.len_utf8());
        match next {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    if has_literal {
        at
    } else {
        0
    }
}

/// The length of a value after its joint, with its quotes; 0 where it tells nothing.
fn value_length(value: &str, backslash: Backslash) -> usize {
    let length = literal(value, backslash).map(|length| {
        // In a string whose quotes are doubled: 'password=''two words'' user=bob'.
        let mark = &value[..length];
        let is_nested = matches!(mark, "\'\'" | "\"\"") && value[length..].starts_with(is_word);
        if is_nested {
            value[length..].find(mark).map_or(value.len(), |end| length + end + mark.len())
        } else {
            length
        }
    });
    let length = length.unwrap_or_else(|| match value.get(..2) {
        // In a string whose quotes are escaped.
        Some(mark @ ("\\\"" | "\\'")) => value[2..].find(mark).map_or(value.len(), |end| end + 4),
        _ => bare_length(value),
    });
    if matches!(&value[..length], "YES" | "NO" | "?" | HIDDEN) {
        0
    } else {
        length
    }
}

/// The length of a value without quotes.
fn bare_length(value: &str) -> usize {
    let is_end = |(at, c): (usize, char)| match c {
        '&' | ';' | ',' | ')' | '}' => true,
        // One in the middle of a word belongs to it.
        '"' | '\'' => !value[at + 1..].starts_with(is_word),
        _ => c.is_whitespace(),
    };
    value.char_indices().find(|next| is_end(*next)).map_or(value.len(), |(at, _)| at)
}

/// The length of the literal that begins here, with the letters that say its kind: E'..', N'..', $$..$$.
fn literal(text: &str, backslash: Backslash) -> Option<usize> {
    let kind = text.find(|c: char| !(is_word(c) || c == '&')).unwrap_or(text.len());
    let (prefix, rest) = text.split_at(kind);
    let is_kind = prefix.len() < 2 || prefix.eq_ignore_ascii_case("u&") || prefix.starts_with('_');
    match rest.chars().next()? {
        quote @ ('"' | '\'') if is_kind => Some(kind + quoted(rest, quote, backslash)),
        '$' if kind == 0 => dollar_quoted(rest),
        _ => None,
    }
}
