//! What a host can be: an address, or a name that is worth looking up.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv6Addr};

use super::answer::{DnsError, DnsErrorKind};

/// The most bytes of a name as text, without the dot at its end (RFC 1035, section 2.3.4, less the length bytes).
const MOST_BYTES: usize = 253;
/// How much of a host that is no name is shown in a message.
const SHOWN: usize = 64;

/// A host as it is written in a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Host<'a> {
    Address(IpAddr),
    /// In lower case: names that differ in case only are one (RFC 4343).
    Name(Cow<'a, str>),
}

impl<'a> Host<'a> {
    pub(super) fn read(host: &'a str) -> Result<Self, DnsError> {
        if let Some(address) = literal(host) {
            return Ok(Host::Address(address));
        }
        let name = host.strip_suffix('.').unwrap_or(host);
        let why = if name.is_empty() {
            "is empty"
        } else if name.len() > MOST_BYTES {
            "is longer than 253 bytes"
        } else if name.contains(|c: char| c.is_ascii_control() || " :%/[]@\\".contains(c)) {
            "is neither an address nor a name"
        } else {
            let upper = host.contains(|c: char| c.is_ascii_uppercase());
            // The dot at the end stays: it keeps the search domains out.
            return Ok(Host::Name(if upper { host.to_ascii_lowercase().into() } else { host.into() }));
        };
        let shown: String = host.chars().take(SHOWN).collect();
        Err(DnsError::new(DnsErrorKind::NotFound, format!("the host `{}` {why}", shown.escape_debug())))
    }
}

fn literal(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(|address: Ipv6Addr| address.into()),
        None => host.parse().ok(),
    }
}

#[cfg(test)]
#[path = "host_tests.rs"]
mod tests;
