//! The options of a server.

use std::net::{Ipv4Addr, SocketAddr};

use crate::error::{Error, Result};
use crate::probe::Secret;

/// The options of a [`Server`](super::Server).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServeOptions {
    /// Where it listens: 127.0.0.1:9469 by default. Port 0 is any free one.
    pub listen: SocketAddr,
    /// What a client has to show, as `Authorization: Bearer ...`; nothing by default. It is read again for each
    /// request, so that a file can be replaced.
    pub token: Option<Secret>,
    /// Paths for which no token is asked: `/healthz` by default, which says no more than whether all is well.
    pub open: Vec<String>,
    /// Connections at the same time at most, 1 to 1,024; 64 by default. One more, and the oldest is closed.
    pub max_connections: usize,
}

impl Default for ServeOptions {
    fn default() -> Self {
        ServeOptions {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9469)),
            token: None,
            open: vec!["/healthz".to_owned()],
            max_connections: 64,
        }
    }
}

impl ServeOptions {
    pub(super) fn check(&self) -> Result<()> {
        if !(1..=1024).contains(&self.max_connections) {
            return Err(Error::option("max_connections", self.max_connections, "1 to 1024 are allowed"));
        }
        Ok(())
    }
}
