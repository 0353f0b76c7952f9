//! What to look at, as given on the command line.

use std::path::PathBuf;

use clap::Args;
use plimsoll::{Groups, Sampler, SamplerBuilder, Target};

/// Options that every verb that reads the kernel has.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What to look at")]
pub struct TargetOptions {
    /// Look at this process and its container [default: the container this runs in]
    #[arg(long, value_name = "PID", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "cgroup")]
    pub pid: Option<u32>,

    /// Look at this cgroup: a path as in /proc/PID/cgroup, or its directory below a cgroup mount
    #[arg(long, value_name = "PATH")]
    pub cgroup: Option<PathBuf>,

    /// The filesystem whose space and inodes are read, by any path on it
    #[arg(long, value_name = "PATH", default_value = "/")]
    pub filesystem: PathBuf,

    /// Read /proc files from here instead, such as the host's /proc mounted into a sidecar
    #[arg(long, value_name = "PATH", hide_short_help = true)]
    pub proc_root: Option<PathBuf>,

    /// Read /sys files from here instead
    #[arg(long, value_name = "PATH", hide_short_help = true)]
    pub sys_root: Option<PathBuf>,
}

impl TargetOptions {
    /// A sampler's options for a verdict. Without `--pid` the process values would be this
    /// command's own, which is not what is looked at.
    pub fn verdict_sampler(&self) -> SamplerBuilder {
        let groups = if self.pid.is_some() { Groups::FULL } else { Groups::FULL - Groups::PROCESS };
        self.sampler().groups(groups)
    }

    /// Whether it is this process and its container that is looked at.
    pub fn is_own(&self) -> bool {
        self.pid.is_none() && self.cgroup.is_none() && self.proc_root.is_none() && self.sys_root.is_none()
    }

    /// A sampler's options from these.
    pub fn sampler(&self) -> SamplerBuilder {
        let target = match (self.pid, &self.cgroup) {
            (Some(pid), _) => Target::Pid(pid),
            (None, Some(path)) => Target::Cgroup(path.clone()),
            (None, None) => Target::Own,
        };
        let mut builder = Sampler::builder().target(target).filesystem(&self.filesystem);
        if let Some(root) = &self.proc_root {
            builder = builder.proc_root(root);
        }
        if let Some(root) = &self.sys_root {
            builder = builder.sys_root(root);
        }
        builder
    }
}
