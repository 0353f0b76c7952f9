//! Who looks names up.

use std::net::IpAddr;

use super::answer::{DnsError, DnsErrorKind};
use crate::sys::names::{self, Refusal};

/// Looks names up, for as long as it takes; several at a time.
pub(crate) trait Lookup: Send + Sync {
    /// All addresses of a name, in the order in which to try them.
    fn lookup(&self, host: &str) -> Result<Vec<IpAddr>, DnsError>;
}

/// The C library's getaddrinfo(3).
pub(super) struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: &str) -> Result<Vec<IpAddr>, DnsError> {
        names::addresses(host).map_err(|(refusal, words)| {
            let kind = match refusal {
                Refusal::NotFound => DnsErrorKind::NotFound,
                Refusal::TryAgain => DnsErrorKind::TimedOut,
                Refusal::Failed => DnsErrorKind::Failed,
            };
            DnsError::new(kind, format!("no address of `{host}`: {words}"))
        })
    }
}
