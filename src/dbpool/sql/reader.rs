//! What callers hold: a reader, which says what to ask and takes in what came back.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::mysql::MySql;
use super::part::{Dialect, Part, Refusal};
use super::postgres::Postgres;
use super::redact::redact;
use super::rows::Rows;
use super::sqlite::Sqlite;
use crate::clock::Clock;
use crate::dbpool::{DatabasePool, DatabaseStats, DatabaseSystem, DatabaseValues};
use crate::error::{Error, ErrorKind, Result};
use crate::sys::clock::KernelClock;

/// The error of whatever driver ran a query.
pub type QueryError = Box<dyn std::error::Error + Send + Sync>;

/// How a database is read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderOptions {
    /// How long a message may take in the database: it is told to stop then. 1 ms to 1 minute; half a second unless set.
    /// A server that does not answer at all is bounded by the driver's own timeout.
    pub timeout: Duration,
    /// How many of the statements that took most time are read, 0 to 10.
    pub slow_queries: usize,
    /// From when on a statement that runs is slow: 1 second unless set.
    pub slow_after: Duration,
    /// PostgreSQL: every message is one statement, for drivers that cannot send several (those that prepare every
    /// statement, such as asyncpg). Then the database is not told the timeout; let the driver, or the role
    /// (`statement_timeout`), bound it.
    pub one_statement: bool,
    /// The caller begins a transaction for the reading and rolls it back after each message, for drivers that can do
    /// nothing outside one: then nobody looks whether one is open.
    pub own_transaction: bool,
}

impl Default for ReaderOptions {
    fn default() -> Self {
        ReaderOptions {
            timeout: Duration::from_millis(500),
            slow_queries: 10,
            slow_after: Duration::from_secs(1),
            one_statement: false,
            own_transaction: false,
        }
    }
}

/// Reads what a database says of itself, over a connection that belongs to the caller: says what to ask
/// ([`next_statement`](Self::next_statement)), takes in the answers ([`take`](Self::take)), and makes one reading of them
/// ([`finish`](Self::finish)). It opens no connection and runs nothing. A reader belongs to one database and is kept: it
/// learns what the user may see, and asks for what is dear only now and then.
///
/// # The connection
///
/// - **Refuse one with an open transaction**, by what the driver knows of it (`in_transaction`, `transaction_status`). Where
///   SQL can tell without doing harm, the reader looks as well: a reading inside a transaction of PostgreSQL or MariaDB is
///   refused, and the transaction goes on as it was.
/// - It must be in autocommit, or the driver begins a transaction by itself; switch back afterwards, or see
///   [`ReaderOptions::own_transaction`].
/// - To PostgreSQL a message has several statements, and the last result set counts: use the simple query protocol, without
///   parameters, or [`ReaderOptions::one_statement`].
///
/// Settings, transaction and `search_path` are afterwards what they were. No statement has `%`, `?` or `:name` in it,
/// which drivers take for parameters.
///
/// # Least privilege
///
/// Any user may read; what it may not see is missing, with a line in [`DatabaseStats::problems`] that names the grant. A
/// part that was refused is not asked for again: make a new reader after a grant. What is dear and took too long is asked for
/// again as often as it ever is, by itself.
///
/// ```
/// use plimsoll::dbpool::{DatabaseReader, DatabaseSystem, ReaderOptions};
///
/// let mut reader = DatabaseReader::new(DatabaseSystem::Sqlite, ReaderOptions::default())?;
/// while let Some(sql) = reader.next_statement() {
///     assert!(sql.contains("pragma_page_count"));
///     // Run it, over a connection of the program's own.
///     let row = ["3.45.1", "25", "4096", "-2000", "wal", "5000", ""].map(|text| Some(text.to_owned()));
///     reader.take(Ok(vec![row.to_vec()]));
/// }
/// assert_eq!(reader.finish()?.values.database_bytes, Some(102_400.0));
/// # Ok::<(), plimsoll::Error>(())
/// ```
#[derive(Debug)]
pub struct DatabaseReader {
    system: DatabaseSystem,
    options: ReaderOptions,
    dialect: Box<dyn Dialect>,
    known: DatabaseValues,
    /// When parts were last asked for.
    asked: HashMap<&'static str, Instant>,
    /// Parts that failed on their own, and why.
    refused: Vec<Refused>,
    reading: Option<Reading>,
}

/// A part that failed.
#[derive(Debug)]
struct Refused {
    name: &'static str,
    without: &'static str,
    why: String,
    /// It took too long, or something beside it did: it is asked for again when it is due, by itself. Others are not.
    is_late: bool,
}

impl Refused {
    fn new(part: &Part, why: &str, is_late: bool) -> Self {
        Refused { name: part.name, without: part.without, why: why.to_owned(), is_late }
    }
}

/// A reading that goes on.
#[derive(Debug)]
struct Reading {
    began: Instant,
    stats: DatabaseStats,
    /// What was asked for in it.
    asked: Vec<&'static str>,
    /// Parts of messages to come, and the message that waits for its answer.
    queue: VecDeque<Vec<Part>>,
    current: Option<(String, Vec<Part>)>,
    failed: Option<Error>,
}

impl DatabaseReader {
    /// A reader for a database of that system.
    ///
    /// # Errors
    ///
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) for an option that is out of its range.
    pub fn new(system: DatabaseSystem, options: ReaderOptions) -> Result<Self> {
        if !(Duration::from_millis(1)..=Duration::from_secs(60)).contains(&options.timeout) {
            return Err(Error::option(
                "timeout",
                format!("{:?}", options.timeout),
                "it must be 1 ms to 1 minute",
            ));
        }
        if options.slow_queries > 10 {
            return Err(Error::option("slow_queries", options.slow_queries, "it must be 0 to 10"));
        }
        let dialect: Box<dyn Dialect> = match system {
            DatabaseSystem::PostgreSql => Box::new(Postgres::new(options.clone())),
            DatabaseSystem::MySql | DatabaseSystem::MariaDb => Box::new(MySql::new(system, options.clone())),
            DatabaseSystem::Sqlite => Box::new(Sqlite),
        };
        Ok(DatabaseReader {
            system,
            options,
            dialect,
            known: DatabaseValues::default(),
            asked: HashMap::new(),
            refused: Vec::new(),
            reading: None,
        })
    }

    /// The system that it was made for.
    #[must_use]
    pub fn system(&self) -> DatabaseSystem {
        self.system
    }

    /// Sets what the caller knows besides, for this and all later readings: it fills what SQL does not tell. Of SQLite,
    /// `sqlite3_db_status` tells `cache_hits` (`SQLITE_DBSTATUS_CACHE_HIT`) and `cache_misses`
    /// (`SQLITE_DBSTATUS_CACHE_MISS`), summed over the connections and never set back, and the program counts `busy`
    /// itself: each `SQLITE_BUSY`. `cpus` is for a database on a machine whose CPUs are known.
    pub fn set_known(&mut self, values: DatabaseValues) {
        self.known = values;
    }

    /// Drops a reading that was not finished, so that the next one begins anew.
    pub fn begin(&mut self) {
        self.reading = None;
    }

    /// What to run next; nothing when the reading is complete. The same again until [`take`](Self::take) was called.
    pub fn next_statement(&mut self) -> Option<&str> {
        let reading = self.reading.get_or_insert_with(|| Reading {
            began: Instant::now(),
            stats: DatabaseStats::new(self.system),
            asked: Vec::new(),
            queue: VecDeque::new(),
            current: None,
            failed: None,
        });
        if reading.current.is_none() && reading.failed.is_none() {
            let parts = reading.queue.pop_front().unwrap_or_else(|| {
                let mut parts = self.dialect.parts();
                parts.retain(|part| {
                    let is_due = part.every.is_none_or(|every| {
                        self.asked.get(part.name).is_none_or(|asked| asked.elapsed() >= every)
                    });
                    let is_refused =
                        self.refused.iter().any(|refused| refused.name == part.name && !refused.is_late);
                    is_due && !is_refused && !reading.asked.contains(&part.name)
                });
                reading.asked.extend(parts.iter().map(|part| part.name));
                let (late, parts): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| {
                    self.refused.iter().any(|refused| refused.name == part.name && refused.is_late)
                });
                // Last, and one in a reading: each may take as long as the timeout.
                reading.queue.extend(late.into_iter().next().map(|part| vec![part]));
                if parts.is_empty() {
                    reading.queue.pop_front().unwrap_or_default()
                } else {
                    parts
                }
            });
            if !parts.is_empty() {
                reading.current = Some((self.dialect.message(&parts.iter().collect::<Vec<_>>()), parts));
            }
        }
        Some(&reading.current.as_ref()?.0)
    }

    /// Takes in what the last statement gave: its rows, or the text of the driver's error. A message of several parts that
    /// fails is asked again part by part.
    pub fn take(&mut self, answer: std::result::Result<Rows, String>) {
        let Some(reading) = &mut self.reading else { return };
        let Some((_, parts)) = reading.current.take() else { return };
        let now = Instant::now();
        let why = match answer.map(|rows| self.dialect.take(&rows, &mut reading.stats)) {
            Ok(Ok(())) => {
                self.asked.extend(parts.iter().map(|part| (part.name, now)));
                self.refused.retain(|refused| parts.iter().all(|part| part.name != refused.name));
                return;
            }
            Ok(Err(Refusal::OpenTransaction)) => {
                // None of the parts was run: they are as due as before.
                let why = "the connection has an open transaction: read over another one, or after its end";
                reading.failed = Some(Error::new(ErrorKind::InvalidArgument, why));
                return;
            }
            Ok(Err(Refusal::Malformed(why))) | Err(why) => why,
        };
        let why = one_line(&redact(&why));
        let is_slow = reading.began.elapsed() >= self.options.timeout;
        let essential = self.dialect.parts().first().map(|part| part.name);
        let dear: Vec<&Part> = parts.iter().filter(|part| part.every.is_some()).collect();
        if is_slow {
            // What is dear may have been the reason; without it the next reading is done.
            self.refused.retain(|refused| dear.iter().all(|part| part.name != refused.name));
            self.refused.extend(dear.iter().map(|part| Refused::new(part, &why, true)));
            self.asked.extend(dear.iter().map(|part| (part.name, now)));
        }
        match &parts[..] {
            // It costs only itself.
            [_] if is_slow && !dear.is_empty() => {}
            [part] if Some(part.name) != essential && !is_slow => {
                self.refused.retain(|refused| refused.name != part.name);
                self.refused.push(Refused::new(part, &why, false));
            }
            [_, _, ..] if !is_slow => {
                // Before what waits: the first of them tells whether it is the connection that fails.
                for part in parts.into_iter().rev() {
                    reading.queue.push_front(vec![part]);
                }
            }
            _ => {
                reading.queue.clear();
                reading.failed = Some(Error::new(ErrorKind::Io, format!("{}: {why}", self.system.title())));
            }
        }
    }

    /// As if the time had come for all that is asked for now and then.
    #[cfg(test)]
    pub(super) fn make_all_due(&mut self) {
        self.asked.clear();
    }

    /// The reading. The next [`next_statement`](Self::next_statement) begins another.
    ///
    /// # Errors
    ///
    /// [`Io`](ErrorKind::Io) where the database could not be asked, with the driver's words, less passwords;
    /// [`InvalidArgument`](ErrorKind::InvalidArgument) where the connection has an open transaction, or statements are left.
    pub fn finish(&mut self) -> Result<DatabaseStats> {
        let is_left = self.next_statement().is_some();
        let reading = self.reading.take().filter(|_| !is_left);
        let Some(mut reading) = reading else {
            return Err(Error::new(
                ErrorKind::InvalidArgument,
                "the reading is not complete: statements are left",
            ));
        };
        if let Some(error) = reading.failed {
            return Err(error);
        }
        self.dialect.finish(&mut reading.stats);
        let mut stats = reading.stats;
        for (place, refusal) in self.refused.iter().enumerate() {
            // Parts that lack the same grant are told of once.
            if !self.refused[..place].iter().any(|before| before.without == refusal.without) {
                stats.problems.push(format!("{}: {}", refusal.without, refusal.why));
            }
        }
        for place in 0..DatabaseValues::FIELDS.len() {
            let value = stats.values.value(place).or(self.known.value(place));
            stats.values.set(place, value);
        }
        Ok(stats)
    }
}

impl DatabasePool {
    /// Reads what the pool's database says of itself, by a function that runs a statement and gives its rows, and takes it
    /// in, at the present time since boot. See [`DatabaseReader`] for what the connection must be like.
    ///
    /// # Errors
    ///
    /// As [`DatabaseReader::finish`] and [`DatabasePool::observe_database_at`]; then nothing was taken in.
    pub fn read_database(
        &self,
        reader: &mut DatabaseReader,
        query: &mut dyn FnMut(&str) -> std::result::Result<Rows, QueryError>,
    ) -> Result<()> {
        self.read_database_at(KernelClock.boot_ns() as f64 / 1e9, reader, query)
    }

    /// The same at that time, on the clock of the other observations.
    ///
    /// # Errors
    ///
    /// As [`DatabasePool::read_database`].
    pub fn read_database_at(
        &self,
        time_seconds: f64,
        reader: &mut DatabaseReader,
        query: &mut dyn FnMut(&str) -> std::result::Result<Rows, QueryError>,
    ) -> Result<()> {
        reader.begin();
        while let Some(statement) = reader.next_statement() {
            let answer = query(statement).map_err(|error| error.to_string());
            reader.take(answer);
        }
        self.observe_database_at(time_seconds, reader.finish()?)
    }
}

/// An error's text on one line, of at most 300 characters.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
