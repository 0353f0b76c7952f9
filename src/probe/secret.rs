//! Secrets: where they are, never what they are.

use std::fmt;
use std::path::PathBuf;

use serde_json::Value;

use crate::finding::Reason;
use crate::net::Failure;

/// What stands in a secret's place.
const HIDDEN: &str = "[secret]";
/// So many characters at the beginning of a secret tell nothing.
const LEAST: usize = 4;
/// What is shorter is more likely a word such as `none`.
pub(super) const SHORTEST_SECRET: usize = 6;

/// Where a secret is read from, each time it is needed; the secret itself is never kept in a target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Secret {
    /// An environment variable: `env:NAME`.
    Env(String),
    /// A file, without the line break at its end: `file:PATH`.
    File(PathBuf),
}

/// A secret that was read. It has no way to be printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Revealed(String);

impl Revealed {
    pub(crate) fn new(text: &str) -> Self {
        Revealed(text.to_owned())
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl Revealed {
    /// Takes it out of a text, as it is and as JSON writes it; also its beginning, where the text was cut within it.
    pub(crate) fn hide(&self, text: &mut String) {
        hide(text, &self.0);
        let escaped = Value::from(self.0.as_str()).to_string();
        let escaped = escaped.trim_matches('"');
        if escaped != self.0 {
            hide(text, escaped);
        }
    }
}

fn hide(text: &mut String, secret: &str) {
    if secret.is_empty() {
        return;
    }
    if text.contains(secret) {
        *text = text.replace(secret, HIDDEN);
    }
    let whole = std::mem::take(text);
    let mut rest = whole.as_str();
    // Where a text was cut stands an ellipsis, or its end.
    while let Some(end) = rest.find("...").or_else(|| (!rest.is_empty()).then_some(rest.len())) {
        let (before, after) = rest.split_at(end);
        match beginning(before, secret) {
            Some(length) => {
                text.push_str(&before[..before.len() - length]);
                text.push_str(HIDDEN);
            }
            None => text.push_str(before),
        }
        let ellipsis = if after.is_empty() { 0 } else { 3 };
        text.push_str(&after[..ellipsis]);
        rest = &after[ellipsis..];
    }
}

/// Bytes at the end of a text that are the beginning of a secret, where they are enough to tell something.
fn beginning(text: &str, secret: &str) -> Option<usize> {
    let ends = secret.char_indices().map(|(at, _)| at).skip(LEAST).collect::<Vec<_>>();
    ends.into_iter().rev().find(|end| text.ends_with(&secret[..*end]))
}

/// Whether a header or a variable is for credentials by its name, so that its value is nobody's business even where it
/// is written in the open. A short value is more likely a word such as `none`.
pub(crate) fn is_for_credentials(name: &str, value: &str) -> bool {
    const WORDS: [&str; 8] = ["auth", "cookie", "credential", "key", "passw", "pwd", "secret", "token"];
    let name = name.to_ascii_lowercase();
    value.chars().count() >= SHORTEST_SECRET && WORDS.iter().any(|word| name.contains(word))
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl Secret {
    /// From `env:NAME` or `file:PATH`; nothing else is a reference to a secret.
    #[must_use]
    pub fn parse(reference: &str) -> Option<Self> {
        match reference.split_once(':')? {
            ("env", name) if !name.is_empty() => Some(Secret::Env(name.to_owned())),
            ("file", path) if !path.is_empty() => Some(Secret::File(path.into())),
            _ => None,
        }
    }

    /// Reads it.
    pub(crate) fn reveal(&self) -> Result<Revealed, Failure> {
        let missing = |why: String| Failure::new(Reason::SecretMissing, why);
        let text = match self {
            Secret::Env(name) => std::env::var(name).map_err(|_| {
                missing(format!("the environment variable {name} is not set, or is not text"))
            })?,
            Secret::File(path) => std::fs::read_to_string(path)
                .map_err(|error| missing(format!("cannot read the secret in {}: {error}", path.display())))?,
        };
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Err(missing(format!("the secret in {self} is empty")));
        }
        Ok(Revealed(text.to_owned()))
    }
}

#[cfg(feature = "load")]
impl Secret {
    /// Its text, for a request that is written once; nothing where it cannot be read.
    pub(crate) fn text(&self) -> Option<String> {
        self.reveal().ok().map(|revealed| revealed.0)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Env(name) => write!(f, "env:{name}"),
            Secret::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

#[cfg(test)]
#[path = "secret_tests.rs"]
mod tests;
