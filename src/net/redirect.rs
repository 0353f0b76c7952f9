//! Where a redirect leads, and whether it may be followed.

use http::Uri;

use super::{Failure, Method};
use crate::finding::Reason;

/// How many redirects are followed, and where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Redirects {
    /// None: a redirect is the answer.
    Off,
    /// At most so many, to the same scheme (or from `http` to `https`) and host only.
    SameHost(u8),
    /// At most so many, wherever they lead. Credentials are sent to the first host only.
    Any(u8),
}

impl Default for Redirects {
    /// Ten, on the same host.
    fn default() -> Self {
        Redirects::SameHost(10)
    }
}

/// The next request that a redirect asks for.
#[derive(Debug)]
pub(crate) struct Next {
    pub(crate) url: String,
    pub(super) method: Method,
    /// Whether the body is sent again.
    pub(super) body: bool,
    /// Whether it goes to the same host, and may carry credentials.
    pub(super) same_host: bool,
}

/// Whether a status asks for another request (RFC 9110, 15.4).
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// What an answer with a redirect's status leads to.
pub(crate) fn next(
    allowed: Redirects,
    followed: u32,
    method: &Method,
    from: &str,
    status: u16,
    location: Option<&str>,
) -> Result<Next, Failure> {
    let refuse = |why: String| Err(Failure::new(Reason::Redirect, why));
    let most = match allowed {
        Redirects::Off => 0,
        Redirects::SameHost(most) | Redirects::Any(most) => u32::from(most),
    };
    let Some(location) = location.filter(|location| !location.is_empty()) else {
        return refuse(format!("status {status} without a Location"));
    };
    if followed >= most {
        return refuse(format!("more than {most} redirects, the last one to {location}"));
    }
    let Some(url) = resolve(from, location) else {
        return refuse(format!("status {status} leads to `{location}`, which is no URL"));
    };
    let same_host = same_host(from, &url);
    if !same_host && !matches!(allowed, Redirects::Any(_)) {
        return refuse(format!(
            "status {status} leads to another host, {url}; only the same host is followed"
        ));
    }
    // RFC 9110, 15.4: 303 always, and 301 and 302 for POST by custom, turn into GET.
    let to_get =
        status == 303 && *method != Method::HEAD || matches!(status, 301 | 302) && *method == Method::POST;
    let method = if to_get { Method::GET } else { method.clone() };
    Ok(Next { url, body: !to_get, method, same_host })
}

/// Same host and port, and no step from `https` down to `http`.
fn same_host(from: &str, to: &str) -> bool {
    let (Ok(from), Ok(to)) = (from.parse::<Uri>(), to.parse::<Uri>()) else { return false };
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    let upgrade = from.scheme_str() == Some("http") && to.scheme_str() == Some("https");
    host(&from) == host(&to)
        && (upgrade || (from.scheme_str() == to.scheme_str() && port(&from) == port(&to)))
}

fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })
}

fn has_scheme(reference: &str, scheme: &str) -> bool {
    reference.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// What a scheme would be in, if the reference has one (RFC 3986, 4.2).
fn before_path(reference: &str) -> &str {
    reference.split(['/', '?', '#']).next().unwrap_or_default()
}

/// A reference resolved against the URL it came from (RFC 3986, 5.2, for what servers send).
pub(crate) fn resolve(from: &str, reference: &str) -> Option<String> {
    let base: Uri = from.parse().ok()?;
    let (scheme, authority) = (base.scheme_str()?, base.authority()?);
    let url = if has_scheme(reference, "http://") || has_scheme(reference, "https://") {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if reference.starts_with('/') {
        format!("{scheme}://{authority}{reference}")
    } else if before_path(reference).contains(':') {
        return None;
    } else if reference.starts_with('?') {
        format!("{scheme}://{authority}{}{reference}", base.path())
    } else {
        let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{reference}")
    };
    let url = url.split('#').next().unwrap_or_default().to_owned();
    let parsed: Uri = url.parse().ok()?;
    parsed.host().filter(|host| !host.is_empty())?;
    Some(url)
}
