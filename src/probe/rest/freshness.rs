//! For how long an answer may be used again, by its head (RFC 9111).

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// What a server says at most: a year, as RFC 9111 once had it (RFC 2616, 14.21).
const LONGEST: Duration = Duration::from_secs(365 * 86_400);

/// For how long an answer to a GET or HEAD may be used again; zero where it may not, and nothing where its server says
/// nothing. What makes no sense is at its end already (RFC 9111, 4.2.1). `s-maxage` is for caches that many share.
pub(super) fn fresh_for(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let directives = directives(headers);
    let value =
        |wanted: &str| directives.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_deref());
    // `no-cache` with names of fields is about these fields alone.
    if value("no-store").is_some() || value("no-cache") == Some(None) {
        return Some(Duration::ZERO);
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim());
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    let lifetime = match (value("max-age"), text("expires")) {
        (Some(seconds), _) => seconds.and_then(delta_seconds).unwrap_or_default(),
        (None, Some(expires)) => {
            let sent = text("date").and_then(date).unwrap_or(now);
            date(expires).and_then(|end| end.duration_since(sent).ok()).unwrap_or_default()
        }
        (None, None) => return None,
    };
    let age = text("age").and_then(delta_seconds).unwrap_or_default();
    Some(lifetime.saturating_sub(age).min(LONGEST))
}

/// RFC 9111, 1.2.2: what is too large is very large.
fn delta_seconds(text: &str) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

/// All of `Cache-Control`, names in small letters, values without quotes.
fn directives(headers: &HeaderMap) -> Vec<(String, Option<String>)> {
    let lines = headers.get_all("cache-control").iter().filter_map(|line| line.to_str().ok());
    let parts = lines.flat_map(parts).filter(|part| !part.trim().is_empty());
    parts
        .map(|part| match part.split_once('=') {
            Some((name, value)) => {
                (name.trim().to_ascii_lowercase(), Some(value.trim().trim_matches('"').to_owned()))
            }
            None => (part.trim().to_ascii_lowercase(), None),
        })
        .collect()
}

/// Between commas, those within quotes left alone.
fn parts(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(move |c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .collect()
}

#[cfg(test)]
#[path = "freshness_tests.rs"]
mod tests;
