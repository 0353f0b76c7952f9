//! What a database says of itself.

use serde::{Deserialize, Serialize};

use super::values::values;

/// The database system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DatabaseSystem {
    /// PostgreSQL, 12 and later.
    PostgreSql,
    /// MySQL, 5.7 and later.
    MySql,
    /// MariaDB, 10.2 and later.
    MariaDb,
    /// SQLite.
    Sqlite,
}

impl DatabaseSystem {
    /// `postgresql`, `mysql`, `mariadb` or `sqlite`, as OpenTelemetry names them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            DatabaseSystem::PostgreSql => "postgresql",
            DatabaseSystem::MySql => "mysql",
            DatabaseSystem::MariaDb => "mariadb",
            DatabaseSystem::Sqlite => "sqlite",
        }
    }

    /// As it is written: `PostgreSQL`, `MySQL`, `MariaDB` or `SQLite`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            DatabaseSystem::PostgreSql => "PostgreSQL",
            DatabaseSystem::MySql => "MySQL",
            DatabaseSystem::MariaDb => "MariaDB",
            DatabaseSystem::Sqlite => "SQLite",
        }
    }

    /// Tells the system from what `SELECT version()` gives, or `SELECT sqlite_version()`, or the driver's word for the
    /// server's version. Nothing for what looks like none of the four.
    #[must_use]
    pub fn from_version(version: &str) -> Option<Self> {
        let lower = version.to_lowercase();
        if lower.contains("mariadb") {
            return Some(DatabaseSystem::MariaDb);
        }
        if lower.contains("mysql") {
            return Some(DatabaseSystem::MySql);
        }
        if lower.starts_with("postgresql") {
            return Some(DatabaseSystem::PostgreSql);
        }
        let numbers = lower.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?;
        let parts: Vec<u32> = numbers.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        match parts[..] {
            // PostgreSQL's server_version has two numbers since version 10.
            [major, _] if major >= 10 => Some(DatabaseSystem::PostgreSql),
            [3, _, _] | [3, _, _, _] => Some(DatabaseSystem::Sqlite),
            [5..=9, _, _] => Some(DatabaseSystem::MySql),
            _ => None,
        }
    }
}

values! {
    /// Counters and gauges of a database at one moment. What this system or version does not tell, or the user may not see,
    /// is missing.
    DatabaseValues {
        max_connections Setting Count "Connections that the server accepts at most (`max_connections`).",
        reserved_connections Setting Count "Of these, kept for superusers and reserved roles.",
        cpus Setting Count "CPUs that the server can use, where the caller knows.",
        connections Gauge Count "Connections of clients, all databases and users.",
        connections_own Gauge Count "Of these, those of the same user to the same database.",
        connections_active Gauge Count "Connections that run a statement now, this one left out (MySQL: `Threads_running`).",
        connections_idle Gauge Count "Connections between transactions.",
        connections_idle_in_transaction Gauge Count "Connections that hold a transaction open and do nothing.",
        connections_waiting_for_lock Gauge Count "Connections whose statement waits for a lock.",
        connections_waiting_for_io Gauge Count "Connections whose statement waits for the disk.",
        oldest_transaction_seconds Gauge Seconds "Age of the oldest transaction.",
        oldest_idle_in_transaction_seconds Gauge Seconds "For how long the one that idles in a transaction longest has idled.",
        oldest_query_seconds Gauge Seconds "For how long the statement that runs longest has run.",
        oldest_lock_wait_seconds Gauge Seconds "For how long the statement that waits longest for a lock has waited.",
        commits Counter Count "Transactions committed.",
        rollbacks Counter Count "Transactions rolled back.",
        queries Counter Count "Statements run.",
        query_seconds Counter Seconds "Time that they took.",
        slow_queries Counter Count "Statements slower than the server's own threshold.",
        reads Counter Count "Statements that read (MySQL: `Com_select`).",
        writes Counter Count "Statements that write (MySQL: insert, update, delete, replace).",
        rows_read Counter Count "Rows read (PostgreSQL: `tup_returned` + `tup_fetched`).",
        rows_written Counter Count "Rows inserted, updated or deleted.",
        cache_hits Counter Count "Pages found in the database's cache.",
        cache_misses Counter Count "Pages that were not.",
        deadlocks Counter Count "Deadlocks that the server broke.",
        lock_waits Counter Count "Waits for row locks that have begun.",
        lock_wait_seconds Counter Seconds "Time spent in them.",
        conflicts Counter Count "Statements cancelled by recovery (replicas).",
        temporary_bytes Counter Bytes "Written to temporary files.",
        active_seconds Counter Seconds "Time that sessions ran statements.",
        idle_in_transaction_seconds Counter Seconds "Time that sessions idled in transactions.",
        sessions_abandoned Counter Count "Sessions that ended because the client went away.",
        connections_refused Counter Count "Connections refused or not brought to an end.",
        busy Counter Count "Statements refused because another held the database (SQLite: `SQLITE_BUSY`).",
        database_bytes Gauge Bytes "Size of the database.",
        cache_bytes Gauge Bytes "Size of the database's cache.",
        wal_bytes Gauge Bytes "Size of the write-ahead log (SQLite).",
        reset_time_seconds Gauge Seconds "When the counters last started anew, in seconds since 1970.",
        busy_timeout_seconds Setting Seconds "How long a statement waits for a database that another holds (SQLite).",
        connections_waiting_otherwise Gauge Count "Connections whose statement waits for something else than a CPU, a lock or the disk: a replica, another process, a timer.",
    }
}

/// A kind of statement that takes time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SlowQuery {
    /// The statement, without its literals, cut to 200 characters.
    pub text: String,
    /// How often it ran; 1 for one that runs now.
    pub calls: f64,
    /// Mean time, in seconds.
    pub mean_seconds: f64,
    /// Time in all, in seconds.
    pub total_seconds: f64,
    /// It runs now, rather than having run.
    pub running: bool,
}

/// A statement that waits for a lock, and who holds it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Blocked {
    /// The session that waits: pid of PostgreSQL, thread of MySQL.
    pub session: u64,
    /// The session at the head of the queue, where it is known.
    pub blocked_by: Option<u64>,
    /// For how long it has waited, in seconds.
    pub seconds: f64,
    /// What the one that holds the lock does: its state.
    pub holder_state: Option<String>,
    /// The statement that waits, without its literals, cut to 200 characters.
    pub text: String,
}

/// What a database says of itself at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseStats {
    /// Which system.
    pub system: DatabaseSystem,
    /// Its version, as it tells it.
    #[serde(default)]
    pub version: String,
    /// Counters and gauges.
    #[serde(default)]
    pub values: DatabaseValues,
    /// Statements that have run for long now, longest first, then the kinds of statement that took most time in all, most
    /// first; at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slow: Vec<SlowQuery>,
    /// Statements that wait for locks, longest first; at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<Blocked>,
    /// What could not be read, and what to do about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

impl DatabaseStats {
    /// Nothing known yet.
    #[must_use]
    pub fn new(system: DatabaseSystem) -> Self {
        DatabaseStats {
            system,
            version: String::new(),
            values: DatabaseValues::default(),
            slow: Vec::new(),
            blocked: Vec::new(),
            problems: Vec::new(),
        }
    }
}
