//! Statements and settings to look at, by system.

use crate::dbpool::DatabaseSystem;
use crate::finding::{Action, Place};

/// From this length on a statement may be cut, in characters.
const LONGEST_TEXT: usize = 200;

/// A statement to run over any connection.
pub(super) fn statement(what: &str, sql: &str) -> Action {
    Action::new(Place::Command, what, sql)
}

/// The statement of each system; PostgreSQL's where the system is not known. Nothing where it has none.
struct By {
    postgresql: &'static str,
    mysql: &'static str,
    mariadb: &'static str,
    sqlite: &'static str,
}

impl By {
    fn of(&self, system: Option<DatabaseSystem>) -> Option<&'static str> {
        let sql = match system {
            None | Some(DatabaseSystem::PostgreSql) => self.postgresql,
            Some(DatabaseSystem::MySql) => self.mysql,
            Some(DatabaseSystem::MariaDb) => self.mariadb,
            Some(DatabaseSystem::Sqlite) => self.sqlite,
        };
        Some(sql).filter(|sql| !sql.is_empty())
    }
}

/// How far a setting reaches.
fn reach(sql: &str) -> &'static str {
    const REACHES: [(&str, &str); 5] = [
        ("ALTER ROLE CURRENT_USER SET", " (of this role only)"),
        ("ALTER SYSTEM SET", " (of the whole server)"),
        ("SET GLOBAL", " (of the whole server, until it restarts)"),
        ("PRAGMA journal_mode =", " (of the database file)"),
        ("PRAGMA ", " (of one connection: to be run on each)"),
    ];
    let sets = !sql.starts_with("PRAGMA") || sql.contains('=');
    let found = REACHES.iter().find(|(start, _)| sets && sql.starts_with(start));
    found.map_or("", |(_, reach)| reach)
}

macro_rules! queries {
    ($($name:ident $what:literal $postgresql:literal $mysql:literal $(mariadb $mariadb:literal)? $sqlite:literal;)*) => {
        $(pub(super) fn $name(system: Option<DatabaseSystem>) -> Option<Action> {
            #[allow(unused_mut, unused_assignments)]
            let mut mariadb = $mysql;
            $(mariadb = $mariadb;)?
            let by = By { postgresql: $postgresql, mysql: $mysql, mariadb, sqlite: $sqlite };
            let sql = by.of(system)?;
            Some(statement(&format!("{}{}", $what, reach(sql)), sql))
        })*

        /// All of them.
        #[cfg(test)]
        const ALL: &[fn(Option<DatabaseSystem>) -> Option<Action>] = &[$($name),*];
    };
}

queries! {
    sessions "sessions by state, and for how long"
        "SELECT pid, usename, application_name, client_addr, state, now() - state_change AS since, wait_event_type, left(query, 100) AS query FROM pg_stat_activity WHERE backend_type = 'client backend' ORDER BY state_change"
        "SELECT id, user, host, db, command, time, state, left(info, 100) AS query FROM information_schema.processlist ORDER BY time DESC"
        "";
    idle_transactions "transactions that idle"
        "SELECT pid, usename, application_name, now() - xact_start AS open, now() - state_change AS idle, left(query, 100) AS last_query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' ORDER BY state_change"
        "SELECT t.trx_id, t.trx_mysql_thread_id, t.trx_started, p.user, p.host, p.time FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id WHERE p.command = 'Sleep' ORDER BY t.trx_started"
        "";
    blockers "who waits for whom"
        "SELECT pid, pg_blocking_pids(pid) AS blocked_by, now() - state_change AS since, left(query, 100) AS query FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"
        "SELECT waiting_pid AS waits, blocking_pid AS blocked_by, wait_age, left(waiting_query, 100) AS query FROM sys.innodb_lock_waits ORDER BY wait_age_secs DESC"
        mariadb "SELECT r.trx_mysql_thread_id AS waits, b.trx_mysql_thread_id AS blocked_by, r.trx_wait_started, left(r.trx_query, 100) AS query FROM information_schema.innodb_lock_waits w JOIN information_schema.innodb_trx r ON r.trx_id = w.requesting_trx_id JOIN information_schema.innodb_trx b ON b.trx_id = w.blocking_trx_id ORDER BY r.trx_wait_started"
        "";
    slowest "the statements that take most time"
        "SELECT calls, total_ms / calls AS mean_ms, total_ms, left(query, 200) AS query FROM (SELECT calls, coalesce(to_jsonb(s) ->> 'total_exec_time', to_jsonb(s) ->> 'total_time')::float AS total_ms, query FROM pg_stat_statements s WHERE calls > 0) s ORDER BY total_ms DESC LIMIT 10"
        "SELECT count_star, avg_timer_wait / 1e12 AS mean_seconds, left(digest_text, 200) AS query FROM performance_schema.events_statements_summary_by_digest ORDER BY sum_timer_wait DESC LIMIT 10"
        "";
    running "statements that run now, longest first"
        "SELECT pid, now() - query_start AS runs, wait_event_type, wait_event, left(query, 200) AS query FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() ORDER BY query_start"
        "SELECT id, time, state, left(info, 200) AS query FROM information_schema.processlist WHERE command <> 'Sleep' ORDER BY time DESC"
        "";
    by_user "connections by user and program"
        "SELECT usename, application_name, state, count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1, 2, 3 ORDER BY 4 DESC"
        "SELECT user, substring_index(host, ':', 1) AS host, command, count(*) FROM information_schema.processlist GROUP BY 1, 2, 3 ORDER BY 4 DESC"
        "";
    idle_timeout "end transactions that idle"
        "ALTER ROLE CURRENT_USER SET idle_in_transaction_session_timeout = '30s'"
        ""
        "";
    deadlock_report "the latest deadlock"
        "SELECT datname, deadlocks FROM pg_stat_database WHERE deadlocks > 0 -- the statements stand in the server's log"
        "SHOW ENGINE INNODB STATUS"
        "";
    lock_timeout "do not wait for a lock for ever"
        "ALTER ROLE CURRENT_USER SET lock_timeout = '5s'"
        "SET GLOBAL innodb_lock_wait_timeout = 5"
        "PRAGMA busy_timeout = 5000";
    cache_size "how large the cache is"
        "SHOW shared_buffers"
        "SHOW GLOBAL VARIABLES LIKE 'innodb_buffer_pool_size'"
        "PRAGMA cache_size";
    more_cache "64 MiB of cache"
        ""
        ""
        "PRAGMA cache_size = -65536";
    feedback "the replica tells what it reads"
        "ALTER SYSTEM SET hot_standby_feedback = on"
        ""
        "";
    standby_delay "recovery waits for them"
        "ALTER SYSTEM SET max_standby_streaming_delay = '60s'"
        ""
        "";
    reload "have the server read its settings anew"
        "SELECT pg_reload_conf()"
        ""
        "";
    memory_of_sorts "memory of sorts and joins"
        "ALTER ROLE CURRENT_USER SET work_mem = '64MB'"
        "SET GLOBAL tmp_table_size = 67108864"
        "PRAGMA temp_store = MEMORY";
    most_connections "the maximum and the reserve"
        "SELECT name, setting FROM pg_settings WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')"
        "SHOW GLOBAL VARIABLES LIKE 'max_connections'"
        "";
    wal_mode "readers beside the writer"
        ""
        ""
        "PRAGMA journal_mode = WAL";
}

/// How to see the plan of a statement: it can be run as it is only where all of it is known.
pub(super) fn plan(text: &str) -> Action {
    let whole = !text.contains(['?', '$']) && text.chars().count() < LONGEST_TEXT;
    if whole {
        statement("its plan", &format!("EXPLAIN {text}"))
    } else {
        Action::new(
            Place::Program,
            "",
            "run EXPLAIN over the whole statement, with values where `?` or `$1` stand",
        )
    }
}

#[cfg(test)]
#[path = "queries_tests.rs"]
mod tests;
