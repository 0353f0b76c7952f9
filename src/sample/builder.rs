//! The options of a sampler.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::roots::Roots;
use super::sampler::Sampler;
use super::target::Target;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::fields::Groups;
use crate::sys::clock::KernelClock;

/// Builds a [`Sampler`]. Every option has a default that suits a process watching itself.
#[derive(Clone)]
pub struct SamplerBuilder {
    pub(super) groups: Groups,
    pub(super) target: Target,
    pub(super) filesystem: PathBuf,
    pub(super) slow_interval: Duration,
    pub(super) kept_processes: usize,
    pub(super) roots: Roots,
    pub(super) clock: Arc<dyn Clock>,
}

impl Default for SamplerBuilder {
    fn default() -> Self {
        SamplerBuilder {
            groups: Groups::FULL,
            target: Target::Own,
            filesystem: PathBuf::from("/"),
            slow_interval: Duration::from_secs(1),
            kept_processes: 0,
            roots: Roots::default(),
            clock: Arc::new(KernelClock),
        }
    }
}

impl SamplerBuilder {
    /// What to read. Default: [`Groups::FULL`].
    #[must_use]
    pub fn groups(mut self, groups: Groups) -> Self {
        self.groups = groups;
        self
    }

    /// What to look at. Default: [`Target::Own`].
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }

    /// The filesystem whose space and inodes are read, by any path on it. Default: `/`.
    #[must_use]
    pub fn filesystem(mut self, path: impl Into<PathBuf>) -> Self {
        self.filesystem = path.into();
        self
    }

    /// How often the slow lane (`/proc/vmstat`, TCP counters, sockets, filesystem space) is read at the most.
    /// 0 to 1 hour; default: 1 s.
    #[must_use]
    pub fn slow_interval(mut self, interval: Duration) -> Self {
        self.slow_interval = interval;
        self
    }

    /// How many descriptors [`Sampler::processes`] may keep from one listing to the next, one for
    /// each process: reading a kept one costs half, and the kernel about 4 KiB of memory for it.
    /// 0 to 65,536; default: 0.
    #[must_use]
    pub fn kept_processes(mut self, most: usize) -> Self {
        self.kept_processes = most;
        self
    }

    /// Reads `/proc` files from here instead: a captured tree, or the host's `/proc` mounted into
    /// a sidecar. Nothing is then asked of the live machine by system call, but for the space of the
    /// [`filesystem`](Self::filesystem): name one of the host's that is mounted too. Default: `/proc`.
    #[must_use]
    pub fn proc_root(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.proc = path.into();
        self
    }

    /// Reads `/sys` files from here instead, as with [`proc_root`](Self::proc_root). Cgroup mounts
    /// outside of `/sys` are looked for beside it. Default: `/sys`.
    #[must_use]
    pub fn sys_root(mut self, path: impl Into<PathBuf>) -> Self {
        self.roots.sys = path.into();
        self
    }

    /// Takes time from here instead of from the kernel: for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The path given to [`filesystem`](Self::filesystem), or its default.
    #[must_use]
    pub fn filesystem_path(&self) -> &Path {
        &self.filesystem
    }

    /// The clock given to [`clock`](Self::clock), or the kernel's.
    #[cfg(feature = "diagnosis")]
    pub(crate) fn time(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Opens the kernel's files.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for options out of range,
    /// [`NotFound`](crate::ErrorKind::NotFound) where the target process or cgroup does not exist.
    /// A file that is missing or unreadable is not an error: its values are missing and
    /// [`Sampler::problems`] says why.
    pub fn build(self) -> Result<Sampler> {
        self.validate()?;
        Sampler::open(self)
    }

    fn validate(&self) -> Result<()> {
        if self.groups.is_empty() {
            return Err(Error::option("groups", "empty", "name at least one group, or leave it out for all"));
        }
        if !Groups::FULL.contains(self.groups) {
            return Err(Error::option(
                "groups",
                format_args!("{:#x}", self.groups.bits()),
                &format!("this version knows the bits {:#x}", Groups::FULL.bits()),
            ));
        }
        const MOST: Duration = Duration::from_secs(3600);
        if self.slow_interval > MOST {
            return Err(Error::option(
                "slow_interval",
                format_args!("{:?}", self.slow_interval),
                "allowed are 0 s to 3600 s",
            ));
        }
        const MOST_KEPT: usize = 65_536;
        if self.kept_processes > MOST_KEPT {
            return Err(Error::option("kept_processes", self.kept_processes, "allowed are 0 to 65536"));
        }
        if self.target == Target::Pid(0) {
            return Err(Error::option("target", "pid 0", "allowed are pids from 1, or the own process"));
        }
        if let Target::Cgroup(path) = &self.target {
            if holds_nul(path) {
                return Err(Error::option("target", format_args!("cgroup {path:?}"), NO_NUL));
            }
            if !path.is_absolute() {
                return Err(Error::option(
                    "target",
                    format_args!("cgroup {:?}", path.display().to_string()),
                    "a cgroup's path begins with `/`: as in /proc/PID/cgroup, or its directory below a cgroup mount",
                ));
            }
        }
        for (name, path) in
            [("filesystem", &self.filesystem), ("proc_root", &self.roots.proc), ("sys_root", &self.roots.sys)]
        {
            if holds_nul(path) {
                return Err(Error::option(name, format_args!("{path:?}"), NO_NUL));
            }
            if !path.is_absolute() {
                return Err(Error::option(
                    name,
                    format_args!("{:?}", path.display().to_string()),
                    "a path that begins with `/`",
                ));
            }
        }
        Ok(())
    }
}

const NO_NUL: &str = "no path holds a NUL byte";

fn holds_nul(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().contains(&0)
}

impl fmt::Debug for SamplerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SamplerBuilder")
            .field("groups", &self.groups)
            .field("target", &self.target)
            .field("filesystem", &self.filesystem)
            .field("slow_interval", &self.slow_interval)
            .field("roots", &self.roots)
            .finish_non_exhaustive()
    }
}
