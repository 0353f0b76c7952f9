//! The options of a context of probes, as C gives them.

use std::ffi::c_char;
use std::slice;
use std::time::Duration;

use super::cache_options::PlimCategory;
use super::guard::Failure;
use super::monitor_options::text;
use super::pool_options::PlimPoolOptions;
use super::sized::Plain;
use crate::probe::ProbeOptions;

/// What the probes of a context share. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimProbeOptions {
    /// What servers see as `User-Agent`, visible ASCII; borrowed for the call. NULL: `plimsoll/VERSION`.
    pub user_agent: *const c_char,
    /// Bytes of an answer's head at most, 1 KiB to 1 MiB. 0: 32 KiB.
    pub header_bytes: u64,
    /// The pool of connections to MCP servers.
    pub mcp_pool: PlimPoolOptions,
    /// The pool of connections to REST endpoints, and to whatever gives tokens.
    pub rest_pool: PlimPoolOptions,
    /// How long a failed look-up is remembered, in nanoseconds. 0: 5 seconds.
    pub dns_negative_ttl_ns: u64,
    /// How long an answer that is no longer fresh is used while it is looked up anew, in nanoseconds.
    /// 0: 3600 seconds.
    pub dns_stale_ns: u64,
    /// How much is kept, and for how long, by category: an array of `caches_len`, borrowed for the call. What is not
    /// in it has its default; what is none of the library's is made for the caller.
    pub caches: *const PlimCategory,
    /// How many they are.
    pub caches_len: usize,
    /// How often what has expired is swept out of the caches, in nanoseconds: see `plim_probe_context_sweep`. 0: 60
    /// seconds.
    pub cleanup_interval_ns: u64,
}

// SAFETY: pointers and integers in an order without padding.
unsafe impl Plain for PlimProbeOptions {}

impl PlimProbeOptions {
    /// # Safety
    /// Unless NULL, `user_agent` must end with a NUL, and `caches` be an array of `caches_len`.
    pub(super) unsafe fn options(&self) -> Result<ProbeOptions, Failure> {
        let mut options = ProbeOptions::default();
        if let Some(user_agent) = text("user_agent", self.user_agent)? {
            user_agent.clone_into(&mut options.user_agent);
        }
        if self.header_bytes != 0 {
            options.header_bytes = usize::try_from(self.header_bytes).unwrap_or(usize::MAX);
        }
        options.mcp_pool = self.mcp_pool.options("mcp_pool")?;
        options.rest_pool = self.rest_pool.options("rest_pool")?;
        let times = [
            (&mut options.dns.negative_ttl, self.dns_negative_ttl_ns),
            (&mut options.dns.stale_for, self.dns_stale_ns),
            (&mut options.caches.cleanup_interval, self.cleanup_interval_ns),
        ];
        for (option, given) in times {
            if given != 0 {
                *option = Duration::from_nanos(given);
            }
        }
        if self.caches.is_null() && self.caches_len != 0 {
            return Err(Failure::Null("caches"));
        }
        if !self.caches.is_null() {
            for category in slice::from_raw_parts(self.caches, self.caches_len) {
                category.put_into(&mut options.caches)?;
            }
        }
        Ok(options)
    }
}
