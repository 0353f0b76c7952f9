//! Host and port, by which connections are counted.

use std::sync::Arc;

use http::Uri;

/// `host:port`, in lower case. Cheap to clone.
pub(crate) type Authority = Arc<str>;

/// That of a URL of a server; none where it has no host, or no port that could be known.
pub(crate) fn of(uri: &Uri) -> Option<Authority> {
    let host = uri.host().filter(|host| !host.is_empty())?;
    let port = uri.port_u16().or(match uri.scheme_str()? {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    })?;
    Some(match is_plain(uri, host) {
        true => uri.authority()?.as_str().into(),
        false => written(host, port).into(),
    })
}

/// The same of a URL as it is written.
pub(crate) fn host_of(url: &str) -> Option<String> {
    of(&url.parse().ok()?).map(|authority| authority.to_string())
}

/// Whether it is written in the URL as it would be here, as it mostly is.
fn is_plain(uri: &Uri, host: &str) -> bool {
    let (Some(authority), Some(port)) = (uri.authority(), uri.port()) else { return false };
    let has_nothing_else = authority.as_str().len() == host.len() + 1 + port.as_str().len();
    has_nothing_else && !port.as_str().starts_with('0') && !host.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn written(host: &str, port: u16) -> String {
    format!("{}:{port}", host.to_ascii_lowercase())
}

#[cfg(test)]
#[path = "authority_tests.rs"]
mod tests;
