//! One reading of the kernel: the sampler, its target and its options.

mod activity;
mod builder;
mod cgroup;
mod detail;
mod disks;
mod files;
mod filesystems;
mod host;
mod kept_processes;
#[cfg(feature = "diagnosis")]
mod killed;
#[cfg(feature = "diagnosis")]
mod limits;
mod place;
mod problem;
mod process;
mod processes;
mod roots;
mod sampler;
mod slow;
mod source;
mod stalls;
mod target;

pub use activity::{Activity, ProcessActivity};
pub use builder::SamplerBuilder;
pub use detail::{Core, Disk, Filesystem, Interface};
#[cfg(feature = "diagnosis")]
pub(crate) use killed::{Victim, Wanted};
pub use problem::Problem;
pub use processes::{top, Order, Process};
pub use sampler::Sampler;
pub use target::{Controller, Target};
