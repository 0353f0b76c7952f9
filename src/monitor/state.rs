//! What a monitor has learnt, saved and loaded: a restarted worker goes on where it was.

use serde::{Deserialize, Serialize};

use super::learned::Learned;
use super::Monitor;
use crate::error::{Error, ErrorKind, Result};

/// The value of the `schema` key; the number changes with what the state holds.
const SCHEMA: &str = "plimsoll.state/1";

/// The first line of a saved state; the second is the state itself.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    schema: String,
    /// The version of the library that saved it.
    version: String,
    /// When, in seconds since 1970.
    saved_wall_time_seconds: f64,
    /// Length and CRC-32 (IEEE 802.3) of the second line, without its end.
    bytes: u64,
    crc32: u32,
}

impl Monitor {
    /// What was learnt so far: history, trends, what is usual, sizes, pattern, efficiency and its
    /// baseline. Two lines of JSON, to be kept in a file or a database and given to
    /// [`load_state`](Monitor::load_state) after a restart.
    ///
    /// # Errors
    ///
    /// None that is known of; JSON could refuse a value.
    #[allow(clippy::cast_precision_loss)] // Nanoseconds as seconds.
    pub fn save_state(&self) -> Result<Vec<u8>> {
        let unwritten = |error| {
            Error::new(ErrorKind::Malformed, format!("what was learnt cannot be written as JSON: {error}"))
        };
        let state = serde_json::to_vec(&self.learned).map_err(unwritten)?;
        let header = Header {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            saved_wall_time_seconds: self.latest.wall_time_ns() as f64 / 1e9,
            bytes: state.len() as u64,
            crc32: crc32fast::hash(&state),
        };
        let mut saved = serde_json::to_vec(&header).map_err(unwritten)?;
        saved.push(b'\n');
        saved.extend(state);
        saved.push(b'\n');
        Ok(saved)
    }

    /// Goes on from what was saved. What a process holds (memory, descriptors, threads) is followed
    /// anew from here on.
    ///
    /// # Errors
    ///
    /// [`Malformed`](ErrorKind::Malformed) for what is no saved state, is damaged or cut short, or
    /// was saved by a version that keeps other things. The monitor is then as it was before: go on
    /// with it, or with a new one, and save that over it.
    pub fn load_state(&mut self, saved: &[u8]) -> Result<()> {
        let mut learned = read(saved)?;
        learned.restart(false);
        if learned.history.capacity() != self.options.history {
            return Err(refused(&format!(
                "it holds a history of {} points, and this monitor's has {}: give the same option `history`",
                learned.history.capacity(),
                self.options.history
            )));
        }
        self.learned = learned;
        Ok(())
    }
}

fn read(saved: &[u8]) -> Result<Learned> {
    let split = saved.iter().position(|byte| *byte == b'\n').unwrap_or(saved.len());
    let (first, rest) = saved.split_at(split);
    let header: Header = serde_json::from_slice(first)
        .map_err(|error| refused(&format!("its first line is no header of a state: {error}")))?;
    if header.schema != SCHEMA {
        return Err(refused(&format!(
            "it was saved as `{}` by version {}, and this version reads `{SCHEMA}`",
            header.schema, header.version
        )));
    }
    let state = rest.strip_prefix(b"\n").unwrap_or(rest);
    let state = state.strip_suffix(b"\n").unwrap_or(state);
    if state.len() as u64 != header.bytes {
        return Err(refused(&format!("it has {} bytes of {}: it was cut short", state.len(), header.bytes)));
    }
    if crc32fast::hash(state) != header.crc32 {
        return Err(refused("its checksum does not fit: it is damaged"));
    }
    let learned: Learned =
        serde_json::from_slice(state).map_err(|error| refused(&format!("it cannot be read: {error}")))?;
    if learned.is_whole() {
        Ok(learned)
    } else {
        Err(refused("its parts do not fit together"))
    }
}

fn refused(why: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("the saved state was not loaded: {why}; start afresh without it, and save anew"),
    )
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
