//! Why a probe came to its status, as numbers. A number, once given, is never reused.

use std::ffi::c_char;
use std::ptr;

use crate::finding::Reason;

/// Everything asked for was found.
pub const PLIM_REASON_OK: i32 = 1;
/// It took longer than a threshold allows; `unhealthy` beyond the second threshold.
pub const PLIM_REASON_SLOW: i32 = 2;
/// It works, but its certificate expires within the warning time.
pub const PLIM_REASON_TLS_EXPIRES_SOON: i32 = 3;
/// Its own health document reports trouble.
pub const PLIM_REASON_REPORTED: i32 = 4;
/// Its tools are not those that were recorded.
pub const PLIM_REASON_TOOL_DRIFT: i32 = 5;
/// One of its two paths (REST, MCP) works and the other does not.
pub const PLIM_REASON_PARTIAL: i32 = 6;
/// It is alive and asks for credentials (401); `unhealthy` where credentials were sent and refused.
pub const PLIM_REASON_AUTH_REQUIRED: i32 = 7;
/// It is alive and refuses access (403); `unhealthy` where credentials were sent.
pub const PLIM_REASON_FORBIDDEN: i32 = 8;
/// The token endpoint gave no token.
pub const PLIM_REASON_AUTH_FAILED: i32 = 9;
/// The name does not exist.
pub const PLIM_REASON_DNS: i32 = 10;
/// No name server answered in time.
pub const PLIM_REASON_DNS_TIMEOUT: i32 = 11;
/// Nothing listens on the port.
pub const PLIM_REASON_CONNECT_REFUSED: i32 = 12;
/// No connection was made in time.
pub const PLIM_REASON_CONNECT_TIMEOUT: i32 = 13;
/// There is no route to the address.
pub const PLIM_REASON_CONNECT_UNREACHABLE: i32 = 14;
/// Connecting failed otherwise.
pub const PLIM_REASON_CONNECT_FAILED: i32 = 15;
/// The certificate has expired.
pub const PLIM_REASON_TLS_EXPIRED: i32 = 16;
/// The certificate is not valid yet.
pub const PLIM_REASON_TLS_NOT_YET_VALID: i32 = 17;
/// The certificate is for another name.
pub const PLIM_REASON_TLS_HOSTNAME: i32 = 18;
/// No trusted authority has signed the certificate.
pub const PLIM_REASON_TLS_UNTRUSTED: i32 = 19;
/// The server speaks no TLS of version 1.2 or later.
pub const PLIM_REASON_TLS_VERSION: i32 = 20;
/// The TLS handshake failed otherwise.
pub const PLIM_REASON_TLS_HANDSHAKE: i32 = 21;
/// An HTTP status that was not expected.
pub const PLIM_REASON_HTTP_STATUS: i32 = 22;
/// A redirect that is not allowed, leads nowhere or never ends.
pub const PLIM_REASON_REDIRECT: i32 = 23;
/// The body is not what was expected.
pub const PLIM_REASON_BODY_MISMATCH: i32 = 24;
/// The headers or the body are beyond the caps.
pub const PLIM_REASON_TOO_LARGE: i32 = 25;
/// The body cannot be decompressed.
pub const PLIM_REASON_BAD_ENCODING: i32 = 26;
/// The answer ended before it was complete.
pub const PLIM_REASON_TRUNCATED: i32 = 27;
/// The server closed the connection before it answered.
pub const PLIM_REASON_CLOSED: i32 = 28;
/// The server reset the connection.
pub const PLIM_REASON_RESET: i32 = 29;
/// What came is not HTTP, not a stream of events or not JSON-RPC.
pub const PLIM_REASON_PROTOCOL: i32 = 30;
/// The server answered with a JSON-RPC error.
pub const PLIM_REASON_SERVER_ERROR: i32 = 31;
/// No complete answer came before the deadline.
pub const PLIM_REASON_DEADLINE: i32 = 32;
/// A tool that was expected is missing.
pub const PLIM_REASON_TOOL_MISSING: i32 = 33;
/// A tool's schema is not valid.
pub const PLIM_REASON_TOOL_SCHEMA: i32 = 34;
/// The tool that was called answered with an error.
pub const PLIM_REASON_TOOL_FAILED: i32 = 35;
/// The tool that was called answered something else than expected.
pub const PLIM_REASON_TOOL_MISMATCH: i32 = 36;
/// The command cannot be started.
pub const PLIM_REASON_COMMAND_MISSING: i32 = 37;
/// The command ended before it answered.
pub const PLIM_REASON_COMMAND_EXITED: i32 = 38;
/// A secret (environment variable, file) is not there.
pub const PLIM_REASON_SECRET_MISSING: i32 = 39;
/// The target or an option of it makes no sense.
pub const PLIM_REASON_CONFIG: i32 = 40;
/// This machine cannot check: no descriptor, no memory, no thread.
pub const PLIM_REASON_LOCAL: i32 = 41;
/// The gate refused: this container is laden.
pub const PLIM_REASON_NOT_ADMITTED: i32 = 42;
/// The check was cancelled.
pub const PLIM_REASON_CANCELLED: i32 = 43;
/// It failed so often that it is left alone for a while.
pub const PLIM_REASON_CIRCUIT_OPEN: i32 = 44;
/// A server that it depends on does not work, so that nothing was asked, or that its own failure says nothing.
pub const PLIM_REASON_DEPENDENCY: i32 = 45;
/// All connections that may be open are in use, and none became free in time.
pub const PLIM_REASON_POOL_EXHAUSTED: i32 = 46;

/// A reason's number, and its texts with a NUL behind each: C callers get static strings, and nothing
/// is allocated or locked to hand them out.
struct Row {
    number: i32,
    name: &'static [u8],
    meaning: &'static [u8],
}

/// A text with a NUL behind it.
macro_rules! ended {
    ($text:expr) => {{
        const TEXT: &str = $text;
        static ENDED: [u8; TEXT.len() + 1] = {
            let mut bytes = [0; TEXT.len() + 1];
            let mut at = 0;
            while at < TEXT.len() {
                bytes[at] = TEXT.as_bytes()[at];
                at += 1;
            }
            bytes
        };
        &ENDED
    }};
}

macro_rules! numbers {
    ($($reason:ident $number:ident,)+) => {
        static ROWS: &[Row] = &[$(Row {
            number: $number,
            name: ended!(Reason::$reason.name()),
            meaning: ended!(Reason::$reason.meaning()),
        },)+];

        /// The number of a reason in C; the compiler sees to it that none is forgotten.
        pub(super) const fn number(reason: Reason) -> i32 {
            match reason {
                $(Reason::$reason => $number,)+
            }
        }
    };
}

numbers! {
    Ok PLIM_REASON_OK,
    Slow PLIM_REASON_SLOW,
    TlsExpiresSoon PLIM_REASON_TLS_EXPIRES_SOON,
    Reported PLIM_REASON_REPORTED,
    ToolDrift PLIM_REASON_TOOL_DRIFT,
    Partial PLIM_REASON_PARTIAL,
    AuthRequired PLIM_REASON_AUTH_REQUIRED,
    Forbidden PLIM_REASON_FORBIDDEN,
    AuthFailed PLIM_REASON_AUTH_FAILED,
    Dns PLIM_REASON_DNS,
    DnsTimeout PLIM_REASON_DNS_TIMEOUT,
    ConnectRefused PLIM_REASON_CONNECT_REFUSED,
    ConnectTimeout PLIM_REASON_CONNECT_TIMEOUT,
    ConnectUnreachable PLIM_REASON_CONNECT_UNREACHABLE,
    ConnectFailed PLIM_REASON_CONNECT_FAILED,
    TlsExpired PLIM_REASON_TLS_EXPIRED,
    TlsNotYetValid PLIM_REASON_TLS_NOT_YET_VALID,
    TlsHostname PLIM_REASON_TLS_HOSTNAME,
    TlsUntrusted PLIM_REASON_TLS_UNTRUSTED,
    TlsVersion PLIM_REASON_TLS_VERSION,
    TlsHandshake PLIM_REASON_TLS_HANDSHAKE,
    HttpStatus PLIM_REASON_HTTP_STATUS,
    Redirect PLIM_REASON_REDIRECT,
    BodyMismatch PLIM_REASON_BODY_MISMATCH,
    TooLarge PLIM_REASON_TOO_LARGE,
    BadEncoding PLIM_REASON_BAD_ENCODING,
    Truncated PLIM_REASON_TRUNCATED,
    Closed PLIM_REASON_CLOSED,
    Reset PLIM_REASON_RESET,
    Protocol PLIM_REASON_PROTOCOL,
    ServerError PLIM_REASON_SERVER_ERROR,
    Deadline PLIM_REASON_DEADLINE,
    ToolMissing PLIM_REASON_TOOL_MISSING,
    ToolSchema PLIM_REASON_TOOL_SCHEMA,
    ToolFailed PLIM_REASON_TOOL_FAILED,
    ToolMismatch PLIM_REASON_TOOL_MISMATCH,
    CommandMissing PLIM_REASON_COMMAND_MISSING,
    CommandExited PLIM_REASON_COMMAND_EXITED,
    SecretMissing PLIM_REASON_SECRET_MISSING,
    Config PLIM_REASON_CONFIG,
    Local PLIM_REASON_LOCAL,
    NotAdmitted PLIM_REASON_NOT_ADMITTED,
    Cancelled PLIM_REASON_CANCELLED,
    CircuitOpen PLIM_REASON_CIRCUIT_OPEN,
    Dependency PLIM_REASON_DEPENDENCY,
    PoolExhausted PLIM_REASON_POOL_EXHAUSTED,
}

/// The reason of a number that C gives.
pub(super) fn reason(number: i32) -> Option<Reason> {
    Reason::ALL.iter().copied().find(|reason| self::number(*reason) == number)
}

fn row(reason: i32) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.number == reason)
}

/// The name of a `PLIM_REASON_...`, as JSON documents have it: `connect_refused`. A static string; NULL
/// for a number that is none, and in a library that was built without probes.
#[no_mangle]
pub extern "C" fn plim_reason_name(reason: i32) -> *const c_char {
    export!(or ptr::null() => { row(reason).map_or(ptr::null(), |row| row.name.as_ptr().cast()) })
}

/// What a `PLIM_REASON_...` means, in a sentence. A static string; NULL for a number that is none, and in
/// a library that was built without probes.
#[no_mangle]
pub extern "C" fn plim_reason_meaning(reason: i32) -> *const c_char {
    export!(or ptr::null() => { row(reason).map_or(ptr::null(), |row| row.meaning.as_ptr().cast()) })
}

#[cfg(test)]
#[path = "probe_reasons_tests.rs"]
mod tests;
