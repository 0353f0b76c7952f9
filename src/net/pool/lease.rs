//! The right to use a connection.

use std::fmt;
use std::sync::Arc;

use super::authority::{self, Authority};
use super::Ledger;

/// The right to use a connection to a host; given back when its last clone is dropped. Clones share one right: what
/// holds them uses one connection after the other.
#[derive(Clone)]
pub(crate) struct Lease(Arc<Held>);

struct Held {
    ledger: Arc<Ledger>,
    host: Authority,
    units: usize,
}

impl Lease {
    pub(super) fn new(ledger: Arc<Ledger>, host: Authority, units: usize) -> Self {
        Lease(Arc::new(Held { ledger, host, units }))
    }

    /// Whether it is for the host of a URL.
    pub(crate) fn serves(&self, url: &str) -> bool {
        url.parse().ok().and_then(|uri| authority::of(&uri)).is_some_and(|host| self.is_for(&host))
    }

    pub(in crate::net) fn is_for(&self, host: &Authority) -> bool {
        self.0.host == *host
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").field("host", &self.0.host).field("units", &self.0.units).finish()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.ledger.release(&self.host, self.units);
    }
}
