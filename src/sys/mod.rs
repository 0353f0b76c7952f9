//! The only home of libc calls and `unsafe`, beside the C ABI. Everything above is safe code.

#[cfg(all(feature = "diagnosis", feature = "capi"))]
pub(crate) mod bell;
#[cfg(feature = "check")]
pub(crate) mod child;
pub(crate) mod clock;
pub(crate) mod descriptor;
pub(crate) mod directory;
pub(crate) mod file;
pub(crate) mod fork;
#[cfg(feature = "diagnosis")]
pub(crate) mod kernel_log;
pub(crate) mod machine;
pub(crate) mod mount;
#[cfg(feature = "check")]
pub(crate) mod names;
pub(crate) mod netlink;
mod owners;
#[cfg(feature = "diagnosis")]
#[cfg_attr(not(feature = "check"), allow(dead_code))]
pub(crate) mod per_process;
pub(crate) mod process;
pub(crate) mod processes;
#[cfg(feature = "check")]
pub(crate) mod signals;
#[cfg(feature = "check")]
pub(crate) mod socket;
#[cfg(feature = "diagnosis")]
pub(crate) mod sync;
