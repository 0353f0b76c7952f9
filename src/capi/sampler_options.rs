//! The options of a sampler, as C gives them.

use std::ffi::{c_char, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::ptr;
use std::slice;
use std::time::Duration;

use super::error::PlimError;
use super::guard::Failure;
use super::sized::{self, Plain};
use super::status::{Status, PLIM_OK};
use crate::error::Error;
use crate::fields::Groups;
use crate::sample::{Sampler, SamplerBuilder, Target};

/// Look at the calling process and the cgroup it is in; follows it through forks and moves.
pub const PLIM_TARGET_OWN: u32 = 0;
/// Look at another process, and the cgroup it is in.
pub const PLIM_TARGET_PID: u32 = 1;
/// Look at a cgroup; there are no process values then.
pub const PLIM_TARGET_CGROUP: u32 = 2;

/// What `slow_interval_ns` is unless said otherwise: one second.
pub const PLIM_SLOW_INTERVAL_NS: u64 = 1_000_000_000;

/// What a sampler reads, and from where. All zero is the default for each, so that
/// `plim_sampler_options options = {0};` is as good as `plim_sampler_options_init`.
///
/// Paths are bytes with a length, and begin with `/`; they are borrowed for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimSamplerOptions {
    /// What to read: `PLIM_GROUP_...` bits, `PLIM_GROUPS_TICK` or `PLIM_GROUPS_FULL`. 0: everything.
    pub groups: u64,
    /// How often the slow lane (paging, TCP counters, sockets, filesystem space) is read at the most, in
    /// nanoseconds up to one hour. 0: every second. 1: at every read.
    pub slow_interval_ns: u64,
    /// What to look at: `PLIM_TARGET_...`.
    pub target: u32,
    /// For `PLIM_TARGET_PID`: the process, as seen from here. 0 otherwise.
    pub pid: u32,
    /// For `PLIM_TARGET_CGROUP`: its path as in /proc/PID/cgroup, or its directory below a cgroup
    /// mount. NULL otherwise.
    pub cgroup: *const c_char,
    /// Length of `cgroup`.
    pub cgroup_len: usize,
    /// The filesystem whose space and inodes are read, by any path on it. NULL: `/`.
    pub filesystem: *const c_char,
    /// Length of `filesystem`.
    pub filesystem_len: usize,
    /// Read /proc files from here instead: a captured tree, or the host's mounted into a sidecar.
    /// Nothing is then asked of the live machine by system call, but for the space of `filesystem`.
    /// NULL: `/proc`.
    pub proc_root: *const c_char,
    /// Length of `proc_root`.
    pub proc_root_len: usize,
    /// Read /sys files from here instead. NULL: `/sys`.
    pub sys_root: *const c_char,
    /// Length of `sys_root`.
    pub sys_root_len: usize,
    /// How many descriptors `plim_sampler_processes` may keep from one listing to the next, one for
    /// each process, up to 65,536: a kept one costs half, and the kernel about 4 KiB of memory.
    pub kept_processes: u64,
}

// SAFETY: integers and pointers in an order without padding.
unsafe impl Plain for PlimSamplerOptions {}

impl PlimSamplerOptions {
    const DEFAULT: PlimSamplerOptions = PlimSamplerOptions {
        groups: Groups::FULL.bits(),
        slow_interval_ns: PLIM_SLOW_INTERVAL_NS,
        target: PLIM_TARGET_OWN,
        pid: 0,
        cgroup: ptr::null(),
        cgroup_len: 0,
        filesystem: ptr::null(),
        filesystem_len: 0,
        proc_root: ptr::null(),
        proc_root_len: 0,
        sys_root: ptr::null(),
        sys_root_len: 0,
        kept_processes: 0,
    };

    /// The builder that these options ask for.
    ///
    /// # Safety
    /// Each path that is not NULL must point to as many bytes as its length says.
    pub(crate) unsafe fn builder(&self) -> Result<SamplerBuilder, Failure> {
        let mut builder = Sampler::builder().target(self.target()?);
        if self.groups != 0 {
            // Bits that this version does not know are kept, for the builder to refuse.
            builder = builder.groups(Groups::from_bits_retain(self.groups));
        }
        if self.slow_interval_ns != 0 {
            builder = builder.slow_interval(Duration::from_nanos(self.slow_interval_ns));
        }
        builder = builder.kept_processes(usize::try_from(self.kept_processes).unwrap_or(usize::MAX));
        if let Some(path) = path("filesystem", self.filesystem, self.filesystem_len)? {
            builder = builder.filesystem(path);
        }
        if let Some(path) = path("proc_root", self.proc_root, self.proc_root_len)? {
            builder = builder.proc_root(path);
        }
        if let Some(path) = path("sys_root", self.sys_root, self.sys_root_len)? {
            builder = builder.sys_root(path);
        }
        Ok(builder)
    }

    unsafe fn target(&self) -> Result<Target, Failure> {
        let cgroup = path("cgroup", self.cgroup, self.cgroup_len)?;
        match (self.target, self.pid, cgroup) {
            (PLIM_TARGET_OWN, 0, None) => Ok(Target::Own),
            (PLIM_TARGET_PID, pid, None) => Ok(Target::Pid(pid)),
            (PLIM_TARGET_CGROUP, 0, Some(path)) => Ok(Target::Cgroup(path)),
            (PLIM_TARGET_CGROUP, 0, None) => Err(Failure::Null("cgroup")),
            (PLIM_TARGET_OWN | PLIM_TARGET_PID | PLIM_TARGET_CGROUP, pid, cgroup) => Err(Error::option(
                "target",
                self.target,
                &format!(
                    "but `pid` is {pid} and `cgroup` is {}; `pid` goes with PLIM_TARGET_PID ({PLIM_TARGET_PID}) \
                     and `cgroup` with PLIM_TARGET_CGROUP ({PLIM_TARGET_CGROUP}) only",
                    if cgroup.is_some() { "given" } else { "NULL" }
                ),
            )
            .into()),
            _ => Err(Error::option(
                "target",
                self.target,
                &format!("allowed are {PLIM_TARGET_OWN} to {PLIM_TARGET_CGROUP} (PLIM_TARGET_...)"),
            )
            .into()),
        }
    }
}

/// A path of the caller's.
///
/// # Safety
/// Unless NULL, `bytes` must point to `len` readable bytes.
pub(super) unsafe fn path(
    name: &'static str,
    bytes: *const c_char,
    len: usize,
) -> Result<Option<PathBuf>, Failure> {
    if bytes.is_null() {
        return if len == 0 { Ok(None) } else { Err(Failure::Null(name)) };
    }
    let bytes = slice::from_raw_parts(bytes.cast::<u8>(), len);
    if bytes.contains(&0) {
        let shown = String::from_utf8_lossy(bytes).escape_default().to_string();
        return Err(Error::option(name, format_args!("\"{shown}\""), "a path has no NUL byte in it").into());
    }
    Ok(Some(PathBuf::from(OsStr::from_bytes(bytes))))
}

/// Fills in the default of each option.
#[no_mangle]
pub unsafe extern "C" fn plim_sampler_options_init(
    options: *mut PlimSamplerOptions,
    options_size: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; options => {
        sized::give(&PlimSamplerOptions::DEFAULT, options, options_size);
        Ok(PLIM_OK)
    })
}
