//! Who is not to be woken.

use std::collections::BTreeMap;

use serde::Serialize;

/// What a silence is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Silenced {
    /// The target of this name.
    Target(String),
    /// All targets with this label.
    Label {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// All targets.
    All,
}

impl Silenced {
    fn is(&self, target: &str, labels: &BTreeMap<String, String>) -> bool {
        match self {
            Silenced::Target(name) => name == target,
            Silenced::Label { name, value } => labels.get(name) == Some(value),
            Silenced::All => true,
        }
    }
}

/// Alerts of some targets are not sent until a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// By which it can be ended early; never used again.
    pub id: u64,
    /// Of whom.
    pub of: Silenced,
    /// Until when, in seconds since 1970-01-01 UTC, this second not included.
    pub until_unix_s: u64,
    /// Why, for people.
    pub why: String,
}

/// The silences that were not ended.
#[derive(Debug, Clone, Default)]
pub struct Silences {
    list: Vec<Silence>,
    given: u64,
}

impl Silences {
    /// Begins one; gives the number by which it can be ended early.
    pub fn add(&mut self, of: Silenced, until_unix_s: u64, why: impl Into<String>) -> u64 {
        self.given += 1;
        self.list.push(Silence { id: self.given, of, until_unix_s, why: why.into() });
        self.given
    }

    /// Ends one early, if there is one of this number.
    pub fn remove(&mut self, id: u64) -> Option<Silence> {
        let at = self.list.iter().position(|silence| silence.id == id)?;
        Some(self.list.remove(at))
    }

    /// The silence that a target is under; of several the one that lasts longest.
    #[must_use]
    pub fn of(&self, target: &str, labels: &BTreeMap<String, String>, now_unix_s: u64) -> Option<&Silence> {
        let here = |silence: &&Silence| now_unix_s < silence.until_unix_s && silence.of.is(target, labels);
        self.list.iter().filter(here).max_by_key(|silence| silence.until_unix_s)
    }

    /// Forgets those that are over, and gives them, first ended first.
    pub fn ended(&mut self, now_unix_s: u64) -> Vec<Silence> {
        let over = |silence: &Silence| silence.until_unix_s <= now_unix_s;
        let (mut ended, list): (Vec<_>, Vec<_>) = std::mem::take(&mut self.list).into_iter().partition(over);
        self.list = list;
        ended.sort_by_key(|silence| silence.until_unix_s);
        ended
    }

    /// All that are known, in the order in which they began.
    #[must_use]
    pub fn list(&self) -> &[Silence] {
        &self.list
    }
}

#[cfg(test)]
#[path = "silences_tests.rs"]
mod tests;
