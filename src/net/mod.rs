//! What probes reach the network with.

#[allow(dead_code)] // Not everything that it can do is asked for.
pub(crate) mod dns;
