//! Reading what a database says of itself, over a connection of the caller's.

use std::ffi::{c_char, c_void, CString};
use std::slice;
use std::time::Duration;

use super::database_rows::PlimRows;
use super::dbpool::{seconds, PlimDbpool};
use super::error::PlimError;
use super::guard::Failure;
use super::handle::{Build, Handle, Inside};
use super::sized::{self, Plain};
use super::status::{Status, PLIM_ABSENT, PLIM_OK};
use super::string::PlimString;
use crate::dbpool::{DatabaseReader, DatabaseSystem, DatabaseValues, QueryError, ReaderOptions};
use crate::error::{Error, ErrorKind, Result};

/// PostgreSQL, 12 and later.
pub const PLIM_DATABASE_POSTGRESQL: i32 = 1;
/// MySQL, 5.7 and later.
pub const PLIM_DATABASE_MYSQL: i32 = 2;
/// MariaDB, 10.2 and later.
pub const PLIM_DATABASE_MARIADB: i32 = 3;
/// SQLite.
pub const PLIM_DATABASE_SQLITE: i32 = 4;

/// In `slow_queries`: none are read.
pub const PLIM_SLOW_QUERIES_NONE: i32 = -1;

/// How a database is read. All zero but the system is the default for each.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimReaderOptions {
    /// How long a message may take in the database, in nanoseconds, 1 ms to 1 minute: it is told to stop then. 0: half a
    /// second. A server that does not answer at all is bounded by the driver's own timeout.
    pub timeout_ns: u64,
    /// From when on a statement that runs is slow, in nanoseconds. 0: 1 second.
    pub slow_after_ns: u64,
    /// Which system: `PLIM_DATABASE_...`.
    pub system: i32,
    /// How many of the statements that took most time are read, up to 10. 0: 10. `PLIM_SLOW_QUERIES_NONE`: none.
    pub slow_queries: i32,
    /// PostgreSQL: 1 where every message must be one statement, for drivers that prepare every statement. Then the
    /// database is not told the timeout.
    pub one_statement: i32,
    /// 1 where the caller begins a transaction for the reading, and rolls it back after each message: then nobody looks
    /// whether one is open.
    pub own_transaction: i32,
}

// SAFETY: integers in an order without padding.
unsafe impl Plain for PlimReaderOptions {}

/// Says what to ask a database, and makes a reading of the answers. Made by `plim_database_reader_new`. It opens no
/// connection and runs nothing. It belongs to one database and is kept: it learns what the user may see. Calls on one wait
/// for each other.
///
/// The connection must have no transaction open, and be in autocommit unless `own_transaction` says otherwise. To
/// PostgreSQL a message has several statements, of which the last result set counts: use the simple query protocol
/// (`PQexec`). Settings and transactions are afterwards what they were.
pub struct PlimDatabaseReader {
    handle: Handle<DatabaseReader>,
}

/// Runs `sql` over a connection of the caller's, and gives what came back to `rows`: the rows of the last result set, with
/// `plim_rows_add`, and `PLIM_OK`; or anything else where it failed, after `plim_rows_fail` with the driver's words. It
/// must return: no exception, no `longjmp`. The reader and the pool answer it `PLIM_E_REENTRANT`.
pub type QueryCallback =
    Option<unsafe extern "C" fn(sql: *const c_char, rows: *mut PlimRows, user_data: *mut c_void) -> i32>;

impl Build for DatabaseReader {
    type Options = (DatabaseSystem, ReaderOptions);
    const NAME: &'static str = "database reader";

    fn build((system, options): &Self::Options) -> Result<Self> {
        DatabaseReader::new(*system, options.clone())
    }
}

impl PlimReaderOptions {
    fn options(&self) -> std::result::Result<(DatabaseSystem, ReaderOptions), Failure> {
        let system = match self.system {
            PLIM_DATABASE_POSTGRESQL => DatabaseSystem::PostgreSql,
            PLIM_DATABASE_MYSQL => DatabaseSystem::MySql,
            PLIM_DATABASE_MARIADB => DatabaseSystem::MariaDb,
            PLIM_DATABASE_SQLITE => DatabaseSystem::Sqlite,
            other => return Err(Error::option("system", other, "allowed are PLIM_DATABASE_...").into()),
        };
        let mut options = ReaderOptions::default();
        if self.timeout_ns != 0 {
            options.timeout = Duration::from_nanos(self.timeout_ns);
        }
        if self.slow_after_ns != 0 {
            options.slow_after = Duration::from_nanos(self.slow_after_ns);
        }
        match self.slow_queries {
            0 => {}
            PLIM_SLOW_QUERIES_NONE => options.slow_queries = 0,
            // What is out of range is refused by the reader.
            most => options.slow_queries = usize::try_from(most).unwrap_or(usize::MAX),
        }
        options.one_statement = self.one_statement != 0;
        options.own_transaction = self.own_transaction != 0;
        Ok((system, options))
    }
}

/// Makes a reader, to be freed with `plim_database_reader_free`.
#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_new(
    options: *const PlimReaderOptions,
    options_size: usize,
    reader: *mut *mut PlimDatabaseReader,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; options, reader => {
        let wanted = sized::take(options, options_size, "options")?.options()?;
        let made = PlimDatabaseReader { handle: Handle::new(wanted)? };
        reader.write(Box::into_raw(Box::new(made)));
        Ok(PLIM_OK)
    })
}

/// Reads the pool's database by `query`, which is called on this thread some times, and takes in what it says: every ten
/// seconds or so. `time_ns` as in `plim_dbpool_observe`. `PLIM_E_IO` where the database could not be asked, with the
/// driver's words, less passwords; `PLIM_E_INVALID_ARGUMENT` where the connection has a transaction open. Nothing was taken
/// in then, and everything else goes on.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_read_database(
    pool: *const PlimDbpool,
    reader: *mut PlimDatabaseReader,
    time_ns: u64,
    query: QueryCallback,
    user_data: *mut c_void,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, reader => {
        let query = query.ok_or(Failure::Null("query"))?;
        let watched = (*pool).open()?;
        let mut run = |sql: &str| {
            let sql = CString::new(sql)?;
            let mut rows = PlimRows::default();
            // SAFETY: given by the caller to be called so.
            let status = unsafe { query(sql.as_ptr(), &raw mut rows, user_data) };
            match rows.take() {
                Ok(rows) if status == PLIM_OK => Ok(rows),
                Ok(_) => Err(QueryError::from("the query failed, and did not say why")),
                Err(why) => Err(QueryError::from(why)),
            }
        };
        (*reader).handle.with(|reader| {
            let read = Inside::run((*pool).address(), || {
                if time_ns == 0 {
                    watched.read_database(reader, &mut run)
                } else {
                    watched.read_database_at(seconds(time_ns), reader, &mut run)
                }
            });
            Ok(read.ok_or(Failure::Reentrant("database pool"))??)
        })?;
        Ok(PLIM_OK)
    })
}

/// The same step by step, for event loops: gives what to run next, to be freed with `plim_string_free`; `PLIM_ABSENT` when
/// the reading is complete, and `plim_dbpool_take_reading` may be called. The same again until
/// `plim_database_reader_take` was called.
#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_next(
    reader: *mut PlimDatabaseReader,
    sql: *mut PlimString,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; reader, sql => {
        let next = (*reader).handle.with(|reader| Ok(reader.next_statement().map(str::to_owned)))?;
        let is_there = next.is_some();
        sql.write(next.map_or(PlimString::NOTHING, PlimString::new));
        Ok(if is_there { PLIM_OK } else { PLIM_ABSENT })
    })
}

/// Takes in what the last statement gave, rows or a failure, and empties `rows` for the next.
#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_take(
    reader: *mut PlimDatabaseReader,
    rows: *mut PlimRows,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; reader, rows => {
        let answer = (*rows).take();
        (*reader).handle.with(|reader| {
            reader.take(answer);
            Ok(())
        })?;
        Ok(PLIM_OK)
    })
}

/// Tells the reader what the caller knows besides, for this and all later readings: it fills what SQL does not tell. `len`
/// bytes of JSON, an object of the values' names, such as `{"cpus":8}` for the CPUs of the server, and for SQLite `busy`, how
/// many statements were refused because the database was locked, `cache_hits` and `cache_misses`. What is left out is no
/// longer known. `PLIM_E_MALFORMED` where it is not such an object, or a number is negative.
#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_set_known_json(
    reader: *mut PlimDatabaseReader,
    json: *const c_void,
    len: usize,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; reader, json => {
        let bytes = slice::from_raw_parts(json.cast::<u8>(), len);
        let values: DatabaseValues = serde_json::from_slice(bytes).map_err(|error| {
            Error::new(ErrorKind::Malformed, format!("what is known of a database cannot be read: {error}"))
        })?;
        let mut known = (0..DatabaseValues::FIELDS.len()).filter_map(|place| values.value(place));
        if known.any(|value| !(value.is_finite() && value >= 0.0)) {
            let why = "what is known of a database has a number that is negative or not finite";
            return Err(Error::new(ErrorKind::Malformed, why).into());
        }
        (*reader).handle.with(|reader| {
            reader.set_known(values);
            Ok(())
        })?;
        Ok(PLIM_OK)
    })
}

/// Drops a reading that was not finished, so that the next one begins anew.
#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_begin(
    reader: *mut PlimDatabaseReader,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; reader => {
        (*reader).handle.with(|reader| {
            reader.begin();
            Ok(())
        })?;
        Ok(PLIM_OK)
    })
}

/// Takes in a reading that is complete. `time_ns` as in `plim_dbpool_observe`, errors as of `plim_dbpool_read_database`.
#[no_mangle]
pub unsafe extern "C" fn plim_dbpool_take_reading(
    pool: *const PlimDbpool,
    reader: *mut PlimDatabaseReader,
    time_ns: u64,
    err: *mut *mut PlimError,
) -> Status {
    export!(err; pool, reader => {
        let pool = (*pool).open()?;
        let stats = (*reader).handle.with(|reader| Ok(reader.finish()?))?;
        if time_ns == 0 {
            pool.observe_database(stats)?;
        } else {
            pool.observe_database_at(seconds(time_ns), stats)?;
        }
        Ok(PLIM_OK)
    })
}

/// Frees a reader, which no thread may be using or use again, a callback of its own included. NULL is fine.
#[no_mangle]
pub unsafe extern "C" fn plim_database_reader_free(reader: *mut PlimDatabaseReader) {
    export!(or () => {
        if !reader.is_null() {
            drop(Box::from_raw(reader));
        }
    });
}
