//! `/proc/PID/limits`: resource limits of a process (`fs/proc/base.c`, `getrlimit(2)`).

use crate::kernel::cgroup::scalar::Bound;
use crate::kernel::scan::{number, Columns, Lines};

/// The soft limit of open files (`Max open files`, `RLIMIT_NOFILE`): one above the highest descriptor that the
/// process can get.
pub fn parse(bytes: &[u8]) -> Option<Bound> {
    Lines::new(bytes).find_map(|line| {
        // The name must be followed by blanks: it is a column of fixed width.
        let columns = line.strip_prefix(b"Max open files ")?;
        match Columns::new(columns).next()? {
            b"unlimited" => Some(Bound::Max),
            soft => Some(Bound::Value(number(soft)?)),
        }
    })
}

#[cfg(test)]
#[path = "pid_limits_tests.rs"]
mod tests;
