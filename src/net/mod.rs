//! What probes reach the network with.

pub(crate) mod dns;
