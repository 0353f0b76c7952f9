//! A REST endpoint: one request, and everything that its answer has to be.

mod freshness;
mod health;

use std::time::{Duration, SystemTime};

use super::session::{Ask, Session};
use super::verdict::Verdict;
use super::{expect, head, HealthDocument, Pool, RestFacts, RestOptions, StatusRange};
use crate::finding::{Reason, Status};
use crate::net::{Failure, Method, Redirects, Response};

pub(super) fn check(session: &mut Session, options: &RestOptions) -> Verdict {
    session.enter(Pool::Rest);
    let begun = session.elapsed();
    match ask(session, options) {
        Ok(response) => {
            let verdict = judge(session, options, response);
            slow(verdict, session.elapsed() - begun, options.degraded_after, options.unhealthy_after)
        }
        Err(failure) => failure.into(),
    }
}

fn ask(session: &mut Session, options: &RestOptions) -> Result<Response, Failure> {
    let method = Method::from_bytes(options.method.as_bytes())
        .map_err(|_| Failure::new(Reason::Config, format!("`{}` can be no HTTP method", options.method)))?;
    let takes_body = matches!(method, Method::POST | Method::PUT | Method::PATCH);
    let body = match &options.body {
        Some(text) => Some(text.as_bytes()),
        None => takes_body.then_some(&b""[..]),
    };
    session.send(Ask {
        method,
        url: &options.url,
        headers: session.reveal_all(&options.headers)?,
        body,
        redirects: options.redirects,
        retry: true,
        beside: false,
    })
}

fn judge(session: &mut Session, options: &RestOptions, mut response: Response) -> Verdict {
    let status = response.status;
    session.retry_after =
        response.header("retry-after").and_then(|text| head::retry_after(text, SystemTime::now()));
    let mut facts = RestFacts { status: Some(status), ..RestFacts::default() };
    // An answer to anything else is about that request alone.
    if ["GET", "HEAD"].contains(&options.method.as_str()) {
        facts.fresh_for = freshness::fresh_for(&response.headers, SystemTime::now());
    }
    if response.redirects > 0 {
        facts.redirected_to = Some(response.url.clone());
    }
    let read = response.body.read_to_end(session.target.limits.body_bytes);
    facts.body_bytes = response.body.read_so_far();
    let encoding = response.header("content-encoding").map(str::to_owned);
    let verdict = match read {
        Err(failure) => Verdict::from(failure).alive(true),
        Ok(body) => match encoding.filter(|name| !name.eq_ignore_ascii_case("identity")) {
            Some(name) => Verdict::because(
                Reason::BadEncoding,
                format!("the body comes as `{name}`, which was not asked for"),
            )
            .alive(true),
            None => whole(session, options, &response, &body, &mut facts),
        },
    };
    session.rest = Some(facts);
    verdict
}

/// An answer that came whole.
fn whole(
    session: &Session,
    options: &RestOptions,
    response: &Response,
    body: &[u8],
    facts: &mut RestFacts,
) -> Verdict {
    let text = String::from_utf8_lossy(body);
    let document = match options.health_document {
        HealthDocument::Auto => health::read(body, session.target.limits.json_depth),
        HealthDocument::Off => None,
    };
    if let Some(document) = &document {
        facts.checks.clone_from(&document.checks);
    }
    let status = response.status;
    if !expected(&options.expect.status, status) {
        return unexpected(session, options, response, document.as_ref()).alive(true);
    }
    if let Some(wrong) = body_mismatch(options, &text, body, session.target.limits.json_depth) {
        return Verdict::because(Reason::BodyMismatch, format!("status {status}, but the body {wrong}"))
            .alive(true);
    }
    match document {
        Some(document) if matches!(document.status, Status::Degraded | Status::Unhealthy) => {
            Verdict::because(Reason::Reported, document.message).with_status(document.status).alive(true)
        }
        _ => Verdict::healthy(format!("status {status}")),
    }
}

fn expected(wanted: &[StatusRange], status: u16) -> bool {
    match wanted {
        [] => (200..300).contains(&status),
        wanted => wanted.iter().any(|range| range.holds(status)),
    }
}

fn unexpected(
    session: &Session,
    options: &RestOptions,
    response: &Response,
    document: Option<&health::Document>,
) -> Verdict {
    let status = response.status;
    let shown = session.has_credentials(&options.headers);
    let refused = |reason: Reason, word: &str, does: &str| {
        if shown {
            Verdict::because(reason, format!("status {status}: the credentials {word}"))
                .with_status(Status::Unhealthy)
        } else {
            let message = format!("status {status}: it is alive and {does}; no credentials are configured");
            Verdict::because(reason, message)
        }
    };
    match status {
        401 => refused(Reason::AuthRequired, "were refused", "asks for credentials"),
        403 => refused(Reason::Forbidden, "are not enough", "refuses access"),
        300..=399 if options.redirects == Redirects::Off => {
            let to = response.header("location").unwrap_or("nowhere");
            Verdict::because(Reason::HttpStatus, format!("status {status} leads to {to}; redirects are off"))
        }
        _ => match document.filter(|document| document.status != Status::Healthy) {
            Some(document) => {
                Verdict::because(Reason::Reported, format!("status {status}: {}", document.message))
                    .with_status(Status::Unhealthy)
            }
            None => Verdict::because(
                Reason::HttpStatus,
                format!("{}, expected {}", named(status), wanted(&options.expect.status)),
            ),
        },
    }
}

fn wanted(ranges: &[StatusRange]) -> String {
    if ranges.is_empty() {
        return "200 to 299".to_owned();
    }
    let one = |range: &StatusRange| match range.first == range.last {
        true => range.first.to_string(),
        false => format!("{} to {}", range.first, range.last),
    };
    ranges.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// A status with its usual words: `status 404 (Not Found)`.
fn named(status: u16) -> String {
    let words = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    words.map_or_else(|| format!("status {status}"), |words| format!("status {status} ({words})"))
}

fn body_mismatch(options: &RestOptions, text: &str, body: &[u8], depth: usize) -> Option<String> {
    let expected = &options.expect;
    if let Some(wrong) = expect::contains(text, &expected.contains)
        .or_else(|| expect::lacks(text, &expected.lacks))
        .or_else(|| expect::matches(text, &expected.regex))
    {
        return Some(wrong);
    }
    if expected.json.is_empty() {
        return None;
    }
    match super::document::parse(body, depth) {
        Ok(document) => expect::json(&document, &expected.json),
        Err(why) => Some(format!("is no JSON: {why}")),
    }
}

/// Degraded or unhealthy where a path that works took longer than it may.
pub(super) fn slow(
    verdict: Verdict,
    took: Duration,
    degraded: Option<Duration>,
    unhealthy: Option<Duration>,
) -> Verdict {
    let (status, limit) = match (unhealthy, degraded) {
        (Some(limit), _) if took >= limit => (Status::Unhealthy, limit),
        (_, Some(limit)) if took >= limit => (Status::Degraded, limit),
        _ => return verdict,
    };
    let message = format!(
        "{}; it took {:.0} ms, and {:.0} ms are the threshold",
        verdict.message,
        took.as_secs_f64() * 1e3,
        limit.as_secs_f64() * 1e3
    );
    let alive = verdict.alive;
    verdict.worse(Verdict { alive, ..Verdict::because(Reason::Slow, message).with_status(status) })
}
