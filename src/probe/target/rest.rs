//! A REST path.

use std::fmt;
use std::time::Duration;

use regex::Regex;
use serde_json::Value;

use crate::net::Redirects;
use crate::probe::Secret;

/// What is asked of a REST endpoint, and what has to come back.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RestOptions {
    /// `http://` or `https://`.
    pub url: String,
    /// `GET` by default.
    pub method: String,
    /// Further headers.
    pub headers: Vec<(String, HeaderValue)>,
    /// The request's body.
    pub body: Option<String>,
    /// What has to come back.
    pub expect: Expect,
    /// From this total time on it is degraded.
    pub degraded_after: Option<Duration>,
    /// From this total time on it is unhealthy.
    pub unhealthy_after: Option<Duration>,
    /// Ten on the same host by default.
    pub redirects: Redirects,
    /// Whether a health document in the body is read into the status.
    pub health_document: HealthDocument,
}

impl RestOptions {
    /// A GET that has to answer with 2xx.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        RestOptions {
            url: url.into(),
            method: "GET".to_owned(),
            headers: Vec::new(),
            body: None,
            expect: Expect::default(),
            degraded_after: None,
            unhealthy_after: None,
            redirects: Redirects::default(),
            health_document: HealthDocument::default(),
        }
    }
}

/// A header's value: plain, or a secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderValue {
    /// As it is.
    Plain(String),
    /// Read when it is needed.
    Secret(Secret),
}

#[cfg(feature = "load")]
impl HeaderValue {
    /// Its text, for a request that is written once; nothing where a secret cannot be read.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            HeaderValue::Plain(text) => Some(text.clone()),
            HeaderValue::Secret(secret) => secret.text(),
        }
    }
}

/// Without the text: files of MCP clients hold credentials in the open.
impl fmt::Debug for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeaderValue::Plain(text) => write!(f, "Plain([{} bytes])", text.len()),
            HeaderValue::Secret(secret) => f.debug_tuple("Secret").field(secret).finish(),
        }
    }
}

/// What an answer has to be. All of it has to hold.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Expect {
    /// The statuses that are right; empty is 200 to 299.
    pub status: Vec<StatusRange>,
    /// Texts that the body has to hold.
    pub contains: Vec<String>,
    /// Texts that the body must not hold.
    pub lacks: Vec<String>,
    /// Expressions that have to match somewhere in the body.
    pub regex: Vec<Regex>,
    /// Places in a JSON body.
    pub json: Vec<JsonCheck>,
}

/// Expressions are the same if they are written the same.
impl PartialEq for Expect {
    fn eq(&self, other: &Self) -> bool {
        self.status == other.status
            && self.contains == other.contains
            && self.lacks == other.lacks
            && are_written_alike(&self.regex, &other.regex)
            && self.json == other.json
    }
}

pub(super) fn are_written_alike(one: &[Regex], other: &[Regex]) -> bool {
    one.iter().map(Regex::as_str).eq(other.iter().map(Regex::as_str))
}

/// Statuses from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatusRange {
    /// 100 to 999.
    pub first: u16,
    /// Not below `first`.
    pub last: u16,
}

impl StatusRange {
    /// From `first` to `last`, both included.
    #[must_use]
    pub const fn new(first: u16, last: u16) -> Self {
        StatusRange { first, last }
    }

    /// Whether it holds a status.
    #[must_use]
    pub const fn holds(self, status: u16) -> bool {
        self.first <= status && status <= self.last
    }
}

/// What has to be at one place of a JSON document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct JsonCheck {
    /// A JSON pointer (RFC 6901): `/checks/0/status`; empty for the whole document.
    pub pointer: String,
    /// What has to be there.
    pub compare: Compare,
}

impl JsonCheck {
    /// What has to be at a place.
    #[must_use]
    pub fn new(pointer: impl Into<String>, compare: Compare) -> Self {
        JsonCheck { pointer: pointer.into(), compare }
    }
}

/// How a value is compared.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Compare {
    /// It is there (or is not), whatever it is.
    Exists(bool),
    /// It is this; numbers by value: 1 equals 1.0.
    Equals(Value),
    /// It is there and is not this.
    Not(Value),
    /// A number below this.
    Less(f64),
    /// A number above this.
    Greater(f64),
    /// A text that matches.
    Matches(Regex),
}

/// Expressions are the same if they are written the same.
impl PartialEq for Compare {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Compare::Exists(one), Compare::Exists(other)) => one == other,
            (Compare::Equals(one), Compare::Equals(other)) | (Compare::Not(one), Compare::Not(other)) => {
                one == other
            }
            (Compare::Less(one), Compare::Less(other)) | (Compare::Greater(one), Compare::Greater(other)) => {
                one == other
            }
            (Compare::Matches(one), Compare::Matches(other)) => one.as_str() == other.as_str(),
            _ => false,
        }
    }
}

/// Whether the usual health documents are understood: Spring Boot Actuator, `status: ok|up|pass|fail`, and
/// `application/health+json` (draft-inadarei-api-health-check).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum HealthDocument {
    /// Where the body is one.
    #[default]
    Auto,
    /// Never.
    Off,
}
