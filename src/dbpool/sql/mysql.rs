//! MySQL and MariaDB: one message of parts joined by `UNION ALL`, every row of it the part's name and six texts. Where the
//! two differ, `is_mariadb` says so.

use std::collections::HashMap;
use std::time::Duration;

use super::part::{Dialect, Part, Refusal};
use super::queue::to_heads;
use super::reader::ReaderOptions;
use super::rows::{number, sum, text, Rows};
use super::text::without_literals;
use crate::dbpool::{Blocked, DatabaseStats, DatabaseSystem, SlowQuery};

/// How often digests are read: the server goes through all of them.
const DIGESTS_EVERY: Duration = Duration::from_secs(60);

/// How far apart two readings of the same start may lie: both clock and uptime are whole seconds.
const SAME_START: f64 = 2.0;

const STATUS: &[&str] = &[
    "Aborted_clients",
    "Aborted_connects",
    "Com_delete",
    "Com_delete_multi",
    "Com_insert",
    "Com_insert_select",
    "Com_load",
    "Com_replace",
    "Com_replace_select",
    "Com_select",
    "Com_update",
    "Com_update_multi",
    "Connection_errors_max_connections",
    "Handler_commit",
    "Handler_delete",
    "Handler_rollback",
    "Handler_update",
    "Handler_write",
    "Innodb_buffer_pool_read_requests",
    "Innodb_buffer_pool_reads",
    "Innodb_deadlocks",
    "Innodb_row_lock_time",
    "Innodb_row_lock_waits",
    "Innodb_rows_deleted",
    "Innodb_rows_inserted",
    "Innodb_rows_read",
    "Innodb_rows_updated",
    "Questions",
    "Rows_read",
    "Slow_queries",
    "Threads_connected",
    "Threads_running",
    "Uptime_since_flush_status",
];

/// How MySQL and MariaDB are asked, and what is remembered of them.
#[derive(Debug)]
pub(super) struct MySql {
    system: DatabaseSystem,
    options: ReaderOptions,
    version: String,
    has_performance_schema: bool,
    /// How long the statement that ran longest had run at the last look, in seconds.
    oldest_query: f64,
    /// Whether a transaction of the connection's own database waited for a lock then.
    has_lock_wait: bool,
    /// When the counters began, in seconds since 1970.
    start: Option<f64>,
    digests: Vec<SlowQuery>,
}

impl MySql {
    pub(super) fn new(system: DatabaseSystem, options: ReaderOptions) -> Self {
        MySql {
            system,
            options,
            version: String::new(),
            has_performance_schema: false,
            oldest_query: 0.0,
            has_lock_wait: false,
            start: None,
            digests: Vec::new(),
        }
    }

    fn is_mariadb(&self) -> bool {
        self.system == DatabaseSystem::MariaDb
    }

    /// Locks moved from information_schema to performance_schema with MySQL 8.
    fn has_data_locks(&self) -> bool {
        let major = self.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
        !self.is_mariadb() && major.is_some_and(|major| major >= 8)
    }

    fn server(&self) -> String {
        let in_transaction = if self.is_mariadb() { "IF(@@in_transaction, 1, 0)" } else { "NULL" };
        let status = if self.is_mariadb() { "information_schema" } else { "performance_schema" };
        let names: Vec<String> = STATUS.iter().map(|name| format!("'{name}'")).collect();
        let server = select(
            "server",
            &[
                "VERSION()",
                "@@GLOBAL.max_connections",
                "@@GLOBAL.innodb_buffer_pool_size",
                "UNIX_TIMESTAMP()",
                "IF(@@GLOBAL.performance_schema, 1, 0)",
                in_transaction,
            ],
        );
        let status = format!(
            "{} FROM {status}.global_status WHERE VARIABLE_NAME IN ({})",
            select("status", &["LOWER(VARIABLE_NAME)", "VARIABLE_VALUE"]),
            names.join(", ")
        );
        format!("{server} UNION ALL {status}")
    }

    fn threads(&self) -> String {
        format!(
            "{} FROM (SELECT CASE WHEN COMMAND = 'Sleep' THEN 'idle' \
             WHEN COMMAND NOT IN ('Query', 'Execute', 'Fetch') THEN 'other' \
             WHEN LOCATE('lock', STATE) > 0 THEN 'lock' ELSE 'active' END AS kind, TIME AS age, \
             {HERE} AS here, USER = SUBSTRING_INDEX(USER(), '@', 1) AND DB <=> DATABASE() AS own \
             FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND {CLIENTS}) AS p",
            select(
                "threads",
                &[
                    "SUM(kind = 'idle')",
                    "SUM(kind = 'lock')",
                    "MAX(CASE WHEN kind IN ('active', 'lock') AND here THEN age END)",
                    "SUM(own)"
                ]
            )
        )
    }

    fn slow(&self) -> String {
        format!(
            "({} FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Query', 'Execute') \
             AND ID <> CONNECTION_ID() AND {CLIENTS} AND {HERE} AND TIME >= {:.3} ORDER BY TIME DESC LIMIT {})",
            select("slow", &["TIME", "LEFT(INFO, 2000)"]),
            self.options.slow_after.as_secs_f64(),
            self.options.slow_queries
        )
    }

    fn part(&self, name: &'static str, sql: String, without: &'static str) -> Part {
        Part { name, sql, every: None, without }
    }
}

/// Whether a session is in the connection's own database. To a connection without one all are.
const HERE: &str = "(DATABASE() IS NULL OR DB <=> DATABASE())";

/// The threads that are connections of clients: not those that apply what a source sent to a replica.
const CLIENTS: &str = "USER <> 'system user'";

/// The present time as InnoDB writes its own: in the server's time zone, not in the session's.
const NOW: &str = "CONVERT_TZ(NOW(), @@session.time_zone, 'SYSTEM')";

/// What statements that read, and those that write, are called by performance_schema.
const READS: &[&str] = &["select"];
const WRITES: &[&str] = &[
    "delete",
    "delete_multi",
    "insert",
    "insert_select",
    "load",
    "replace",
    "replace_select",
    "update",
    "update_multi",
];

/// What does no work: drivers send a commit or a rollback for each statement or two, and the mean of all would be that of
/// nothing.
const CONTROLS: &[&str] = &[
    "com/Close stmt",
    "com/Init DB",
    "com/Ping",
    "com/Prepare",
    "com/Quit",
    "sql/begin",
    "sql/change_db",
    "sql/commit",
    "sql/rollback",
    "sql/set_option",
];

/// How many statements there were, less those.
fn count_at_work() -> String {
    let names: Vec<String> = CONTROLS.iter().map(|kind| format!("'statement/{kind}'")).collect();
    format!("SUM(CASE WHEN EVENT_NAME IN ({}) THEN 0 ELSE COUNT_STAR END)", names.join(", "))
}

/// How many statements of these kinds there were.
fn count(kinds: &[&str]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("'statement/sql/{kind}'")).collect();
    format!("SUM(CASE WHEN EVENT_NAME IN ({}) THEN COUNT_STAR END)", names.join(", "))
}

/// `SELECT` of the part's name and six texts, all of one character set: else a `UNION` may refuse them.
fn select(name: &str, columns: &[&str]) -> String {
    let texts: Vec<String> = (0..6)
        .map(|place| {
            format!("CONVERT({} USING utf8mb4) AS c{place}", columns.get(place).copied().unwrap_or("NULL"))
        })
        .collect();
    format!("SELECT CONVERT('{name}' USING utf8mb4) AS part, {}", texts.join(", "))
}

impl Dialect for MySql {
    fn parts(&self) -> Vec<Part> {
        let process =
            "open transactions, lock waits and deadlocks are not known; to see them: GRANT PROCESS ON *.* TO the user that reads";
        let mut parts = vec![
            self.part("server", self.server(), "status variables"),
            self.part("threads", self.threads(), "information_schema.PROCESSLIST cannot be read"),
            self.part(
                "transactions",
                format!(
                    "{} FROM information_schema.INNODB_TRX AS t LEFT JOIN information_schema.PROCESSLIST AS p \
                     ON p.ID = t.trx_mysql_thread_id WHERE t.trx_mysql_thread_id <> CONNECTION_ID()",
                    select(
                        "transactions",
                        &[
                            &format!("MAX(CASE WHEN {HERE} THEN TIMESTAMPDIFF(SECOND, t.trx_started, {NOW}) END)"),
                            &format!("SUM(p.COMMAND = 'Sleep' AND {HERE})"),
                            &format!("MAX(CASE WHEN p.COMMAND = 'Sleep' AND {HERE} THEN p.TIME END)"),
                            "SUM(t.trx_state = 'LOCK WAIT')",
                            &format!("MAX(CASE WHEN {HERE} THEN TIMESTAMPDIFF(SECOND, t.trx_wait_started, {NOW}) END)"),
                            "SUM(p.COMMAND = 'Sleep')",
                        ]
                    )
                ),
                process,
            ),
        ];
        if !self.is_mariadb() {
            // MariaDB has it among its status variables.
            let sql = format!(
                "{} FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks' AND STATUS = 'enabled'",
                select("metrics", &["`COUNT`"])
            );
            parts.push(self.part("metrics", sql, process));
        }
        // What is there only in trouble is asked for then.
        if self.options.slow_queries > 0 && self.oldest_query >= self.options.slow_after.as_secs_f64() {
            parts.push(self.part("slow", self.slow(), "statements that run for long are not known"));
        }
        if self.has_lock_wait {
            parts.push(self.part("blocked", self.blocked(), "who waits for whom is not known; to see it: GRANT SELECT ON performance_schema.* TO the user that reads"));
        }
        if self.has_performance_schema {
            let without = "times of statements are not known; to see them: GRANT SELECT ON performance_schema.* TO the user \
                           that reads";
            let sql = format!(
                "{} FROM performance_schema.events_statements_summary_global_by_event_name",
                select(
                    "times",
                    &[&count_at_work(), "SUM(SUM_TIMER_WAIT) / 1e12", &count(READS), &count(WRITES)]
                )
            );
            parts.push(self.part("times", sql, without));
            if self.options.slow_queries > 0 {
                let sql = format!(
                    "({} FROM performance_schema.events_statements_summary_by_digest \
                     WHERE SCHEMA_NAME = DATABASE() AND DIGEST_TEXT IS NOT NULL \
                     ORDER BY SUM_TIMER_WAIT DESC LIMIT {})",
                    select("digest", &["COUNT_STAR", "SUM_TIMER_WAIT / 1e12", "LEFT(DIGEST_TEXT, 2000)"]),
                    self.options.slow_queries
                );
                parts.push(Part { every: Some(DIGESTS_EVERY), ..self.part("digest", sql, without) });
            }
        }
        parts
    }

    fn message(&self, parts: &[&Part]) -> String {
        let all: Vec<&str> = parts.iter().map(|part| part.sql.as_str()).collect();
        let all = all.join(" UNION ALL ");
        // Both bound this one statement, and change nothing of the session.
        if self.is_mariadb() {
            return format!(
                "SET STATEMENT max_statement_time = {:.3} FOR {all}",
                self.options.timeout.as_secs_f64()
            );
        }
        let hint = format!("SELECT /*+ MAX_EXECUTION_TIME({}) */ ", self.options.timeout.as_millis());
        all.replacen("SELECT ", &hint, 1)
    }

    fn take(&mut self, rows: &Rows, stats: &mut DatabaseStats) -> Result<(), Refusal> {
        let mut status = HashMap::new();
        for row in rows {
            let Some((name, row)) = row.split_first() else { continue };
            match name.as_deref() {
                Some("server")
                    if number(row, 5).is_some_and(|open| open > 0.0) && !self.options.own_transaction =>
                {
                    return Err(Refusal::OpenTransaction);
                }
                Some("server") => self.server_values(row, stats),
                Some("status") => {
                    status.extend(text(row, 0).map(str::to_owned).zip(number(row, 1)));
                }
                Some("threads") => {
                    self.oldest_query = number(row, 2).unwrap_or(0.0);
                    threads_values(row, stats);
                }
                Some("slow") => stats.slow.push(self.running(row)),
                Some("transactions") => self.transaction_values(row, stats),
                Some("metrics") => stats.values.deadlocks = number(row, 0),
                Some("blocked") => stats.blocked.extend(self.blocked_row(row)),
                Some("times") => {
                    stats.values.queries = number(row, 0).or(stats.values.queries);
                    stats.values.query_seconds = number(row, 1);
                    // MySQL has Com_select and its kind here only.
                    stats.values.reads = stats.values.reads.or(number(row, 2));
                    stats.values.writes = stats.values.writes.or(number(row, 3));
                }
                Some("digest") => {}
                _ => {
                    return Err(Refusal::Malformed(
                        "rows of a part's name and six texts were expected".to_owned(),
                    ))
                }
            }
        }
        let digests = rows.iter().filter(|row| text(row, 0) == Some("digest"));
        let digests: Vec<SlowQuery> = digests.filter_map(|row| self.digest(&row[1..])).collect();
        if !digests.is_empty() {
            self.digests = digests;
        }
        if !status.is_empty() {
            self.status_values(&status, stats);
        }
        if stats.version.is_empty() {
            return Err(Refusal::Malformed(format!(
                "the row of the server is missing in {} rows",
                rows.len()
            )));
        }
        Ok(())
    }

    fn finish(&mut self, stats: &mut DatabaseStats) {
        // One row for each pair: of those who block a session, one that does not wait itself comes first.
        let mut found = std::mem::take(&mut stats.blocked);
        found.sort_by_key(|row| (row.session, row.holder_state.as_deref() == Some("lock wait")));
        found.dedup_by_key(|row| row.session);
        stats.blocked = to_heads(found);
        stats.slow.extend(self.digests.iter().cloned());
        stats.slow.truncate(self.options.slow_queries);
    }
}

impl MySql {
    fn blocked(&self) -> String {
        let (waits, requesting, blocking) = if self.has_data_locks() {
            let waits = "performance_schema.data_lock_waits";
            (waits, "REQUESTING_ENGINE_TRANSACTION_ID", "BLOCKING_ENGINE_TRANSACTION_ID")
        } else {
            ("information_schema.INNODB_LOCK_WAITS", "requesting_trx_id", "blocking_trx_id")
        };
        format!(
            "({} FROM {waits} AS w JOIN information_schema.INNODB_TRX AS r ON r.trx_id = w.{requesting} \
             JOIN information_schema.INNODB_TRX AS b ON b.trx_id = w.{blocking} \
             JOIN information_schema.PROCESSLIST AS s ON s.ID = r.trx_mysql_thread_id \
             LEFT JOIN information_schema.PROCESSLIST AS p ON p.ID = b.trx_mysql_thread_id \
             WHERE (DATABASE() IS NULL OR s.DB <=> DATABASE()) ORDER BY r.trx_wait_started LIMIT 40)",
            select(
                "blocked",
                &[
                    "r.trx_mysql_thread_id",
                    "b.trx_mysql_thread_id",
                    &format!("TIMESTAMPDIFF(SECOND, r.trx_wait_started, {NOW})"),
                    "b.trx_state",
                    "p.COMMAND",
                    "LEFT(r.trx_query, 2000)",
                ]
            )
        )
    }

    fn server_values(&mut self, row: &[Option<String>], stats: &mut DatabaseStats) {
        self.version = text(row, 0).unwrap_or_default().to_owned();
        stats.version.clone_from(&self.version);
        stats.values.max_connections = number(row, 1);
        stats.values.cache_bytes = number(row, 2);
        stats.values.reset_time_seconds = number(row, 3);
        self.has_performance_schema = number(row, 4) == Some(1.0);
    }

    fn status_values(&mut self, status: &HashMap<String, f64>, stats: &mut DatabaseStats) {
        let get = |name: &str| status.get(name).copied();
        let all = |names: &[&str]| sum(names.iter().map(|name| get(name)));
        let values = &mut stats.values;
        let began =
            values.reset_time_seconds.zip(get("uptime_since_flush_status")).map(|(now, age)| now - age);
        if let Some(began) = began {
            // The same start as before, less the rounding: a change means that counters began anew.
            self.start = self.start.filter(|start| (start - began).abs() <= SAME_START).or(Some(began));
        }
        values.reset_time_seconds = self.start.filter(|_| began.is_some());
        values.connections = get("threads_connected");
        // One of them runs this.
        values.connections_active = get("threads_running").map(|running| (running - 1.0).max(0.0));
        values.commits = get("handler_commit");
        values.rollbacks = get("handler_rollback");
        values.queries = values.queries.or(get("questions"));
        values.slow_queries = get("slow_queries");
        values.reads = get("com_select").or(values.reads);
        values.writes = all(&[
            "com_delete",
            "com_delete_multi",
            "com_insert",
            "com_insert_select",
            "com_load",
            "com_replace",
            "com_replace_select",
            "com_update",
            "com_update_multi",
        ])
        .or(values.writes);
        // MariaDB has counted rows for all engines together since 10.6.
        values.rows_read = get("innodb_rows_read").or(get("rows_read"));
        values.rows_written = all(&["innodb_rows_inserted", "innodb_rows_updated", "innodb_rows_deleted"])
            .or_else(|| all(&["handler_write", "handler_update", "handler_delete"]));
        let misses = get("innodb_buffer_pool_reads");
        values.cache_misses = misses;
        values.cache_hits = get("innodb_buffer_pool_read_requests")
            .zip(misses)
            .map(|(requests, misses)| (requests - misses).max(0.0));
        values.deadlocks = get("innodb_deadlocks").or(values.deadlocks);
        values.lock_waits = get("innodb_row_lock_waits");
        values.lock_wait_seconds = get("innodb_row_lock_time").map(|milliseconds| milliseconds / 1e3);
        values.sessions_abandoned = get("aborted_clients");
        values.connections_refused = all(&["aborted_connects", "connection_errors_max_connections"]);
    }

    fn transaction_values(&mut self, row: &[Option<String>], stats: &mut DatabaseStats) {
        let values = &mut stats.values;
        values.oldest_transaction_seconds = number(row, 0).or(Some(0.0));
        values.connections_idle_in_transaction = number(row, 1).or(Some(0.0));
        values.oldest_idle_in_transaction_seconds = number(row, 2).or(Some(0.0));
        self.has_lock_wait = number(row, 4).is_some();
        values.oldest_lock_wait_seconds = number(row, 4).or(Some(0.0));
        // Those that wait for a row say so only here.
        let waiting = number(row, 3).unwrap_or(0.0);
        values.connections_waiting_for_lock =
            Some(values.connections_waiting_for_lock.unwrap_or(0.0) + waiting);
        // Who idles in a transaction of another database is not idle either.
        let open = number(row, 5).unwrap_or(0.0);
        values.connections_idle = values.connections_idle.map(|idle| (idle - open).max(0.0));
    }

    fn running(&self, row: &[Option<String>]) -> SlowQuery {
        let seconds = number(row, 0).unwrap_or(0.0);
        let text = without_literals(self.system, text(row, 1).unwrap_or_default());
        SlowQuery { text, calls: 1.0, mean_seconds: seconds, total_seconds: seconds, running: true }
    }

    fn blocked_row(&self, row: &[Option<String>]) -> Option<Blocked> {
        let state = match text(row, 4) {
            Some("Sleep") => Some("idle in transaction".to_owned()),
            _ => text(row, 3).map(str::to_lowercase),
        };
        Some(Blocked {
            session: text(row, 0)?.parse().ok()?,
            blocked_by: text(row, 1).and_then(|thread| thread.parse().ok()).filter(|thread| *thread > 0),
            seconds: number(row, 2).unwrap_or(0.0),
            holder_state: state,
            text: without_literals(self.system, text(row, 5).unwrap_or_default()),
        })
    }

    fn digest(&self, row: &[Option<String>]) -> Option<SlowQuery> {
        let digest = text(row, 2)?;
        // What this reader asks is not the application's.
        let bare = digest.to_lowercase().replace([' ', '`'], "");
        if bare.contains("convert(?usingutf8mb4)aspart") {
            return None;
        }
        let calls = number(row, 0).filter(|calls| *calls > 0.0)?;
        let total_seconds = number(row, 1)?;
        let text = without_literals(self.system, digest);
        Some(SlowQuery { text, calls, mean_seconds: total_seconds / calls, total_seconds, running: false })
    }
}

/// All threads but this one.
fn threads_values(row: &[Option<String>], stats: &mut DatabaseStats) {
    let values = &mut stats.values;
    let at = |column| number(row, column).or(Some(0.0));
    values.connections_idle = at(0);
    values.connections_waiting_for_lock = at(1);
    values.oldest_query_seconds = at(2);
    values.connections_own = at(3).map(|others| others + 1.0);
}
