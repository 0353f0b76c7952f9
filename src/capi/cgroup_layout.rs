//! What `cgroup_layout` of a sample says; a test holds the numbers against `CgroupLayout`.

// These are written for the header.
#![allow(dead_code)]

/// `cgroup_layout`: no cgroup filesystem was found, or no cgroup group was asked for.
pub const PLIM_CGROUPS_NONE: u64 = 0;
/// `cgroup_layout`: version 1 only.
pub const PLIM_CGROUPS_V1: u64 = 1;
/// `cgroup_layout`: version 2 only.
pub const PLIM_CGROUPS_V2: u64 = 2;
/// `cgroup_layout`: version 1 controllers beside a version 2 mount.
pub const PLIM_CGROUPS_HYBRID: u64 = 3;

#[cfg(test)]
#[path = "cgroup_layout_tests.rs"]
mod tests;
