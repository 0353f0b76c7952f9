//! Outcomes as people read them.

use std::fmt::Write;
use std::time::Duration;

use plimsoll::finding::Status;
use plimsoll::probe::{McpFacts, Outcome, RestFacts};

use super::Summary;
use crate::style::{of_status, FAINT, HEADING};
use crate::words;

/// Names of one kind that are shown.
const MOST_NAMES: usize = 40;

/// A line for each, what is wrong below it, and the sum.
pub fn page(outcomes: &[Outcome], summary: Summary, details: bool, width: usize) -> String {
    let mut text = String::new();
    let name_width = outcomes.iter().map(|outcome| outcome.name.chars().count()).max().unwrap_or(0).min(40);
    for outcome in outcomes {
        line(&mut text, outcome, name_width, width);
        if details {
            facts(&mut text, outcome, width);
        }
    }
    if outcomes.len() > 1 {
        text.push('\n');
        sum(&mut text, summary);
    }
    text
}

fn line(text: &mut String, outcome: &Outcome, name_width: usize, width: usize) {
    let color = of_status(outcome.status);
    let name = words::elide_middle(&words::harmless(&outcome.name), name_width);
    let took = milliseconds(outcome.phases.total);
    let _ = writeln!(
        text,
        "{color}{:<9}{color:#}  {HEADING}{name:<name_width$}{HEADING:#}  {took:>8}  {}",
        outcome.status, outcome.reason
    );
    if outcome.status != Status::Healthy || outcome.dual.is_some() {
        wrapped(text, &outcome.message, width, "           ");
    }
    for note in &outcome.notes {
        wrapped(text, &format!("note: {note}"), width, "           ");
    }
}

fn wrapped(text: &mut String, message: &str, width: usize, indent: &str) {
    for line in words::wrap(message, width, indent, indent) {
        let _ = writeln!(text, "{FAINT}{line}{FAINT:#}");
    }
}

/// What a single server said, for a quick look.
fn facts(text: &mut String, outcome: &Outcome, width: usize) {
    let mut rows: Vec<(&str, String)> = Vec::new();
    if let Some(rest) = &outcome.rest {
        rest_rows(&mut rows, rest);
    }
    if let Some(mcp) = &outcome.mcp {
        mcp_rows(&mut rows, mcp);
    }
    rows.push(("phases", phases(outcome)));
    if let Some(certificate) = &outcome.certificate {
        let days = certificate.not_after.saturating_sub(outcome.at_unix_ns / 1_000_000_000) / 86_400;
        rows.push(("certificate", format!("{}, {days} days left", certificate.subject)));
    }
    for (name, value) in rows {
        let first = format!("  {name:<13}");
        for line in words::wrap(&value, width, &first, "               ") {
            let _ = writeln!(text, "{line}");
        }
    }
}

fn rest_rows(rows: &mut Vec<(&str, String)>, rest: &RestFacts) {
    if let Some(status) = rest.status {
        let from = rest.redirected_to.as_ref().map(|url| format!(", from {url}")).unwrap_or_default();
        rows.push(("answer", format!("status {status}, {} bytes{from}", rest.body_bytes)));
    }
    if !rest.checks.is_empty() {
        let checks: Vec<String> =
            rest.checks.iter().map(|check| format!("{} {}", check.name, check.word)).collect();
        rows.push(("its parts", checks.join(", ")));
    }
}

fn mcp_rows(rows: &mut Vec<(&str, String)>, mcp: &McpFacts) {
    if let Some(name) = &mcp.server_name {
        rows.push(("server", format!("{name} {}", mcp.server_version.as_deref().unwrap_or_default())));
    }
    let protocol = [mcp.protocol_version.as_deref(), mcp.transport].into_iter().flatten().collect::<Vec<_>>();
    if !protocol.is_empty() {
        let session = if mcp.session { ", with a session that was ended" } else { "" };
        rows.push(("protocol", format!("{}{session}", protocol.join(" over "))));
    }
    if !mcp.capabilities.is_empty() {
        rows.push(("capabilities", mcp.capabilities.join(", ")));
    }
    if let Some(tools) = &mcp.tools {
        rows.push(("tools", format!("{}: {}", tools.count, some(&tools.names))));
        if !tools.missing.is_empty() {
            rows.push(("missing", some(&tools.missing)));
        }
        for (tool, why) in tools.invalid.iter().take(MOST_NAMES) {
            rows.push(("bad schema", format!("{tool}: {why}")));
        }
        rows.push(("tools hash", tools.hash.clone()));
    }
    if let Some(call) = &mcp.call {
        rows.push(("call", format!("{} in {}: {}", call.tool, milliseconds(call.took), call.text)));
    }
    if let Some(tail) = &mcp.stderr_tail {
        rows.push(("its errors", tail.clone()));
    }
}

/// The first names; `--json` has all.
fn some(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn phases(outcome: &Outcome) -> String {
    let phases = &outcome.phases;
    let named = [
        ("dns", phases.dns),
        ("connect", phases.connect),
        ("tls", phases.tls),
        ("first byte", phases.first_byte),
    ];
    let mut parts: Vec<String> =
        named.iter().filter_map(|(name, time)| Some(format!("{name} {}", milliseconds((*time)?)))).collect();
    parts.push(format!("total {}", milliseconds(phases.total)));
    if phases.requests > 1 {
        let connections = match phases.connections {
            0 => "kept connections".to_owned(),
            1 => "one new connection".to_owned(),
            more => format!("{more} new connections"),
        };
        parts.push(format!("{} requests over {connections}", phases.requests));
    }
    parts.join(", ")
}

fn sum(text: &mut String, summary: Summary) {
    let counts = [
        (Status::Healthy, summary.healthy),
        (Status::Degraded, summary.degraded),
        (Status::Unhealthy, summary.unhealthy),
        (Status::Unknown, summary.unknown),
    ];
    let mut parts = Vec::new();
    for (status, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let color = of_status(status);
        parts.push(format!("{color}{count} {status}{color:#}"));
    }
    let _ = writeln!(text, "{}", parts.join(", "));
}

fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        ms if ms < 10.0 => format!("{ms:.1} ms"),
        ms if ms < 10_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1e3),
    }
}
