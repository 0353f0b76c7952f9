//! The REST path of a server.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::expectations;
use super::field::Field;
use super::keys;
use super::section::Section;
use super::tree::{Quoted, Value};
use super::words::{self, Literals};
use crate::probe::{HealthDocument, Redirects, RestOptions};

/// Thresholds and deadlines.
pub(crate) const TIMES: RangeInclusive<Duration> = Duration::from_millis(1)..=Duration::from_secs(3600);

pub(crate) fn read(section: &Section<'_>) -> Option<RestOptions> {
    section.needs("url");
    let url = section.field("url").and_then(|field| words::url(&field));
    let mut options = RestOptions::new(url.clone().unwrap_or_default());
    if let Some(method) = section.field("method").and_then(|field| method(&field)) {
        options.method = method;
    }
    if let Some(field) = section.field("headers") {
        options.headers = words::headers(&field, Literals::NoCredentials).unwrap_or_default();
    }
    options.body = section.text("body").map(str::to_owned);
    if let Some(expect) = section.section("expect", keys::EXPECT) {
        options.expect = expectations::read(&expect);
    }
    (options.degraded_after, options.unhealthy_after) = slow(section);
    if let Some(redirects) = section.field("redirects").and_then(|field| redirects(&field)) {
        options.redirects = redirects;
    }
    let documents = [("auto", HealthDocument::Auto), ("off", HealthDocument::Off)];
    if let Some(document) = section.choice("health_document", &documents) {
        options.health_document = document;
    }
    url.map(|_| options)
}

/// `slow: {degraded, unhealthy}`.
pub(crate) fn slow(section: &Section<'_>) -> (Option<Duration>, Option<Duration>) {
    let Some(slow) = section.section("slow", keys::SLOW) else { return (None, None) };
    let degraded = slow.duration("degraded", TIMES);
    let unhealthy = slow.duration("unhealthy", TIMES);
    if let (Some(first), Some(second), Some(field)) = (degraded, unhealthy, slow.field("unhealthy")) {
        if second < first {
            field.wrong::<()>("is less than `degraded`: what is unhealthy is slower still");
        }
    }
    (degraded, unhealthy)
}

/// A method (RFC 9110, section 9.1), whose letters' case counts.
fn method(field: &Field<'_>) -> Option<String> {
    let text = field.word()?;
    let is_known = http::Method::from_bytes(text.as_bytes()).is_ok();
    if !is_known || text.contains(|c: char| c.is_ascii_lowercase()) {
        return field.wrong(format_args!("is {}: expected a method in capitals, such as GET", Quoted(text)));
    }
    if text == "CONNECT" {
        return field.wrong("is `CONNECT`, which asks for no answer");
    }
    Some(text.to_owned())
}

/// `off`, `same_host`, or how many, wherever they lead.
fn redirects(field: &Field<'_>) -> Option<Redirects> {
    match &field.node.value {
        Value::Integer(_) => field.count::<u8>(0..=20).map(|most| match most {
            0 => Redirects::Off,
            most => Redirects::Any(most),
        }),
        Value::Text(_) => field.choice(&[("off", Redirects::Off), ("same_host", Redirects::default())]),
        _ => field.expected("off, same_host, or how many may lead anywhere"),
    }
}
