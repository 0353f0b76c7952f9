//! A pool of connections: how many may be open, which are kept, and who has to wait.
//!
//! `ureq` keeps connections too, but bounds only the idle ones, closes those that are too old when the next request
//! comes, and counts the idle ones of each host anew with every request. Here it keeps none: the outermost
//! [`connector`] hands out what is kept, and what `ureq` gives back comes back to the [`ledger`].
//!
//! - A request takes a [`Lease`] before it begins and holds it until its answer was read. Leases are bounded, for one
//!   host and port and altogether; who finds none waits in order of coming.
//! - Connections, idle ones included, are bounded by the same numbers: before a new one is made, the one that has been
//!   idle longest makes way. There always is one, because leases bound those in use.

mod ages;
mod authority;
mod books;
mod connector;
mod lease;
mod ledger;
mod options;
mod seat;
mod statistics;

pub(in crate::net) use ages::told;
pub(crate) use ages::LONGEST as LONGEST_KEPT;
pub(crate) use authority::host_of;
pub(super) use authority::{of as authority_of, Authority};
pub(super) use connector::PoolConnector;
pub(crate) use lease::Lease;
pub(super) use ledger::Ledger;
pub use options::PoolOptions;
pub use statistics::{HostStatistics, PoolStatistics};

#[cfg(test)]
mod tests;
