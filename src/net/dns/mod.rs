//! Addresses of names, by a deadline that is kept.
//!
//! `getaddrinfo` cannot be cancelled and waits 10 s and more for a silent name server. So it is called on threads of
//! the resolver's own, two at most, and callers wait for the answer no longer than they want. It also tells no
//! time-to-live, so answers are kept for a configured time, and served for a while longer when they cannot be had
//! anew (RFC 8767).

#![allow(dead_code, unused_imports)] // Callers need not ask for everything that is offered here.

mod answer;
mod answers;
mod category;
mod crew;
mod desk;
mod for_ureq;
mod host;
mod lookup;
mod options;
mod resolver;
mod statistics;

pub(crate) use answer::{Answer, DnsError, DnsErrorKind};
pub(crate) use answers::Answers;
pub(in crate::net) use for_ureq::ForUreq;
#[allow(unused_imports)] // As above.
pub(crate) use lookup::Lookup;
pub use options::DnsOptions;
pub(crate) use options::ResolverOptions;
pub(crate) use resolver::Resolver;
pub use statistics::DnsStatistics;

#[cfg(test)]
mod fixtures_tests;
#[cfg(test)]
#[allow(unsafe_code)] // Forks.
mod forks_tests;
#[cfg(test)]
#[allow(unsafe_code)] // Mounts.
mod name_server_tests;
#[cfg(test)]
mod remembering_tests;
#[cfg(test)]
mod threads_tests;
