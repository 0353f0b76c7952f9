//! The options of a context of probes, as C gives them.

use std::ffi::c_char;
use std::time::Duration;

use super::guard::Failure;
use super::monitor_options::text;
use super::sized::Plain;
use crate::error::Error;
use crate::probe::ProbeOptions;

/// `idle_connections`, `idle_connections_per_host`: none is kept.
pub const PLIM_CONNECTIONS_NONE: i64 = -1;

/// What the probes of a context share. All zero is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimProbeOptions {
    /// What servers see as `User-Agent`, visible ASCII; borrowed for the call. NULL: `plimsoll/VERSION`.
    pub user_agent: *const c_char,
    /// Connections kept for later probes at most, altogether. 0: 100. `PLIM_CONNECTIONS_NONE`: none.
    pub idle_connections: i64,
    /// Connections kept at most for one host and port. 0: 3. `PLIM_CONNECTIONS_NONE`: none.
    pub idle_connections_per_host: i64,
    /// How long a connection is kept without use, in nanoseconds. 0: 4 seconds, because common
    /// servers close theirs after 5.
    pub idle_age_ns: u64,
    /// Bytes of an answer's head at most, 1 KiB to 1 MiB. 0: 32 KiB.
    pub header_bytes: u64,
}

// SAFETY: integers and a pointer in an order without padding.
unsafe impl Plain for PlimProbeOptions {}

impl PlimProbeOptions {
    /// # Safety
    /// Unless NULL, `user_agent` must end with a NUL.
    pub(super) unsafe fn options(&self) -> Result<ProbeOptions, Failure> {
        let mut options = ProbeOptions::default();
        if let Some(user_agent) = text("user_agent", self.user_agent)? {
            user_agent.clone_into(&mut options.user_agent);
        }
        set(&mut options.idle_connections, "idle_connections", self.idle_connections)?;
        set(
            &mut options.idle_connections_per_host,
            "idle_connections_per_host",
            self.idle_connections_per_host,
        )?;
        if self.header_bytes != 0 {
            options.header_bytes = usize::try_from(self.header_bytes).unwrap_or(usize::MAX);
        }
        if self.idle_age_ns != 0 {
            options.idle_age = Duration::from_nanos(self.idle_age_ns);
        }
        Ok(options)
    }
}

/// A number of connections.
fn set(option: &mut usize, name: &'static str, given: i64) -> Result<(), Failure> {
    match given {
        0 => {}
        PLIM_CONNECTIONS_NONE => *option = 0,
        negative @ ..0 => {
            let allowed = "allowed are 0 (the default), PLIM_CONNECTIONS_NONE (-1) and numbers above 0";
            return Err(Error::option(name, negative, allowed).into());
        }
        number => *option = usize::try_from(number).unwrap_or(usize::MAX),
    }
    Ok(())
}
