//! What comes of asking for a name.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// The addresses of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// All of them, each once, at least one, in the order in which to try them (RFC 6724).
    pub(crate) addresses: Arc<[IpAddr]>,
    /// The answer has outlived its time and is being refreshed.
    pub(crate) stale: bool,
    /// It was known already.
    pub(crate) from_cache: bool,
}

/// Why there are no addresses, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum DnsErrorKind {
    /// The name does not exist, has no address, or is no name at all.
    NotFound,
    /// No answer by the deadline; or no name server answered; or it said to try again (`EAI_AGAIN`).
    TimedOut,
    /// The lookup failed otherwise.
    Failed,
    /// The resolver was closed.
    Closed,
}

/// Why there are no addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DnsError {
    /// In a word.
    pub(crate) kind: DnsErrorKind,
    /// A sentence for people, which names the host.
    pub(crate) message: Arc<str>,
}

impl DnsError {
    pub(crate) fn new(kind: DnsErrorKind, message: impl Into<Arc<str>>) -> Self {
        DnsError { kind, message: message.into() }
    }
}

impl fmt::Display for DnsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DnsError {}

/// What a lookup brought, as it is kept and handed to all who waited.
pub(super) type Found = Result<Arc<[IpAddr]>, DnsError>;
