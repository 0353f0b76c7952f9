//! Secrets: where they are, never what they are.

use std::fmt;
use std::path::PathBuf;

use crate::finding::Reason;
use crate::net::Failure;

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

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Env(name) => write!(f, "env:{name}"),
            Secret::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}
