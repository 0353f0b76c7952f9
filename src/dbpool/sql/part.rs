//! What is asked of a database falls into parts: what one of them may not see costs the others nothing.

use std::time::Duration;

use super::rows::Rows;
use crate::dbpool::DatabaseStats;

/// Something to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its name, by which answers and refusals are known.
    pub(super) name: &'static str,
    /// Its SQL, to be put into a message.
    pub(super) sql: String,
    /// How often it is worth its price; at every reading where that is missing.
    pub(super) every: Option<Duration>,
    /// What is lost without it, and what to do.
    pub(super) without: &'static str,
}

/// How a system is asked.
pub(super) trait Dialect: std::fmt::Debug + Send {
    /// What can be asked for, by what is known of the server so far. The first part stands for the connection: where it
    /// fails, everything does.
    fn parts(&self) -> Vec<Part>;

    /// One message with these parts.
    fn message(&self, parts: &[&Part]) -> String;

    /// Takes in the answer to a message.
    fn take(&mut self, rows: &Rows, stats: &mut DatabaseStats) -> Result<(), Refusal>;

    /// Adds what needs all answers, and what is kept from earlier readings.
    fn finish(&mut self, _stats: &mut DatabaseStats) {}
}

/// Why an answer cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The connection has a transaction open.
    OpenTransaction,
    /// It is not what was asked for.
    Malformed(String),
}
