//! What to do next, for each reason.

use plimsoll::finding::{Reason, Status};
use plimsoll::probe::{Kind, Outcome};

/// What was asked: what helps differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Rest,
    McpUrl,
    McpCommand,
}

impl Asked {
    fn of(outcome: &Outcome) -> Self {
        let transport = outcome.mcp.as_ref().and_then(|mcp| mcp.transport);
        match outcome.kind {
            Kind::Mcp if transport == Some("stdio") => Asked::McpCommand,
            Kind::Mcp => Asked::McpUrl,
            _ => Asked::Rest,
        }
    }
}

/// What to do where a check came to this reason, in a sentence or two; nothing where all is well.
fn next(reason: Reason, asked: Asked) -> Option<&'static str> {
    use Reason as R;
    Some(match reason {
        R::Ok => return None,
        R::Slow => "Look at the phases (`--json` has them) for where the time goes, or change `slow` in the file.",
        R::TlsExpiresSoon => "Renew the certificate; `tls.expiry_warning_days` says how early this is told.",
        R::Reported => "Look at the parts that are named. If its word should not count: `health_document: off`.",
        R::ToolDrift => "See what changed. If that is right, put the new hash into the file as `tools_hash`.",
        R::Partial => "Look at the path (REST or MCP) that fails. If both are needed: `require_both: true`.",
        R::AuthRequired => {
            "Give credentials: `--bearer env:NAME`, or `auth` in the file. If 401 is right: `expect: {status: 401}`."
        }
        R::Forbidden => {
            "Give credentials that are allowed to read this. If 403 is right: `expect: {status: 403}`."
        }
        R::AuthFailed => "Check `token_url`, `client_id`, `client_secret` and `scope` under `auth.oauth2`.",
        R::Dns => "Check the spelling of the name, and the search domains of this machine (/etc/resolv.conf).",
        R::DnsTimeout => "Check that the name servers in /etc/resolv.conf can be reached from here.",
        R::ConnectRefused => {
            "Check that the server runs, on this port, and listens on this address and not only on another."
        }
        R::ConnectTimeout => "Check firewalls and network policies between here and there, and the address.",
        R::ConnectUnreachable => "Check the routes of this machine, and whether `ip: v4` or `ip: v6` helps.",
        R::ConnectFailed => "Check the address, the network and, where one is configured, the `proxy`.",
        R::TlsExpired => "Renew the certificate, and have the server load it.",
        R::TlsNotYetValid => "Check the clocks of the server and of this machine, then the certificate.",
        R::TlsHostname => "Use the name in the certificate, or have one made for this name.",
        R::TlsUntrusted => {
            "Name the authority that signed it: `tls: {roots: ca.pem}` in the file. For a quick look: `--insecure`."
        }
        R::TlsVersion => "Let the server speak TLS 1.2 or 1.3.",
        R::TlsHandshake => "Check that this port speaks TLS; if it does not, write http:// in place of https://.",
        R::HttpStatus => match asked {
            Asked::Rest => {
                "Check the path, and the server's log for 5xx. If the status is right: `expect: {status: N}`."
            }
            _ => "Check the path: MCP servers mostly answer at /mcp, older ones at /sse. For 5xx, look into the log.",
        },
        R::Redirect => "Use the address that it leads to, or allow it: `redirects: 3`.",
        R::BodyMismatch => "See what the server answers (`curl URL`), or change `expect` in the file.",
        R::TooLarge => "If so much is right, raise what is read at most: `limits` in the file.",
        R::BadEncoding => "Check what compresses the answers: the server, or a proxy before it.",
        R::Truncated | R::Closed | R::Reset => {
            "Look into the server's log, and at what stands between (proxy, load balancer). If the URL says \
             http:// and the port speaks TLS, write https://."
        }
        R::Protocol => match asked {
            Asked::Rest => "Check that this host and port are those of an HTTP server.",
            Asked::McpUrl => {
                "Check that this is the address of the MCP server itself: mostly it ends in /mcp, or /sse for older ones."
            }
            Asked::McpCommand => {
                "Look at what the command prints: its standard output is for messages only, the rest belongs to \
                 standard error."
            }
        },
        R::ServerError => "Look into the server's log: it understood the request, and refused or failed.",
        R::Deadline => match asked {
            Asked::McpCommand => {
                "Run the command by hand. If it only takes long to start (`npx` and `uvx` download first): `--timeout 60s`."
            }
            _ => "Look at whether the server hangs or is busy; if it may take longer, raise `timeout` (`--timeout 30s`).",
        },
        R::ToolMissing => "Check the spelling of the tools that are expected, and the version of the server.",
        R::ToolSchema => "Repair the schemas in the server; `check_schemas: false` leaves them unchecked.",
        R::ToolFailed => "Check the arguments of the call (`arguments`), then the server's log.",
        R::ToolMismatch => "See what the tool answers (`--call`), or change what `call` expects.",
        R::CommandMissing => {
            "Check the spelling, and PATH. A path is relative to the file, or to where you are with `--mcp`."
        }
        R::CommandExited => "Run the command by hand: what it lacks, it mostly says on standard error.",
        R::SecretMissing => "Set the variable, or write the file, where this command runs.",
        R::Config => "Repair what the message names.",
        R::Local => "Give this process more descriptors, memory or threads, or use a smaller `--concurrent`.",
        R::NotAdmitted => "Try again when this container has less to do; `plimsoll diagnose` says what limits it.",
        R::Cancelled => "Check again.",
        R::CircuitOpen => "Nothing: it is asked again by itself, less and less often while it fails.",
        R::Dependency => "Look at the servers that it depends on (`depends_on`) first.",
        R::PoolExhausted => "Raise `max_connections_per_host` or `max_connections`, or check fewer at a time.",
        // A newer library may know more reasons.
        _ => reason.meaning(),
    })
}

/// What to do for each reason that something is not healthy for, each sentence once, in the order of the outcomes.
pub fn all(outcomes: &[Outcome]) -> Vec<(Reason, &'static str)> {
    let mut found: Vec<(Reason, &'static str)> = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.status != Status::Healthy) {
        if let Some(text) = next(outcome.reason, Asked::of(outcome)) {
            if !found.contains(&(outcome.reason, text)) {
                found.push((outcome.reason, text));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_but_ok_has_something_to_do() {
        for reason in Reason::ALL {
            for asked in [Asked::Rest, Asked::McpUrl, Asked::McpCommand] {
                match next(*reason, asked) {
                    None => assert_eq!(*reason, Reason::Ok),
                    Some(text) => {
                        assert_ne!(text, reason.meaning(), "{reason} says only what it means");
                        assert!(text.ends_with('.') && !text.contains("  "), "{reason}: {text}");
                    }
                }
            }
        }
    }
}
