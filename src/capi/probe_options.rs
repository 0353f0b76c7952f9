//! The options of a context of probes, as C gives them.

use std::ffi::c_char;
use std::time::Duration;

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
    /// How long an answer of name servers is fresh, in nanoseconds. 0: 600 seconds.
    pub dns_ttl_ns: u64,
    /// How long a failed look-up is remembered, in nanoseconds. 0: 5 seconds.
    pub dns_negative_ttl_ns: u64,
    /// How long an answer that is no longer fresh is used while it is looked up anew, in nanoseconds.
    /// 0: 3600 seconds.
    pub dns_stale_ns: u64,
    /// The most names to remember. 0: 4096.
    pub dns_max_names: u64,
}

// SAFETY: a pointer and integers in an order without padding.
unsafe impl Plain for PlimProbeOptions {}

impl PlimProbeOptions {
    /// # Safety
    /// Unless NULL, `user_agent` must end with a NUL.
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
        self.set_dns(&mut options);
        Ok(options)
    }

    fn set_dns(&self, options: &mut ProbeOptions) {
        let times = [
            (&mut options.caches.dns.ttl, self.dns_ttl_ns),
            (&mut options.dns.negative_ttl, self.dns_negative_ttl_ns),
            (&mut options.dns.stale_for, self.dns_stale_ns),
        ];
        for (option, given) in times {
            if given != 0 {
                *option = Duration::from_nanos(given);
            }
        }
        if self.dns_max_names != 0 {
            options.caches.dns.max_size = usize::try_from(self.dns_max_names).unwrap_or(usize::MAX);
        }
    }
}
