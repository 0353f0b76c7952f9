//! What is read of an answer's head: pure functions from a header's value to what it says.

use std::time::{Duration, SystemTime};

/// A year is no answer to "when may I come back".
const LONGEST_WAIT: Duration = Duration::from_secs(86_400);
/// Bytes of a session id at most.
const LONGEST_SESSION_ID: usize = 1024;

/// What a body is, by its `Content-Type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    /// `application/json`, or another type that is JSON by its suffix (RFC 6839).
    Json,
    /// `text/event-stream`.
    Events,
    /// Anything else.
    Other,
    /// No type at all.
    Missing,
}

impl MediaType {
    /// From the header's value; parameters as `charset` and the case of letters make no difference.
    #[must_use]
    pub fn of(value: Option<&str>) -> Self {
        let Some(value) = value else { return MediaType::Missing };
        let essence = value.split(';').next().unwrap_or_default().trim();
        let json_suffix =
            || essence.len() > 5 && essence.as_bytes()[essence.len() - 5..].eq_ignore_ascii_case(b"+json");
        if essence.is_empty() {
            MediaType::Missing
        } else if essence.eq_ignore_ascii_case("application/json") || json_suffix() {
            MediaType::Json
        } else if essence.eq_ignore_ascii_case("text/event-stream") {
            MediaType::Events
        } else {
            MediaType::Other
        }
    }
}

/// Why a session id cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadSessionId {
    /// It is empty.
    Empty,
    /// It has something else than visible ASCII (0x21 to 0x7E), which is what the transport allows.
    NotVisible,
    /// It is beyond 1 KiB.
    TooLong,
}

/// `Mcp-Session-Id`: visible ASCII, at most 1 KiB.
///
/// # Errors
///
/// Where it is anything else.
pub fn session_id(value: &[u8]) -> Result<String, BadSessionId> {
    if value.is_empty() {
        return Err(BadSessionId::Empty);
    }
    if value.len() > LONGEST_SESSION_ID {
        return Err(BadSessionId::TooLong);
    }
    if !value.iter().all(u8::is_ascii_graphic) {
        return Err(BadSessionId::NotVisible);
    }
    Ok(value.iter().map(|byte| char::from(*byte)).collect())
}

/// `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), at most a day; nonsense is none.
#[must_use]
pub fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let text = value.trim();
    if let Ok(whole) = text.parse::<u64>() {
        return Some(Duration::from_secs(whole).min(LONGEST_WAIT));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).ok()?.min(LONGEST_WAIT))
}

/// The first challenge of `WWW-Authenticate` (RFC 9110, 11.6.1): what a server wants to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// `Bearer`, `Basic`.
    pub scheme: String,
    /// Parameters in their order, names in small letters, values without quotes.
    pub parameters: Vec<(String, String)>,
}

impl Challenge {
    /// Reads it; nonsense is none.
    #[must_use]
    pub fn of(value: &str) -> Option<Self> {
        let value = value.trim_start();
        let end = value.find(|c: char| !is_token(c)).unwrap_or(value.len());
        let (scheme, mut rest) = value.split_at(end);
        if scheme.is_empty() || rest.starts_with('=') {
            return None;
        }
        let mut parameters = Vec::new();
        while let Some((name, value, further)) = parameter(rest) {
            parameters.push((name.to_ascii_lowercase(), value));
            rest = further;
        }
        Some(Challenge { scheme: scheme.to_owned(), parameters })
    }

    /// A parameter's value.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The next `name=value` or `name="value"`, and what comes after it.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let text = text.trim_start_matches([' ', '\t', ',']);
    let end = text.find(|c: char| !is_token(c))?;
    let (name, rest) = text.split_at(end);
    let rest = rest.trim_start_matches([' ', '\t']).strip_prefix('=')?.trim_start_matches([' ', '\t']);
    if name.is_empty() {
        return None;
    }
    let Some(quoted) = rest.strip_prefix('"') else {
        let end = rest.find(|c: char| !is_token(c)).unwrap_or(rest.len());
        return Some((name, rest[..end].to_owned(), &rest[end..]));
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            _ if escaped => {
                value.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some((name, value, &quoted[at + 1..])),
            c => value.push(c),
        }
    }
    None
}

/// RFC 9110, 5.6.2.
fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

#[cfg(test)]
#[path = "head_tests.rs"]
mod tests;
