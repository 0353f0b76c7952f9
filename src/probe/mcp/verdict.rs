//! What trouble with an MCP server comes to.

use super::channel::Trouble;
use super::handshake::{HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION};
use super::text::{gist, shorten};
use super::wire::RpcError;
use crate::finding::{Reason, Status};
use crate::probe::head::Challenge;
use crate::probe::session::Session;
use crate::probe::verdict::Verdict;
use crate::probe::{McpOptions, McpTransport};

/// Characters of a server's words that are shown.
const WORDS: usize = 200;

/// The verdict where a request (`tools/list`) got no result.
pub(super) fn of(session: &Session, options: &McpOptions, asked: &str, trouble: &Trouble) -> Verdict {
    match trouble {
        Trouble::Failure(failure) => {
            let verdict = Verdict::from(failure.clone());
            Verdict { message: format!("`{asked}`: {}", verdict.message), ..verdict }
        }
        Trouble::Rpc { error, status } => rpc(asked, error, *status),
        Trouble::Http { status, authenticate, text } => {
            let shown = match &options.transport {
                McpTransport::Http { headers, .. } => session.has_credentials(headers),
                McpTransport::Command(_) => false,
            };
            http(asked, *status, authenticate.as_deref(), text, shown)
        }
    }
}

/// The server understood and would not.
fn rpc(asked: &str, error: &RpcError, status: Option<u16>) -> Verdict {
    let status = status.filter(|status| *status >= 400).map(|status| format!(" (status {status})"));
    let known = match error.code {
        UNSUPPORTED_VERSION => "; no version is common",
        HEADER_MISMATCH => "; what stands between may change headers",
        MISSING_CAPABILITY => "; a check declares no capabilities",
        _ => "",
    };
    let message = format!(
        "`{asked}` was answered with error {}{}: {}{known}",
        error.code,
        status.unwrap_or_default(),
        shorten(&error.message, WORDS)
    );
    Verdict::because(Reason::ServerError, message).alive(true)
}

fn http(asked: &str, status: u16, authenticate: Option<&str>, text: &str, shown: bool) -> Verdict {
    let challenge = authenticate.and_then(Challenge::of);
    let error = challenge.as_ref().and_then(|challenge| challenge.parameter("error"));
    let why = error.map(|error| format!(" ({})", shorten(error, WORDS))).unwrap_or_default();
    let refused = |reason: Reason, credentials: &str, none: &str| {
        let (words, verdict) = match shown {
            true => (credentials, Status::Unhealthy),
            false => (none, Status::Degraded),
        };
        let message = format!("`{asked}`: status {status}{why}: {words}");
        Verdict::because(reason, message).with_status(verdict).alive(true)
    };
    match status {
        401 => {
            let scheme =
                challenge.as_ref().map_or_else(String::new, |it| format!(" ({})", shorten(&it.scheme, 40)));
            let none = format!("it is alive and asks for credentials{scheme}; no credentials are configured");
            refused(Reason::AuthRequired, "the credentials were refused", &none)
        }
        403 => refused(
            Reason::Forbidden,
            "the credentials are not enough",
            "it is alive and refuses access; no credentials are configured",
        ),
        _ => {
            let words = match gist(text, WORDS) {
                words if words.is_empty() => String::new(),
                words => format!(": {words}"),
            };
            Verdict::because(Reason::HttpStatus, format!("`{asked}`: status {status}{words}")).alive(false)
        }
    }
}
