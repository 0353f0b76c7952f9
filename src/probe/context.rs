//! What checks share.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;
#[cfg(feature = "load")]
use std::{net::IpAddr, time::Instant};

use serde::Serialize;

use super::auth::Tokens;
use super::mcp::{Eras, Remains};
use super::results::Results;
use crate::cache::{CacheOptions, Caches, Library};
use crate::error::{Error, Result};
use crate::net::dns::{Resolver, ResolverOptions};
#[cfg(feature = "load")]
use crate::net::IpFamily;
use crate::net::{DnsOptions, DnsStatistics, Http, HttpOptions, PoolOptions, PoolStatistics};
use crate::sys::clock::KernelClock;

/// Owns what checks share: two pools of connections, names, tokens, the eras of servers. Shared by any number of
/// threads; nothing of it is global. Dropped, it closes its connections. A child of a fork begins with none of all this,
/// and leaves what its parent has alone.
pub struct ProbeContext {
    mcp_pool: Http,
    rest_pool: Http,
    resolver: Arc<Resolver>,
    pub(crate) eras: Eras,
    pub(crate) tokens: Tokens,
    pub(crate) results: Results,
    caches: Caches,
    pub(crate) remains: Remains,
    pub(crate) options: ProbeOptions,
    cancelled: AtomicBool,
}

impl fmt::Debug for ProbeContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProbeContext").field("options", &self.options).finish_non_exhaustive()
    }
}

/// One of the two pools of connections of a [`ProbeContext`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pool {
    /// For MCP servers.
    Mcp,
    /// For REST endpoints, and for whatever gives tokens.
    Rest,
}

/// Options of a [`ProbeContext`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProbeOptions {
    /// What servers see; `plimsoll/VERSION` by default.
    pub user_agent: String,
    /// The pool of connections to MCP servers.
    pub mcp_pool: PoolOptions,
    /// The pool of connections to REST endpoints.
    pub rest_pool: PoolOptions,
    /// What is done where a name server does not answer.
    pub dns: DnsOptions,
    /// How much is kept of names, tokens and outcomes, and for how long.
    pub caches: CacheOptions,
    /// Bytes of an answer's head at most, 1 KiB to 1 MiB; 32 KiB by default.
    pub header_bytes: usize,
}

impl Default for ProbeOptions {
    fn default() -> Self {
        ProbeOptions {
            user_agent: concat!("plimsoll/", env!("CARGO_PKG_VERSION")).to_owned(),
            mcp_pool: PoolOptions::default(),
            rest_pool: PoolOptions::default(),
            dns: DnsOptions::default(),
            caches: CacheOptions::default(),
            header_bytes: 32 * 1024,
        }
    }
}

impl ProbeContext {
    /// # Errors
    ///
    /// Where an option is out of range; the message names it.
    pub fn new(options: ProbeOptions) -> Result<Self> {
        if !(1024..=1 << 20).contains(&options.header_bytes) {
            return Err(Error::option("header_bytes", options.header_bytes, "1024 to 1048576 are allowed"));
        }
        if options.user_agent.is_empty()
            || options.user_agent.bytes().any(|byte| !(b' '..=b'~').contains(&byte))
        {
            return Err(Error::option("user_agent", &options.user_agent, "visible ASCII is allowed"));
        }
        options.mcp_pool.check("mcp_pool")?;
        options.rest_pool.check("rest_pool")?;
        options.caches.judge()?;
        let resolver = Arc::new(Resolver::new(ResolverOptions::of(&options.dns, &options.caches.dns)));
        let tokens = Tokens::new(options.caches.auth_tokens);
        let results = Results::new(options.caches.results, Arc::new(KernelClock));
        let library = Library {
            auth_tokens: tokens.category(),
            dns: resolver.answers().clone(),
            results: results.category(),
        };
        let caches = Caches::new(&options.caches, library, Arc::new(KernelClock))?;
        let pool = |name, pool: &PoolOptions| {
            let http = HttpOptions {
                name,
                user_agent: options.user_agent.clone(),
                pool: pool.clone(),
                header_bytes: options.header_bytes,
            };
            Http::new(resolver.clone(), http)
        };
        Ok(ProbeContext {
            mcp_pool: pool("MCP", &options.mcp_pool),
            rest_pool: pool("REST", &options.rest_pool),
            resolver,
            eras: Eras::default(),
            tokens,
            results,
            caches,
            remains: Remains::default(),
            options,
            cancelled: AtomicBool::new(false),
        })
    }

    /// The caches: what is kept of names, tokens and outcomes, and what the host puts in.
    pub fn caches(&self) -> &Caches {
        &self.caches
    }

    /// Gives up what other threads check with this context, and whatever they would check later: all of it comes to
    /// `cancelled`, but for what is found already. Does not wait. Sessions and commands are still ended, which takes
    /// those threads half a second at most; one that waits for a connection to be made goes on to its deadline. May be
    /// called again.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        self.mcp_pool.close();
        self.rest_pool.close();
        self.resolver.close(Duration::ZERO);
    }

    /// The addresses of a host that may be used, at least one.
    #[cfg(feature = "load")]
    pub(crate) fn addresses(&self, host: &str, family: IpFamily, deadline: Instant) -> Option<Vec<IpAddr>> {
        let found = self.resolver.resolve(host, deadline).ok()?;
        let allowed: Vec<_> =
            found.addresses.iter().copied().filter(|address| family.allows(*address)).collect();
        (!allowed.is_empty()).then_some(allowed)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// Ends all connections, also those in use by other threads, whose checks then fail, and the threads that look up
    /// names. Waits at most `timeout` for these, and gives the number of those that are still stuck in a lookup: they
    /// end with it. Nothing can be checked afterwards but addresses and known names.
    pub fn close(&self, timeout: Duration) -> usize {
        self.mcp_pool.close();
        self.rest_pool.close();
        self.resolver.close(timeout)
    }

    pub(crate) fn http(&self, pool: Pool) -> &Http {
        match pool {
            Pool::Mcp => &self.mcp_pool,
            Pool::Rest => &self.rest_pool,
        }
    }

    /// What a pool has, and what it did so far in this process.
    #[must_use]
    pub fn pool(&self, pool: Pool) -> PoolStatistics {
        self.http(pool).statistics()
    }

    /// Connections of these hosts are kept for so long, because they will be used again by then, unless an `idle_age` was
    /// set; others as usual.
    pub(crate) fn watch(&self, pool: Pool, ages: HashMap<Arc<str>, Duration>) {
        self.http(pool).watch(ages);
    }

    /// What the look-up of names did so far in this process.
    #[must_use]
    pub fn dns(&self) -> DnsStatistics {
        self.resolver.statistics()
    }

    /// Closes connections of both pools that were idle too long, without waiting for the next request to do so, and takes
    /// out of the caches what has expired, a category at a time. A few look-ups where there is nothing; called more often
    /// than a `cleanup_interval`, it does nothing.
    pub fn sweep(&self) {
        self.mcp_pool.sweep();
        self.rest_pool.sweep();
        self.caches.sweep_on();
    }
}
