//! What to ask a database, and what its answers mean: statements as text and rows as text, whoever carries them.

mod mysql;
mod part;
mod postgres;
mod queue;
mod quotes;
mod reader;
mod redact;
mod rows;
mod sqlite;
mod text;

#[cfg(test)]
mod mysql_tests;
#[cfg(test)]
mod postgres_tests;
#[cfg(test)]
mod reader_tests;
#[cfg(test)]
mod redact_tests;
#[cfg(test)]
mod sqlite_tests;
#[cfg(test)]
mod text_tests;

pub use reader::{DatabaseReader, QueryError, ReaderOptions};
pub use redact::redact;
pub use rows::Rows;
