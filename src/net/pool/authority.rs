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
    Some(written(host, port).into())
}

/// The same of a URL as it is written.
pub(crate) fn host_of(url: &str) -> Option<String> {
    of(&url.parse().ok()?).map(|authority| authority.to_string())
}

fn written(host: &str, port: u16) -> String {
    format!("{}:{port}", host.to_ascii_lowercase())
}
