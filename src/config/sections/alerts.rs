//! `alerts`: who is told that the status of a server changed, and who is not to be woken.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::silence::{self, Silence};
use crate::config::field::Field;
use crate::config::keys;
use crate::config::mcp;
use crate::config::section::Section;
use crate::config::words::{self, Literals};
use crate::probe::HeaderValue;

const TIMES: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_secs(300);

/// Who is told, and when not.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AlertSettings {
    /// Whose alerts are not sent, and when.
    pub silences: Vec<Silence>,
    /// Where each alert is sent.
    pub webhook: Option<WebhookSettings>,
    /// A program and its arguments, started for each alert.
    pub command: Option<Vec<String>>,
    /// The share of the checker's own limits (queue, memory, CPU) from which on that is told; `None` for never. 0.8 by
    /// default.
    pub own_limits: Option<f64>,
}

/// A URL to which each alert is posted as JSON.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WebhookSettings {
    /// Where.
    pub url: String,
    /// Further headers; they may be secrets.
    pub headers: Vec<(String, HeaderValue)>,
    /// By when it has to be taken; 100 ms to 5 min, 10 s by default.
    pub timeout: Duration,
}

impl Default for AlertSettings {
    fn default() -> Self {
        AlertSettings { silences: Vec::new(), webhook: None, command: None, own_limits: Some(0.8) }
    }
}

/// `servers` are the names that a silence may have, where that is known.
pub(super) fn read(root: &Section<'_>, servers: Option<&HashSet<&str>>) -> AlertSettings {
    let mut settings = AlertSettings::default();
    let Some(section) = root.section("alerts", keys::ALERTS) else { return settings };
    let silences = section.list("silences").unwrap_or_default();
    settings.silences = silences.iter().filter_map(|field| silence::read(field, servers)).collect();
    settings.webhook = section.section("webhook", keys::WEBHOOK).and_then(|section| webhook(&section));
    settings.command = section.field("command").and_then(|field| command(&field));
    if let Some(field) = section.field("own_limits") {
        settings.own_limits = match field.node.as_text() {
            Some("off") => None,
            _ => field.share(0.01..=1.0).or(settings.own_limits),
        };
    }
    settings
}

fn webhook(section: &Section<'_>) -> Option<WebhookSettings> {
    section.needs("url");
    let url = section.field("url").and_then(|field| words::url(&field));
    let headers =
        section.field("headers").and_then(|field| words::headers(&field, Literals::NoCredentialsNorAuth));
    let timeout = section.duration("timeout", TIMES).unwrap_or(Duration::from_secs(10));
    Some(WebhookSettings { url: url?, headers: headers.unwrap_or_default(), timeout })
}

/// A program, looked up as every other, and its arguments.
fn command(field: &Field<'_>) -> Option<Vec<String>> {
    let words = field.list()?;
    let Some((program, arguments)) = words.split_first() else {
        return field.wrong("is empty: expected a program and its arguments");
    };
    let program = mcp::program(program);
    let arguments: Option<Vec<String>> = arguments.iter().map(words::argument).collect();
    Some(std::iter::once(program?).chain(arguments?).collect())
}
