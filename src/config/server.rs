//! One server: an entry of `servers`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::auth;
use super::field::Field;
use super::keys;
use super::mcp;
use super::rest::{self, TIMES};
use super::section::Section;
use super::tree::{Quoted, Value};
use super::words;
use crate::admit::Priority;
use crate::checker::Check;
use crate::probe::{DualOptions, IpFamily, ProbeLimits, Target, TlsOptions};

/// How often a server may be checked.
pub(crate) const INTERVALS: RangeInclusive<Duration> =
    Duration::from_millis(100)..=Duration::from_secs(7 * 86_400);
/// Names are shown in tables and used as labels.
const LONGEST_NAME: usize = 200;

/// A server: what is checked, and when.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Server {
    /// What is checked.
    pub target: Target,
    /// How often; 100 ms to 7 days. Whoever checks decides where it is missing.
    pub interval: Option<Duration>,
    /// Which goes first where not everything can be checked at once: the higher one. -1000 to 1000, 0 by default.
    pub priority: i32,
    /// Names of servers without which this one cannot work. They exist, and do not depend on this one in turn.
    pub depends_on: Vec<String>,
    /// Whether it is checked at all; it is by default.
    pub enabled: bool,
    /// The owner's own words for it.
    pub labels: BTreeMap<String, String>,
    /// Whether the time for a connection is its own.
    pub(crate) has_connect_timeout: bool,
}

impl Server {
    /// With defaults for everything but the target.
    pub(crate) fn new(target: Target) -> Self {
        Server {
            target,
            interval: None,
            priority: 0,
            depends_on: Vec::new(),
            enabled: true,
            labels: BTreeMap::new(),
            has_connect_timeout: false,
        }
    }
}

impl Server {
    /// The same, as a checker takes it.
    #[must_use]
    pub fn check(&self) -> Check {
        let mut check = Check::new(self.target.clone());
        check.priority = Priority::new(self.priority);
        check.interval = self.interval;
        check.depends_on.clone_from(&self.depends_on);
        check.labels.clone_from(&self.labels);
        check
    }
}

/// Reads an entry of `servers`. It may be given even if something in it is wrong, which is then among the problems.
pub(crate) fn read(field: &Field<'_>) -> Option<Server> {
    let section = field.section(keys::SERVER)?;
    section.needs("name");
    let name = section.field("name").and_then(|field| name(&field));
    // Nobody asks for the secrets of one that is not checked.
    let enabled = section.boolean("enabled").unwrap_or(true);
    let check_secrets = field.sink.set_check_secrets(enabled && field.sink.check_secrets());
    let mut server = Server::new(target(&section, name.unwrap_or_default()));
    field.sink.set_check_secrets(check_secrets);
    server.enabled = enabled;
    server.has_connect_timeout = section.has("connect_timeout");
    server.interval = section.duration("interval", INTERVALS);
    strange_times(&section, &server);
    if let Some(priority) = section.integer("priority", -1000..=1000) {
        server.priority = i32::try_from(priority).unwrap_or_default();
    }
    let depends_on = section.list("depends_on").unwrap_or_default();
    server.depends_on = depends_on.iter().filter_map(|field| field.word().map(str::to_owned)).collect();
    let labels = section.field("labels").and_then(|field| field.entries()).unwrap_or_default();
    let label = |(name, field): (&str, Field<'_>)| Some((name.to_owned(), field.text()?.to_owned()));
    server.labels = labels.into_iter().filter_map(label).collect();
    Some(server)
}

/// Times that are allowed and do not go well together, where both are written.
fn strange_times(section: &Section<'_>, server: &Server) {
    let Target { timeout, connect_timeout, .. } = server.target;
    let timeout_field = section.any("timeout");
    if let (Some(interval), Some(field)) = (server.interval, &timeout_field) {
        if timeout > interval {
            field.note("is longer than `interval`: turns are left out while a check still runs");
        }
    }
    if let (Some(field), Some(_)) = (section.any("connect_timeout"), &timeout_field) {
        if connect_timeout > timeout {
            field.note("is longer than `timeout`, which ends the whole check before");
        }
    }
}

/// A name that can be shown on one line.
fn name(field: &Field<'_>) -> Option<String> {
    let text = field.word()?;
    check_name(field, text).then(|| text.to_owned())
}

pub(crate) fn check_name(field: &Field<'_>, name: &str) -> bool {
    if name.trim().is_empty() {
        field.wrong::<()>("has an empty name");
    } else if name.chars().count() > LONGEST_NAME {
        field.wrong::<()>(format_args!("has a name of more than {LONGEST_NAME} characters"));
    } else if name.contains(char::is_control) {
        field.wrong::<()>(format_args!("has the name {}, with a control character in it", Quoted(name)));
    } else {
        return true;
    }
    false
}

fn target(section: &Section<'_>, name: String) -> Target {
    let mut target = Target::new(name);
    if let Some(timeout) = section.duration("timeout", TIMES) {
        target.timeout = timeout;
    }
    if let Some(timeout) = section.duration("connect_timeout", TIMES) {
        target.connect_timeout = timeout;
    }
    if let Some(auth) = section.field("auth").and_then(|field| auth::read(&field)) {
        target.auth = auth;
    }
    if let Some(section) = section.section("tls", keys::TLS) {
        target.tls = tls(&section);
        if let Some(days) = section.integer("expiry_warning_days", 0..=3650) {
            target.tls.expiry_warning_days = u32::try_from(days).unwrap_or_default();
        }
    }
    if let Some(family) = section.choice("ip", &FAMILIES) {
        target.ip = family;
    }
    target.proxy = section.field("proxy").and_then(|field| proxy(&field));
    if let Some(section) = section.section("limits", keys::LIMITS) {
        target.limits = limits(&section);
    }
    target.dual = dual(section);
    target.rest = section.section("rest", keys::REST).and_then(|section| rest::read(&section));
    target.mcp = section.section("mcp", keys::MCP).and_then(|section| mcp::read(&section)).map(Box::new);
    if !section.has("rest") && !section.has("mcp") {
        section.lacks("has neither `rest` nor `mcp`: nothing can be checked", "");
    }
    target
}

const FAMILIES: [(&str, IpFamily); 3] = [("any", IpFamily::Any), ("v4", IpFamily::V4), ("v6", IpFamily::V6)];

/// What is common to all that speak TLS.
pub(super) fn tls(section: &Section<'_>) -> TlsOptions {
    let file = |key| section.field(key).and_then(|field| words::file(&field));
    let mut options = TlsOptions {
        roots: file("roots"),
        client_certificate: file("client_certificate"),
        client_key: file("client_key"),
        ..TlsOptions::default()
    };
    for (key, other) in [("client_certificate", "client_key"), ("client_key", "client_certificate")] {
        if section.has(key) && !section.has(other) {
            section.lacks(format_args!("has a `{key}` and no `{other}`"), other);
        }
    }
    if let Some(verify) = section.field("verify").and_then(|field| verify(&field)) {
        options.verify = verify;
    }
    options
}

/// Verification is turned off by a word of its own, not by a `false` that came from somewhere.
fn verify(field: &Field<'_>) -> Option<bool> {
    match &field.node.value {
        Value::Boolean(true) => Some(true),
        Value::Boolean(false) => field.wrong("is false: to accept any certificate, write off"),
        Value::Text(text) if **text == *"off" => Some(false),
        Value::Text(text) => field.wrong(format_args!("is {}: expected true or off", Quoted(text))),
        _ => field.expected("true or off"),
    }
}

/// `http://host:port`, without credentials: there is no way yet to have them from elsewhere.
fn proxy(field: &Field<'_>) -> Option<String> {
    // What is said of other URLs would send people to `auth`, which is shown to the server.
    if field.node.as_text().is_some_and(|text| text.contains('@')) {
        return field.wrong("has credentials in it: no proxy that wants some can be named in a file");
    }
    let url = words::url(field)?;
    if !url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://")) {
        return field.wrong("is no HTTP proxy: expected http://host:port");
    }
    Some(url)
}

fn limits(section: &Section<'_>) -> ProbeLimits {
    /// So that a slip of the pen is no reason for the kernel to end the process.
    const MOST_BYTES: u64 = 256 << 20;
    let size = |key, default| {
        let bytes = section.bytes(key, 1024..=MOST_BYTES).and_then(|bytes| usize::try_from(bytes).ok());
        bytes.unwrap_or(default)
    };
    let count = |key, most, default| {
        let count = section.integer(key, 1..=most).and_then(|count| usize::try_from(count).ok());
        count.unwrap_or(default)
    };
    let default = ProbeLimits::default();
    ProbeLimits {
        body_bytes: size("body_size", default.body_bytes),
        event_bytes: size("event_size", default.event_bytes),
        events: count("events", 1_000_000, default.events),
        pages: count("pages", 10_000, default.pages),
        json_depth: count("json_depth", 128, default.json_depth),
    }
}

fn dual(section: &Section<'_>) -> DualOptions {
    let mut options = DualOptions::default();
    if let Some(require) = section.boolean("require_both") {
        options.require_both = require;
    }
    if let Some(degraded) = section.boolean("degraded_on_single_failure") {
        options.degraded_on_single_failure = degraded;
    }
    if let Some(weights) = section.section("weights", keys::WEIGHTS) {
        options.mcp_weight = weights.number("mcp", 0.0..=1e6).unwrap_or(options.mcp_weight);
        options.rest_weight = weights.number("rest", 0.0..=1e6).unwrap_or(options.rest_weight);
        if options.mcp_weight + options.rest_weight == 0.0 {
            weights.wrong("are both 0: one of the paths has to count");
        }
    }
    if let Some(thresholds) = section.section("thresholds", keys::THRESHOLDS) {
        options.healthy_from = thresholds.number("healthy", 0.0..=1.0).unwrap_or(options.healthy_from);
        options.degraded_from = thresholds.number("degraded", 0.0..=1.0).unwrap_or(options.degraded_from);
        if options.degraded_from > options.healthy_from {
            thresholds.wrong("have `degraded` above `healthy`");
        }
    }
    options
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
