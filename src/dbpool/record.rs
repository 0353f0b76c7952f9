//! Observations as lines of JSON: written by whoever has the pool, read by `plimsoll db --stats`.

use serde::{Deserialize, Serialize};

use super::{DatabaseStats, Holder, PoolStats};

/// The value of the `schema` key.
pub(super) const SCHEMA: &str = "plimsoll.dbpool/1";

/// One observation of one pool: a line of the file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Record {
    /// `plimsoll.dbpool/1`; may be left out.
    #[serde(default = "schema")]
    pub schema: String,
    /// The pool's name.
    pub name: String,
    /// When it was observed, in seconds on any clock that only goes forward: since 1970, or since boot.
    pub time_seconds: f64,
    /// What the pool reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolStats>,
    /// Who held connections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<Holder>,
    /// What its database said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<DatabaseStats>,
}

fn schema() -> String {
    SCHEMA.to_owned()
}

impl Record {
    /// An empty one.
    #[must_use]
    pub fn new(name: impl Into<String>, time_seconds: f64) -> Self {
        Record { schema: schema(), name: name.into(), time_seconds, ..Record::default() }
    }
}
