//! Statements without what is private in them: literals and comments.

use super::quotes::{dollar_quoted, is_word, quoted, Backslash};
use super::redact::redact;
use crate::dbpool::DatabaseSystem;

/// The longest text, in characters.
const LONGEST: usize = 200;

/// Statements in which a value may stand without quotes: `SET app.token = abc`.
const SETTING: &[&str] = &["SET", "ALTER", "CREATE"];

/// The statement with `?` for every literal, without comments, on one line, cut to 200 characters. A literal that the
/// server has cut off is a literal up to the end. Where a setting of the session, which nobody knows here, decides what is a
/// literal and what is not, one `?` stands for all that follows.
pub(super) fn without_literals(system: DatabaseSystem, statement: &str) -> String {
    let mut scan = Scan {
        rest: statement,
        made: String::new(),
        is_mysql: matches!(system, DatabaseSystem::MySql | DatabaseSystem::MariaDb),
    };
    while scan.made.chars().count() <= LONGEST && scan.step() {}
    let first = scan.made.split(' ').next().unwrap_or_default();
    if SETTING.iter().any(|word| first.eq_ignore_ascii_case(word)) {
        scan.made = redact(&scan.made);
    }
    let text = scan.made.trim_end();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

struct Scan<'a> {
    rest: &'a str,
    made: String,
    is_mysql: bool,
}

impl Scan<'_> {
    /// Takes one token; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        let is_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let comment = self.comment();
        if is_space(first) || comment > 0 {
            self.rest = &self.rest[comment.max(1)..];
            if !self.made.is_empty() && !self.made.ends_with(' ') {
                self.made.push(' ');
            }
        } else if first == '\'' || first == '"' && self.is_mysql {
            self.literal(quoted(self.rest, first, Backslash::Unknown));
        } else if first == '"' || first == '`' && self.is_mysql {
            self.copy(quoted(self.rest, first, Backslash::Plain));
        } else if let Some(length) = dollar_quoted(self.rest) {
            // To MySQL it is a name or a literal, by its version.
            self.literal(if self.is_mysql { self.rest.len() } else { length });
        } else if first == '$' && is_digit(&self.rest[1..]) {
            // A parameter: $1.
            self.copy(1 + numeric(&self.rest[1..]));
        } else if is_digit(self.rest) || first == '.' && is_digit(&self.rest[1..]) {
            self.literal(numeric(self.rest));
        } else if is_word(first) {
            self.word();
        } else {
            self.copy(first.len_utf8());
        }
        true
    }

    /// Takes a name or a keyword, and the literal whose kind it says: E'..', x'..', _utf8'..'.
    fn word(&mut self) {
        let word = self.rest.find(|c: char| !(is_word(c) || c == '$')).unwrap_or(self.rest.len());
        let (prefix, after) = self.rest.split_at(word);
        if after.starts_with('\'') && (prefix.len() == 1 || prefix.starts_with('_')) {
            let is_escaped = !self.is_mysql && prefix.eq_ignore_ascii_case("e");
            let backslash = if is_escaped { Backslash::Escapes } else { Backslash::Unknown };
            self.literal(word + quoted(after, '\'', backslash));
        } else {
            self.copy(word);
        }
    }

    fn copy(&mut self, length: usize) {
        // A name in quotes may have an end of line in it.
        let on_line = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
        self.made.extend(self.rest[..length].chars().map(on_line));
        self.rest = &self.rest[length..];
    }

    fn literal(&mut self, length: usize) {
        self.made.push('?');
        self.rest = &self.rest[length..];
    }

    /// The length of the comment that begins here; 0 where none does.
    fn comment(&self) -> usize {
        let rest = self.rest;
        if rest.starts_with("/*") {
            return if self.is_mysql { flat_comment(rest) } else { nested_comment(rest) };
        }
        let is_line = match rest.strip_prefix("--") {
            // To MySQL `5--3` is a sum.
            Some(after) => {
                !self.is_mysql
                    || after.is_empty()
                    || after.starts_with(|c: char| is_space(c) || c.is_ascii_control())
            }
            None => self.is_mysql && rest.starts_with('#'),
        };
        if is_line {
            rest.find(|c| c == '\n' || c == '\r' && !self.is_mysql).unwrap_or(rest.len())
        } else {
            0
        }
    }
}

/// The length of a comment of PostgreSQL, in which others may stand.
fn nested_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let next = &text.as_bytes()[at..];
        if next.starts_with(b"/*") {
            depth += 1;
        } else if next.starts_with(b"*/") {
            depth -= 1;
        } else {
            at += 1;
            continue;
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of a comment of MySQL, which ends at the first mark. What some versions take for a part of the statement ends
/// elsewhere where quotes or comments are in it: then all that is left is one.
fn flat_comment(text: &str) -> usize {
    let Some(end) = text[2..].find("*/").map(|end| end + 2) else { return text.len() };
    let inside = &text[2..end];
    let is_run = ["!", "M!", "+"].iter().any(|mark| inside.starts_with(mark));
    let is_clear =
        !inside.contains(['\'', '"', '`', '#', '$']) && !inside.contains("--") && !inside.contains("/*");
    if is_run && !is_clear {
        text.len()
    } else {
        end + 2
    }
}

/// What the servers take for white space: others are parts of names.
fn is_space(character: char) -> bool {
    character.is_ascii_whitespace() || character == '\x0b'
}

/// The length of a number: 12, 1.5, 1e-5, 0xff, 1_000.
fn numeric(text: &str) -> usize {
    let mut before = ' ';
    text.find(|c: char| {
        let is_sign = (c == '-' || c == '+') && matches!(before, 'e' | 'E') && !text.starts_with("0x");
        before = c;
        !(is_word(c) || c == '.' || is_sign)
    })
    .unwrap_or(text.len())
}
