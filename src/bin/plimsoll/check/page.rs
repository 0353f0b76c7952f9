//! Outcomes as people read them.

use std::fmt::Write;
use std::time::Duration;

use plimsoll::finding::Status;
use plimsoll::probe::{McpFacts, Outcome, RestFacts};

use super::{advice, Summary};
use crate::style::{of_status, FAINT, HEADING};
use crate::words;

/// Names of one kind that are shown.
const MOST_NAMES: usize = 40;
/// Columns of a line beside the name: the status, the time, the longest reason, and what is between them.
const OTHER_COLUMNS: usize = 42;

/// A line for each, what is wrong below it, the sum, and what to do. Names are `cut` where they are too long for a
/// terminal; whoever searches a file wants them whole.
pub fn page(outcomes: &[Outcome], summary: Summary, details: bool, width: usize, cut: bool) -> String {
    let mut text = String::new();
    let most = if cut { width.saturating_sub(OTHER_COLUMNS).clamp(16, 48) } else { usize::MAX };
    let names: Vec<String> = outcomes.iter().map(|outcome| words::fit_middle(&outcome.name, most)).collect();
    let name_width = names.iter().map(|name| words::columns(name)).max().unwrap_or(0);
    for (outcome, name) in outcomes.iter().zip(&names) {
        line(&mut text, outcome, &words::pad(name, name_width), width);
        if details {
            facts(&mut text, outcome, width);
        }
    }
    if outcomes.len() > 1 {
        let _ = writeln!(text, "\n{}", sum(summary));
    }
    what_next(&mut text, outcomes, width);
    text
}

/// What can be done, once for each reason.
fn what_next(text: &mut String, outcomes: &[Outcome], width: usize) {
    let advice = advice::all(outcomes);
    if advice.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{HEADING}What to do{HEADING:#}");
    let longest = advice.iter().map(|(reason, _)| reason.name().len()).max().unwrap_or(0);
    let indent = " ".repeat(longest + 4);
    for (reason, sentence) in advice {
        for line in
            words::wrap(&whole_code(sentence), width, &format!("  {:<longest$}  ", reason.name()), &indent)
        {
            let _ = writeln!(text, "{line}");
        }
    }
}

fn line(text: &mut String, outcome: &Outcome, name: &str, width: usize) {
    let color = of_status(outcome.status);
    let took = milliseconds(outcome.phases.total);
    let _ = writeln!(
        text,
        "{color}{:<9}{color:#}  {HEADING}{name}{HEADING:#}  {took:>8}  {}",
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
        let now = outcome.at_unix_ns / 1_000_000_000;
        rows.push((
            "certificate",
            format!("{}, {}", certificate.subject, validity(certificate.not_after, now)),
        ));
    }
    for (name, value) in rows {
        let first = format!("  {name:<13}");
        for line in words::wrap(&value, width, &first, "               ") {
            let _ = writeln!(text, "{line}");
        }
    }
}

/// A sentence in which what stands in backticks, to be copied, is on one line.
fn whole_code(sentence: &str) -> String {
    let parts = sentence.split('`').enumerate();
    let kept = parts
        .map(|(index, part)| if index % 2 == 1 { part.replace(' ', words::HARD) } else { part.to_owned() });
    kept.collect::<Vec<_>>().join("`")
}

/// How long a certificate is still valid, by times in seconds since 1970.
fn validity(not_after: u64, now: u64) -> String {
    let days =
        |seconds: u64| words::plural(usize::try_from(seconds / 86_400).unwrap_or(usize::MAX), "day", "days");
    match not_after.checked_sub(now) {
        Some(left) => format!("{} left", days(left)),
        None => format!("expired {} ago", days(now - not_after)),
    }
}

fn rest_rows(rows: &mut Vec<(&str, String)>, rest: &RestFacts) {
    if let Some(status) = rest.status {
        let from = rest.redirected_to.as_ref().map(|url| format!(", from {url}")).unwrap_or_default();
        rows.push(("answer", format!("status {status}, body of {} bytes{from}", rest.body_bytes)));
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
        match tools.count {
            0 => rows.push(("tools", "none".to_owned())),
            count => rows.push(("tools", format!("{count}: {}", some(&tools.names)))),
        }
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
        rows.push(("stderr", tail.clone()));
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
    let is_command = outcome.mcp.as_ref().and_then(|mcp| mcp.transport) == Some("stdio");
    let named = [
        ("dns", phases.dns),
        (if is_command && outcome.rest.is_none() { "start" } else { "connect" }, phases.connect),
        ("tls", phases.tls),
        ("first byte", phases.first_byte),
    ];
    let mut parts: Vec<String> =
        named.iter().filter_map(|(name, time)| Some(format!("{name} {}", milliseconds((*time)?)))).collect();
    parts.push(format!("total {}", milliseconds(phases.total)));
    if phases.requests > 1 {
        let connections = match phases.connections {
            1 if is_command => "in one start of the command".to_owned(),
            more if is_command => format!("in {more} starts of the command"),
            0 => "over kept connections".to_owned(),
            1 => "over one new connection".to_owned(),
            more => format!("over {more} new connections"),
        };
        parts.push(format!("{} requests {connections}", phases.requests));
    }
    parts.join(", ")
}

/// `3 healthy, 1 unhealthy`.
pub fn sum(summary: Summary) -> String {
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
    parts.join(", ")
}

fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    match ms {
        ms if ms < 0.1 => "<0.1 ms".to_owned(),
        ms if ms < 10.0 => format!("{ms:.1} ms"),
        ms if ms < 10_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1e3),
    }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
