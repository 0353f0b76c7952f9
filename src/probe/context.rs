//! What checks share.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

use super::auth::Tokens;
use super::mcp::{Eras, Remains};
use crate::error::{Error, Result};
use crate::net::dns::{Resolver, ResolverOptions};
use crate::net::{Http, HttpOptions};

/// Owns what checks share: kept connections, names, tokens, the eras of servers. Shared by any number of threads;
/// nothing of it is global. Dropped, it closes its connections.
pub struct ProbeContext {
    pub(crate) http: Http,
    resolver: Arc<Resolver>,
    pub(crate) eras: Eras,
    pub(crate) tokens: Tokens,
    pub(crate) remains: Remains,
    pub(crate) options: ProbeOptions,
    cancelled: AtomicBool,
}

impl fmt::Debug for ProbeContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProbeContext").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Options of a [`ProbeContext`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProbeOptions {
    /// What servers see; `plimsoll/VERSION` by default.
    pub user_agent: String,
    /// Connections kept at most, altogether; 100 by default, 0 for none.
    pub idle_connections: usize,
    /// Connections kept at most for one host and port; 3 by default.
    pub idle_connections_per_host: usize,
    /// How long a connection is kept without use; 4 s by default, because common servers close at 5 s.
    pub idle_age: Duration,
    /// Bytes of an answer's head at most, 1 KiB to 1 MiB; 32 KiB by default.
    pub header_bytes: usize,
}

impl Default for ProbeOptions {
    fn default() -> Self {
        ProbeOptions {
            user_agent: concat!("plimsoll/", env!("CARGO_PKG_VERSION")).to_owned(),
            idle_connections: 100,
            idle_connections_per_host: 3,
            idle_age: Duration::from_secs(4),
            header_bytes: 32 * 1024,
        }
    }
}

impl ProbeContext {
    /// # Errors
    ///
    /// Where an option is out of range.
    pub fn new(options: ProbeOptions) -> Result<Self> {
        if !(1024..=1 << 20).contains(&options.header_bytes) {
            return Err(Error::option("header_bytes", options.header_bytes, "1024 to 1048576 are allowed"));
        }
        if options.user_agent.is_empty()
            || options.user_agent.bytes().any(|byte| !(b' '..=b'~').contains(&byte))
        {
            return Err(Error::option("user_agent", &options.user_agent, "visible ASCII is allowed"));
        }
        let http = HttpOptions {
            user_agent: options.user_agent.clone(),
            idle: options.idle_connections,
            idle_per_host: options.idle_connections_per_host,
            idle_age: options.idle_age,
            header_bytes: options.header_bytes,
        };
        let resolver = Arc::new(Resolver::new(ResolverOptions::default()));
        Ok(ProbeContext {
            http: Http::new(resolver.clone(), http),
            resolver,
            eras: Eras::default(),
            tokens: Tokens::default(),
            remains: Remains::default(),
            options,
            cancelled: AtomicBool::new(false),
        })
    }

    /// Gives up what other threads check with this context, and whatever they would check later: all of it comes to
    /// `cancelled`, but for what is found already. Does not wait. Sessions and commands are still ended, which takes
    /// those threads half a second at most; one that waits for a connection to be made goes on to its deadline. May be
    /// called again.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.http.close();
        self.resolver.close(Duration::ZERO);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// Ends all connections, also those in use by other threads, whose checks then fail, and the threads that look up
    /// names. Waits at most `timeout` for these, and gives the number of those that are still stuck in a lookup: they
    /// end with it. Nothing can be checked afterwards but addresses and known names.
    pub fn close(&self, timeout: Duration) -> usize {
        self.http.close();
        self.resolver.close(timeout)
    }
}
