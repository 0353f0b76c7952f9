//! Why a check came to its status: stable words for programs.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Status;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $status:ident,)+) => {
        /// Why a check came to its status. The names are stable; new ones may come.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Reason {
            /// All of them.
            pub const ALL: &'static [Reason] = &[$(Reason::$variant,)+];

            /// The name in JSON documents.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Reason::$variant => $name,)+
                }
            }

            /// The status that this reason alone leads to.
            #[must_use]
            pub const fn status(self) -> Status {
                match self {
                    $(Reason::$variant => Status::$status,)+
                }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Reason::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

reasons! {
    /// Everything asked for was found.
    Ok "ok" Healthy,
    /// It took longer than a threshold allows; `unhealthy` beyond the second threshold.
    Slow "slow" Degraded,
    /// It works, but its certificate expires within the warning time.
    TlsExpiresSoon "tls_expires_soon" Degraded,
    /// Its own health document reports trouble.
    Reported "reported" Degraded,
    /// Its tools are not those that were recorded.
    ToolDrift "tool_drift" Degraded,
    /// One of its two paths (REST, MCP) works and the other does not.
    Partial "partial" Degraded,
    /// It is alive and asks for credentials (401); `unhealthy` where credentials were sent and refused.
    AuthRequired "auth_required" Degraded,
    /// It is alive and refuses access (403); `unhealthy` where credentials were sent.
    Forbidden "forbidden" Degraded,
    /// The token endpoint gave no token.
    AuthFailed "auth_failed" Unhealthy,
    /// The name does not exist.
    Dns "dns" Unhealthy,
    /// No name server answered in time.
    DnsTimeout "dns_timeout" Unhealthy,
    /// Nothing listens on the port.
    ConnectRefused "connect_refused" Unhealthy,
    /// No connection was made in time.
    ConnectTimeout "connect_timeout" Unhealthy,
    /// There is no route to the address.
    ConnectUnreachable "connect_unreachable" Unhealthy,
    /// Connecting failed otherwise.
    ConnectFailed "connect_failed" Unhealthy,
    /// The certificate has expired.
    TlsExpired "tls_expired" Unhealthy,
    /// The certificate is not valid yet.
    TlsNotYetValid "tls_not_yet_valid" Unhealthy,
    /// The certificate is for another name.
    TlsHostname "tls_hostname" Unhealthy,
    /// No trusted authority has signed the certificate.
    TlsUntrusted "tls_untrusted" Unhealthy,
    /// The server speaks no TLS of version 1.2 or later.
    TlsVersion "tls_version" Unhealthy,
    /// The TLS handshake failed otherwise.
    TlsHandshake "tls_handshake" Unhealthy,
    /// An HTTP status that was not expected.
    HttpStatus "http_status" Unhealthy,
    /// A redirect that is not allowed, leads nowhere or never ends.
    Redirect "redirect" Unhealthy,
    /// The body is not what was expected.
    BodyMismatch "body_mismatch" Unhealthy,
    /// The headers or the body are beyond the caps.
    TooLarge "too_large" Unhealthy,
    /// The body cannot be decompressed.
    BadEncoding "bad_encoding" Unhealthy,
    /// The answer ended before it was complete.
    Truncated "truncated" Unhealthy,
    /// The server closed the connection before it answered.
    Closed "closed" Unhealthy,
    /// The server reset the connection.
    Reset "reset" Unhealthy,
    /// What came is not HTTP, not a stream of events or not JSON-RPC.
    Protocol "protocol" Unhealthy,
    /// The server answered with a JSON-RPC error.
    ServerError "server_error" Unhealthy,
    /// No complete answer came before the deadline.
    Deadline "deadline" Unhealthy,
    /// A tool that was expected is missing.
    ToolMissing "tool_missing" Unhealthy,
    /// A tool's schema is not valid.
    ToolSchema "tool_schema" Unhealthy,
    /// The tool that was called answered with an error.
    ToolFailed "tool_failed" Unhealthy,
    /// The tool that was called answered something else than expected.
    ToolMismatch "tool_mismatch" Unhealthy,
    /// The command cannot be started.
    CommandMissing "command_missing" Unhealthy,
    /// The command ended before it answered.
    CommandExited "command_exited" Unhealthy,
    /// A secret (environment variable, file) is not there.
    SecretMissing "secret_missing" Unknown,
    /// The target or an option of it makes no sense.
    Config "config" Unknown,
    /// This machine cannot check: no descriptor, no memory, no thread.
    Local "local" Unknown,
    /// The gate refused: this container is laden.
    NotAdmitted "not_admitted" Unknown,
    /// The check was cancelled.
    Cancelled "cancelled" Unknown,
    /// It failed so often that it is left alone for a while.
    CircuitOpen "circuit_open" Unknown,
    /// A server that it depends on does not work, so that nothing was asked, or that its own failure says
    /// nothing.
    Dependency "dependency" Unknown,
    /// All connections that may be open are in use, and none became free in time.
    PoolExhausted "pool_exhausted" Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
