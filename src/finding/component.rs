//! What a finding is about.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The part of the container that a finding or a recommendation speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Component {
    /// CPU time: quota, throttling, waiting for a CPU.
    Cpu,
    /// Memory: limits, stalls, kills.
    Memory,
    /// Space of a filesystem.
    DiskSpace,
    /// Inodes of a filesystem.
    Inodes,
    /// Disk operations.
    DiskIo,
    /// Network traffic.
    Network,
    /// Open file descriptors.
    Descriptors,
    /// Processes and threads.
    Pids,
    /// Load average of the host.
    Load,
    /// A metric of the host's own, fed under this name.
    Metric(Arc<str>),
    /// How health checks are run: how many at once, how often.
    Checker,
    /// A pool of connections for health checks, of this name.
    ConnectionPool(Arc<str>),
    /// A cache, of this category.
    Cache(Arc<str>),
    /// A pool of connections to a database, of this name.
    DatabasePool(Arc<str>),
    /// What runs in the database behind the pool of this name.
    DatabaseQueries(Arc<str>),
    /// A server that is checked, or several by the name of the first.
    Target(Arc<str>),
}

impl Component {
    /// The name as in JSON: `cpu`, `disk_space`, ...
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Component::Cpu => "cpu",
            Component::Memory => "memory",
            Component::DiskSpace => "disk_space",
            Component::Inodes => "inodes",
            Component::DiskIo => "disk_io",
            Component::Network => "network",
            Component::Descriptors => "descriptors",
            Component::Pids => "pids",
            Component::Load => "load",
            Component::Metric(name) => return Cow::Owned(format!("metric:{name}")),
            Component::Checker => "checker",
            Component::ConnectionPool(name) => return Cow::Owned(format!("connection_pool:{name}")),
            Component::Cache(name) => return Cow::Owned(format!("cache:{name}")),
            Component::DatabasePool(name) => return Cow::Owned(format!("database_pool:{name}")),
            Component::DatabaseQueries(name) => return Cow::Owned(format!("database_queries:{name}")),
            Component::Target(name) => return Cow::Owned(format!("target:{name}")),
        })
    }
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl Serialize for Component {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}
