//! PostgreSQL 12 to 18: one message, whose last result is one row with one JSON text. Everything is written with its schema,
//! operators too, so that no `search_path` can put something else in its place.

use std::time::Duration;

use serde_json::Value;

use super::part::{Dialect, Part, Refusal};
use super::queue::to_heads;
use super::reader::ReaderOptions;
use super::rows::{member, sum, Rows};
use super::text::without_literals;
use crate::dbpool::{Blocked, DatabaseStats, DatabaseSystem, SlowQuery};

/// How often the texts of pg_stat_statements are read: the server reads its file of them each time.
const TEXTS_EVERY: Duration = Duration::from_secs(60);
/// With so many statements in pg_stat_statements, summing them takes the server more than a millisecond: then they are not
/// summed, and their texts are read less often.
const MOST_ENTRIES: f64 = 1000.0;
const MANY_TEXTS_EVERY: Duration = Duration::from_secs(600);
/// How often the size is asked for: the server looks at every file of the database.
const SIZE_EVERY: Duration = Duration::from_secs(600);

/// Whether a message begins its own transaction: then it is as old as its first statement. The driver's `BEGIN` comes in a
/// message of its own, earlier by a network's round trip.
const FRESH: &str =
    "pg_catalog.transaction_timestamp() OPERATOR(pg_catalog.=) pg_catalog.statement_timestamp()";
/// The same where drivers prepare a statement and then run it: the transaction begins with the preparation. It has written
/// nothing, and is not old.
const ALMOST_FRESH: &str =
    "pg_catalog.txid_current_if_assigned() IS NULL AND pg_catalog.statement_timestamp() \
    OPERATOR(pg_catalog.-) pg_catalog.transaction_timestamp() OPERATOR(pg_catalog.<) interval '1 second'";

/// How PostgreSQL is asked, and what is remembered of it.
#[derive(Debug)]
pub(super) struct Postgres {
    options: ReaderOptions,
    /// Schema and version of pg_stat_statements, where it is installed in this database.
    extension: Option<(String, String)>,
    /// How many statements it holds.
    entries: f64,
    totals: Totals,
    size: Option<f64>,
    statements: Vec<SlowQuery>,
}

/// Sums over pg_stat_statements. It forgets statements when it is full, so that a sum may shrink: what was counted stays
/// counted here.
#[derive(Debug, Default)]
struct Totals {
    last: Option<(f64, f64)>,
    forgotten: (f64, f64),
}

impl Totals {
    fn grown(&mut self, now: (f64, f64)) -> (f64, f64) {
        if let Some(last) = self.last.filter(|last| now.0 < last.0 || now.1 < last.1) {
            self.forgotten.0 += last.0 - now.0;
            self.forgotten.1 += last.1 - now.1;
        }
        self.last = Some(now);
        (self.forgotten.0 + now.0, self.forgotten.1 + now.1)
    }
}

impl Postgres {
    pub(super) fn new(options: ReaderOptions) -> Self {
        Postgres {
            options,
            extension: None,
            entries: 0.0,
            totals: Totals::default(),
            size: None,
            statements: Vec::new(),
        }
    }

    fn part(&self, name: &'static str, sql: &str, without: &'static str) -> Part {
        let (schema, version) =
            self.extension.as_ref().map_or(("", ""), |(schema, version)| (schema.as_str(), version.as_str()));
        let sql = sql
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("{slow_seconds}", &format!("{:.3}", self.options.slow_after.as_secs_f64()))
            .replace("{slow_queries}", &self.options.slow_queries.to_string())
            // Some are this reader's own, and are left out.
            .replace("{texts}", &(self.options.slow_queries + 10).to_string())
            .replace("{schema}", schema)
            .replace("{total_time}", total_time(version));
        Part { name, sql, every: None, without }
    }
}

/// The column's name in that version of the extension, which may be older than the server.
fn total_time(version: &str) -> &'static str {
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < (1, 8) {
        "total_time"
    } else {
        "total_exec_time"
    }
}

impl Dialect for Postgres {
    fn parts(&self) -> Vec<Part> {
        let mut parts = vec![
            self.part("settings", include_str!("postgres/settings.sql"), "settings"),
            self.part("database", include_str!("postgres/database.sql"), "pg_stat_database cannot be read"),
            self.part("activity", include_str!("postgres/activity.sql"), "pg_stat_activity cannot be read"),
        ];
        if self.extension.is_some() {
            let without = "pg_stat_statements is installed and cannot be read (shared_preload_libraries?)";
            let is_full = self.entries > MOST_ENTRIES;
            let totals = self.part("totals", include_str!("postgres/totals.sql"), without);
            parts.push(Part { every: is_full.then_some(MANY_TEXTS_EVERY), ..totals });
            if self.options.slow_queries > 0 {
                let texts = self.part("statements", include_str!("postgres/statements.sql"), without);
                let every = if is_full { MANY_TEXTS_EVERY } else { TEXTS_EVERY };
                parts.push(Part { every: Some(every), ..texts });
            }
        }
        let size = self.part("size", include_str!("postgres/size.sql"), "the database's size cannot be read");
        parts.push(Part { every: Some(SIZE_EVERY), ..size });
        parts
    }

    fn message(&self, parts: &[&Part]) -> String {
        let members: Vec<String> =
            parts.iter().map(|part| format!("'{}', {}", part.name, part.sql)).collect();
        let object = format!("pg_catalog.jsonb_build_object({})::pg_catalog.text", members.join(", "));
        let fresh = match (self.options.own_transaction, self.options.one_statement) {
            (true, _) => None,
            (false, true) => Some(ALMOST_FRESH),
            (false, false) => Some(FRESH),
        };
        let select = match fresh {
            Some(fresh) => format!("SELECT CASE WHEN {fresh} THEN {object} ELSE '{{\"open\": true}}' END"),
            None => format!("SELECT {object}"),
        };
        if self.options.one_statement {
            return select;
        }
        // Statements of one message are one transaction, which ends with it, and takes these settings along. A limit of
        // the session's own that is stricter stays.
        let limit = format!("{}ms", self.options.timeout.as_millis());
        let set = format!(
            "SELECT pg_catalog.set_config('statement_timeout', CASE WHEN \
             pg_catalog.current_setting('statement_timeout')::interval OPERATOR(pg_catalog.>) interval '0' AND \
             pg_catalog.current_setting('statement_timeout')::interval OPERATOR(pg_catalog.<) interval '{limit}' \
             THEN pg_catalog.current_setting('statement_timeout') ELSE '{limit}' END, true), \
             pg_catalog.set_config('jit', 'off', true)"
        );
        match fresh {
            Some(fresh) => format!("{set} WHERE {fresh}; {select}"),
            None => format!("{set}; {select}"),
        }
    }

    fn take(&mut self, rows: &Rows, stats: &mut DatabaseStats) -> Result<(), Refusal> {
        let malformed = |why: String| {
            Refusal::Malformed(format!("the last result set was expected, a row of JSON: {why}"))
        };
        let text = rows.iter().rev().flatten().flatten().find(|text| text.starts_with('{'));
        let answer: Value = match text {
            Some(text) => serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?,
            None => return Err(malformed(format!("there is none in {} rows", rows.len()))),
        };
        if answer.get("open").is_some() {
            return Err(Refusal::OpenTransaction);
        }
        if let Some(settings) = answer.get("settings") {
            self.settings(settings, stats);
        }
        if let Some(database) = answer.get("database") {
            database_values(database, stats);
        }
        if let Some(activity) = answer.get("activity") {
            activity_values(activity, stats);
        }
        if let Some(totals) = answer.get("totals") {
            self.entries = member(totals, "entries").unwrap_or(0.0);
            if self.entries <= MOST_ENTRIES {
                let now =
                    (member(totals, "calls").unwrap_or(0.0), member(totals, "milliseconds").unwrap_or(0.0));
                let (calls, milliseconds) = self.totals.grown(now);
                stats.values.queries = Some(calls);
                stats.values.query_seconds = Some(milliseconds / 1e3);
            }
        }
        if let Some(statements) = answer.get("statements") {
            self.statements = array(statements).iter().filter_map(slow_statement).collect();
        }
        self.size = member(&answer, "size").or(self.size);
        Ok(())
    }

    fn finish(&mut self, stats: &mut DatabaseStats) {
        stats.values.database_bytes = self.size;
        if self.extension.is_some() && self.entries > MOST_ENTRIES {
            stats.problems.push(format!(
                "pg_stat_statements holds {} statements: too dear to sum at every reading, so that the time of statements \
                 is not known; pg_stat_statements.max = {MOST_ENTRIES} is cheap",
                self.entries
            ));
        }
        stats.slow.extend(self.statements.iter().cloned());
        stats.slow.truncate(self.options.slow_queries);
    }
}

impl Postgres {
    fn settings(&mut self, settings: &Value, stats: &mut DatabaseStats) {
        stats.version = string(settings, "version").unwrap_or_default().to_owned();
        stats.values.max_connections = member(settings, "max_connections");
        stats.values.reserved_connections = sum([
            member(settings, "superuser_reserved_connections"),
            member(settings, "reserved_connections"),
        ]);
        stats.values.cache_bytes = member(settings, "shared_buffers");
        let extension = settings.get("pg_stat_statements");
        self.extension = extension.and_then(|found| {
            Some((string(found, "schema")?.to_owned(), string(found, "version")?.to_owned()))
        });
    }
}

fn database_values(database: &Value, stats: &mut DatabaseStats) {
    let Some(row) = database.get("row") else { return };
    let seconds = |key| Some(member(row, key)? / 1e3);
    let values = &mut stats.values;
    values.commits = member(row, "xact_commit");
    values.rollbacks = member(row, "xact_rollback");
    values.rows_read = sum([member(row, "tup_returned"), member(row, "tup_fetched")]);
    values.rows_written =
        sum([member(row, "tup_inserted"), member(row, "tup_updated"), member(row, "tup_deleted")]);
    values.cache_hits = member(row, "blks_hit");
    values.cache_misses = member(row, "blks_read");
    values.deadlocks = member(row, "deadlocks");
    values.conflicts = member(row, "conflicts");
    values.temporary_bytes = member(row, "temp_bytes");
    values.active_seconds = seconds("active_time");
    values.idle_in_transaction_seconds = seconds("idle_in_transaction_time");
    values.sessions_abandoned = member(row, "sessions_abandoned");
    values.reset_time_seconds = member(database, "reset");
}

fn activity_values(activity: &Value, stats: &mut DatabaseStats) {
    let empty = Value::Null;
    let states = activity.get("states").unwrap_or(&empty);
    let values = &mut stats.values;
    values.connections = member(activity, "connections");
    values.connections_own = member(activity, "own");
    values.connections_active = member(states, "active");
    values.connections_idle = member(states, "idle");
    values.connections_idle_in_transaction = member(states, "idle_in_transaction");
    values.connections_waiting_for_lock = member(states, "lock");
    values.connections_waiting_for_io = member(states, "io");
    values.connections_waiting_otherwise = member(states, "otherwise");
    // Nothing that runs has no age: to whoever draws a line of it that is 0.
    values.oldest_transaction_seconds = member(states, "transaction_age").or(Some(0.0));
    values.oldest_idle_in_transaction_seconds = member(states, "idle_in_transaction_age").or(Some(0.0));
    values.oldest_query_seconds = member(states, "query_age").or(Some(0.0));
    let hidden = member(activity, "hidden").unwrap_or(0.0);
    if hidden > 0.0 {
        stats.problems.push(format!(
            "what {hidden} sessions of other users do is hidden; to see it: GRANT pg_monitor TO the user that reads"
        ));
    }
    for slow in array(activity.get("slow").unwrap_or(&empty)) {
        let seconds = member(slow, "seconds").unwrap_or(0.0);
        let text = normalised(string(slow, "text").unwrap_or_default());
        stats.slow.push(SlowQuery {
            text,
            calls: 1.0,
            mean_seconds: seconds,
            total_seconds: seconds,
            running: true,
        });
    }
    stats.blocked = blocked(activity);
    stats.values.oldest_lock_wait_seconds =
        Some(stats.blocked.iter().map(|blocked| blocked.seconds).fold(0.0, f64::max));
}

/// Who waits, each with the session at the head of its queue.
fn blocked(activity: &Value) -> Vec<Blocked> {
    let empty = Value::Null;
    let holders = activity.get("holders").unwrap_or(&empty);
    let row = |row: &Value| {
        let blocker = array(row.get("by").unwrap_or(&empty)).first().and_then(Value::as_u64);
        let state = match blocker {
            // It has no session.
            Some(0) => Some("prepared transaction"),
            _ => blocker.and_then(|blocker| string(holders, &blocker.to_string())),
        };
        Some(Blocked {
            session: row.get("pid")?.as_u64()?,
            blocked_by: blocker,
            seconds: member(row, "seconds").unwrap_or(0.0),
            holder_state: state.map(str::to_owned),
            text: normalised(string(row, "text").unwrap_or_default()),
        })
    };
    let waiting = array(activity.get("waiting").unwrap_or(&empty));
    let mut found = to_heads(waiting.iter().filter_map(row).collect());
    for row in &mut found {
        row.blocked_by = row.blocked_by.filter(|session| *session > 0);
    }
    found
}

fn slow_statement(row: &Value) -> Option<SlowQuery> {
    let text = string(row, "text")?;
    // What this reader asks is not the application's, and what belongs to others is not told.
    let is_ours =
        text.contains("pg_catalog.jsonb_build_object(") || text.starts_with("SELECT pg_catalog.set_config(");
    if is_ours || text == "<insufficient privilege>" {
        return None;
    }
    let calls = member(row, "calls").filter(|calls| *calls > 0.0)?;
    let total_seconds = member(row, "milliseconds")? / 1e3;
    let mean_seconds = total_seconds / calls;
    Some(SlowQuery { text: normalised(text), calls, mean_seconds, total_seconds, running: false })
}

fn normalised(text: &str) -> String {
    without_literals(DatabaseSystem::PostgreSql, text)
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn string<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key)?.as_str()
}
