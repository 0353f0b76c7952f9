//! What was recorded: lines of JSON, each an observation of one pool.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use plimsoll::dbpool::{DatabasePool, PoolStats, PoolThresholds, Record};

use crate::exit::Failure;
use crate::files;

/// The schema of a line.
const SCHEMA: &str = "plimsoll.dbpool/1";
/// A longer line is no observation.
const LONGEST_LINE: usize = 1 << 20;
/// More names than that are no names of pools.
const MOST_POOLS: usize = 1000;
/// More connections of one pool than that are none.
const MOST_CONNECTIONS: f64 = 1e9;

/// No clock that counts seconds is further on: the year 2286.
const LATEST_SECONDS: f64 = 1e10;

/// A line, for who has none.
const EXAMPLE: &str = r#"{"name": "orders", "time_seconds": 12.5, "pool": {"size": 10, "in_use": 3, "requests": 4711, "use_seconds": 93.4}}"#;

/// A file of observations.
pub struct Recording {
    /// Its name, as errors tell it.
    pub file: String,
    /// The pools that were observed, in the order in which they first were.
    pub pools: Vec<Recorded>,
    thresholds: PoolThresholds,
}

/// A pool of the file, with everything observed of it.
pub struct Recorded {
    /// It has judged every observation at its time.
    pub pool: DatabasePool,
    /// How often the pool itself was observed.
    pub observations: usize,
    /// How often its database was.
    pub database_observations: usize,
    /// When it was observed first.
    pub first_seconds: f64,
    /// When it was observed last.
    pub last_seconds: f64,
}

impl Recording {
    /// Reads a file, or stdin for `-`, and judges it by these.
    pub fn read(path: &Path, thresholds: PoolThresholds) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Recording::of(BufReader::new(io::stdin().lock()), "stdin".to_owned(), thresholds);
        }
        if path.is_dir() {
            return Err(files::refused(path, "read", "it is a directory: name the file in it"));
        }
        let refused = |error: io::Error| files::refused(path, "read", &error.to_string());
        let file = File::open(path).map_err(refused)?;
        Recording::of(BufReader::new(file), path.display().to_string(), thresholds)
    }

    /// Reads on stdin what is read of that database.
    pub fn read_live(url: &str, thresholds: PoolThresholds) -> Result<Self, Failure> {
        Recording::of(BufReader::new(io::stdin().lock()), url.to_owned(), thresholds)
    }

    fn of(mut input: impl BufRead, file: String, thresholds: PoolThresholds) -> Result<Self, Failure> {
        let mut recording = Recording { file, pools: Vec::new(), thresholds };
        let (mut line, mut number) = (Vec::new(), 0_u64);
        loop {
            line.clear();
            number += 1;
            let most = LONGEST_LINE as u64 + 1;
            let read = input.by_ref().take(most).read_until(b'\n', &mut line);
            let at = |what: String| Failure::Usage(format!("{}:{number}: {what}", recording.file));
            match read {
                Ok(0) => break,
                Ok(_) if line.len() > LONGEST_LINE => {
                    return Err(at(
                        "the line is longer than 1 MiB: each observation is a line of its own".into()
                    ))
                }
                Ok(_) if without_mark(&line).trim_ascii().is_empty() => {}
                Ok(_) => recording
                    .take(without_mark(&line).trim_ascii())
                    .map_err(|what| Failure::Usage(format!("{}:{number}: {what}", recording.file)))?,
                Err(error) => return Err(at(format!("cannot be read: {error}"))),
            }
        }
        let file = &recording.file;
        if recording.pools.is_empty() {
            return Err(Failure::Blind(format!(
                "{file} holds no observation: each is a line such as\n  {EXAMPLE}\nfrom two of a pool on there are rates; \
                 `plimsoll db --help` tells more"
            )));
        }
        let is_observed = |one: &Recorded| one.observations + one.database_observations > 0;
        if !recording.pools.iter().any(is_observed) {
            return Err(Failure::Blind(format!(
                "could not measure: no line of {file} has the key `pool` or `database`, such as\n  {EXAMPLE}"
            )));
        }
        Ok(recording)
    }

    /// Takes in a line.
    fn take(&mut self, line: &[u8]) -> Result<(), String> {
        let record: Record = serde_json::from_slice(line).map_err(|error| wrong(&error))?;
        if record.schema != SCHEMA {
            return Err(format!(
                "the schema is `{}`, and only `{SCHEMA}` is known: was this file written for something else?",
                record.schema
            ));
        }
        let stats = record.pool.unwrap_or_default();
        let counts = [
            stats.size,
            stats.max_overflow,
            stats.min_size,
            stats.open,
            stats.in_use,
            stats.idle,
            stats.waiting,
        ];
        if counts.into_iter().flatten().any(|count| count > MOST_CONNECTIONS) {
            return Err(format!(
                "pool `{}` has more than {MOST_CONNECTIONS} connections: no machine has",
                record.name
            ));
        }
        settings(&record.name, &stats)?;
        if record.time_seconds > LATEST_SECONDS {
            return Err(format!(
                "`time_seconds` of pool `{}` is {}, a date in the far future: is it in milliseconds? It is to be in seconds",
                record.name, record.time_seconds
            ));
        }
        let recorded = self.pool(&record)?;
        let (time, last) = (record.time_seconds, recorded.last_seconds);
        if time < last {
            return Err(format!(
                "pool `{}` was observed at {time} s, but at {last} s in a line before: sort the lines by `time_seconds`, \
                 and take a clock that never goes back",
                record.name
            ));
        }
        recorded.observations += usize::from(record.pool.is_some());
        recorded.database_observations += usize::from(record.database.is_some());
        recorded.last_seconds = time;
        recorded.pool.observe_record(record).map_err(|error| error.to_string())
    }

    /// The pool that a line is of.
    fn pool(&mut self, record: &Record) -> Result<&mut Recorded, String> {
        let known = self.pools.iter().position(|one| **one.pool.name() == *record.name);
        let place = match known {
            Some(place) => place,
            None if self.pools.len() == MOST_POOLS => {
                return Err(format!(
                    "`{}` is a pool more than the {MOST_POOLS} that can be told apart: `name` is to be the same in every \
                     observation of a pool",
                    record.name
                ))
            }
            None => {
                let pool = DatabasePool::with_thresholds(&record.name, self.thresholds.clone()).map_err(|error| error.to_string())?;
                self.pools.push(Recorded {
                    pool,
                    observations: 0,
                    database_observations: 0,
                    first_seconds: record.time_seconds,
                    last_seconds: record.time_seconds,
                });
                self.pools.len() - 1
            }
        };
        Ok(&mut self.pools[place])
    }
}

/// Refuses settings of which no pool can have such.
fn settings(name: &str, stats: &PoolStats) -> Result<(), String> {
    let settings = [("size", stats.size), ("max_overflow", stats.max_overflow), ("min_size", stats.min_size)];
    for (setting, value) in settings {
        if let Some(value) = value.filter(|value| value.fract() != 0.0) {
            return Err(format!(
                "`{setting}` of pool `{name}` is {value}: it is a setting, a whole number of connections"
            ));
        }
    }
    if stats.size == Some(0.0) && stats.max_overflow.unwrap_or(0.0) == 0.0 {
        return Err(format!(
            "`size` of pool `{name}` is 0: such a pool has no connections; leave `size` out where it has no end"
        ));
    }
    Ok(())
}

/// A line without the byte order mark that some programs begin a file with.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
}

/// What is wrong with a line that is no observation, and what to do.
fn wrong(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the line ends in the middle of an observation: write each on one line, and take out the last where it is \
                still being written"
            .to_owned();
    }
    let said = error.to_string();
    // There is but one line.
    let said = said.split(" at line 1 column ").next().unwrap_or_default();
    let column = error.column();
    if error.is_syntax() {
        return format!("no JSON object, {said} at column {column}: a line is such as {EXAMPLE}");
    }
    format!("{said}, at column {column}: `plimsoll db --help` shows a line")
}

#[cfg(test)]
#[path = "recording_tests.rs"]
mod tests;
