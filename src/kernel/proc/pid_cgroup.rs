//! `/proc/PID/cgroup`: the cgroups that a process is in (`kernel/cgroup/cgroup.c`, `cgroups(7)`).

use crate::kernel::scan::{number, split, Lines};

/// The cgroup of a process in one hierarchy: a line `hierarchy:controllers:path`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Membership<'a> {
    /// Number of the hierarchy; 0 is cgroup version 2.
    pub hierarchy_id: u64,
    /// The controllers as they stand, separated by commas; empty for version 2. A hierarchy without controllers is
    /// called `name=...`.
    pub controller_list: &'a [u8],
    /// Path below the root of the reader's cgroup namespace: bytes, which may contain `:`; never a newline. Starts
    /// with `/`, with `/..` for a cgroup outside the namespace, and ends with ` (deleted)` if the cgroup was removed.
    pub path: &'a [u8],
}

impl<'a> Membership<'a> {
    /// The controllers one by one, `name=...` included.
    pub fn controllers(&self) -> impl Iterator<Item = &'a [u8]> + Clone {
        self.controller_list.split(|&byte| byte == b',').filter(|controller| !controller.is_empty())
    }
}

/// Gives each line. A damaged line, or one whose path does not start with `/`, is left out.
pub fn memberships(bytes: &[u8]) -> impl Iterator<Item = Membership<'_>> + Clone {
    Lines::new(bytes).filter_map(|line| {
        let (hierarchy, rest) = split(line, b':')?;
        let (controller_list, path) = split(rest, b':')?;
        let hierarchy_id = number(hierarchy)?;
        path.starts_with(b"/").then_some(Membership { hierarchy_id, controller_list, path })
    })
}

#[cfg(test)]
#[path = "pid_cgroup_tests.rs"]
mod tests;
