//! The live page: the container and its servers in a browser, as they are now and were in the last hour.
//!
//! The page asks for JSON again and again and shows it; it is made of three files of our own and asks nobody else for
//! anything. What it looks like is the report's style with a few lines more.

mod charts;
mod checks;
mod document;
mod hour;
mod recorder;

use plimsoll::serve::Response;

pub use document::{Document, Source};
pub use recorder::Recorder;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = concat!(include_str!("../../../report/page.css"), include_str!("page.css"));
const SCRIPT: &str = concat!(include_str!("chart.js"), include_str!("page.js"));

/// Nothing but this server's own files and answers, whatever might get into the page; and no other page may frame it.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page's own files.
pub fn file(path: &str) -> Option<Response> {
    let (content_type, text) = match path {
        "/" => ("text/html; charset=utf-8", PAGE),
        "/live.css" => ("text/css; charset=utf-8", STYLE),
        "/live.js" => ("text/javascript; charset=utf-8", SCRIPT),
        _ => return None,
    };
    let response = Response::new(200, content_type, text);
    let response = response.with_header("Content-Security-Policy", POLICY);
    Some(response.with_header("Referrer-Policy", "no-referrer"))
}

/// From which point on the page wants to be told: `from=123&of=1767960000.5`. From the first on where it does not say, or
/// means those of an earlier start.
pub fn wanted(query: Option<&str>, recorder: &Recorder) -> u64 {
    let pairs = || query.unwrap_or_default().split('&');
    let of = pairs().find_map(|pair| pair.strip_prefix("of=")).and_then(|of| of.parse::<f64>().ok());
    let from = pairs().find_map(|pair| pair.strip_prefix("from=")).and_then(|from| from.parse().ok());
    from.filter(|_| of == Some(recorder.started_unix_seconds)).unwrap_or(0)
}
