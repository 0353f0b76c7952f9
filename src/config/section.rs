//! A mapping of known keys, read by type: `section.duration("timeout", ...)`.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::field::{subject, Field};
use super::nearest;
use super::path;
use super::problems::Sink;
use super::tree::{Mapping, Place, Quoted, Value};

/// A mapping whose keys are known. A reader gives nothing if there is no such key, and also if its
/// value is wrong, which is then among the problems.
pub(crate) struct Section<'a> {
    mapping: &'a Mapping,
    /// Where the mapping begins.
    pub place: &'a Place,
    pub path: String,
    pub sink: &'a Sink,
    keys: &'static [&'static str],
}

impl<'a> Section<'a> {
    /// Says of every key that is not known what was probably meant. Keys that begin with `x-` are
    /// the author's own.
    pub fn open(field: &Field<'a>, keys: &'static [&'static str]) -> Option<Self> {
        let is_ours = field.node.as_mapping().is_none_or(|mapping| !is_of_a_client(field, mapping, keys));
        Section::read(field, keys, is_ours)
    }

    /// The same of a mapping that belongs to another program: what is not known is its affair, and noted.
    pub fn open_of_others(field: &Field<'a>, keys: &'static [&'static str]) -> Option<Self> {
        Section::read(field, keys, false)
    }

    fn read(field: &Field<'a>, keys: &'static [&'static str], is_ours: bool) -> Option<Self> {
        let Value::Mapping(mapping) = &field.node.value else { return field.expected("a mapping") };
        let Field { node, path, sink } = field.clone();
        for entry in &mapping.entries {
            let name = &*entry.key.name;
            if keys.contains(&name) || name.starts_with("x-") {
                continue;
            }
            let whole = if path.is_empty() { String::new() } else { format!(" in {}", Quoted(&path)) };
            if sink.is_full() {
                break;
            }
            let (place, own) = (&entry.key.place, path::key(&path, name));
            let advice = nearest::advice(name, keys.iter().copied());
            if is_ours {
                sink.wrong(place, &own, format!("unknown key {}{whole}: {advice}", Quoted(name)));
            } else {
                // A slip may be the reason why something else is missing.
                let advice = nearest::nearest(name, keys.iter().copied())
                    .map_or_else(|| "it is left to the program whose file this is".to_owned(), |_| advice);
                sink.note(place, &own, format!("unknown key {}{whole}: {advice}", Quoted(name)));
            }
        }
        Some(Section { mapping, place: &node.place, path, sink, keys })
    }

    /// Whether the key is there, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.mapping.get(key).is_some()
    }

    /// A key's value, also if that is null.
    pub fn any(&self, key: &str) -> Option<Field<'a>> {
        debug_assert!(self.keys.contains(&key), "`{key}` is not among the known keys of `{}`", self.path);
        let node = &self.mapping.get(key)?.value;
        Some(Field { node, path: path::key(&self.path, key), sink: self.sink })
    }

    /// A key's value. A key without one is a slip: leaving the key out says the same.
    pub fn field(&self, key: &str) -> Option<Field<'a>> {
        let field = self.any(key)?;
        match field.node.value {
            Value::Null => field.wrong("has no value: give one, or leave the key out"),
            _ => Some(field),
        }
    }

    /// Says what is wrong with the whole of it: `has ...`.
    pub fn wrong(&self, what: impl std::fmt::Display) {
        self.sink.wrong(self.place, &self.path, format!("{} {what}", subject(&self.path)));
    }

    /// Says that a key must be there, unless it is, whatever its value.
    pub fn needs(&self, key: &str) {
        if !self.has(key) {
            self.lacks(format_args!("has no `{key}`"), key);
        }
    }

    /// Says what is not there and should be: `has no ...`.
    pub fn lacks(&self, what: impl std::fmt::Display, key: &str) {
        let message = format!("{} {what}", subject(&self.path));
        self.sink.missing(self.place, &path::key(&self.path, key), message);
    }

    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.field(key)?.text()
    }

    /// Text that is not empty.
    pub fn word(&self, key: &str) -> Option<&'a str> {
        self.field(key)?.word()
    }

    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.field(key)?.boolean()
    }

    pub fn integer(&self, key: &str, allowed: RangeInclusive<i64>) -> Option<i64> {
        self.field(key)?.integer(allowed)
    }

    pub fn number(&self, key: &str, allowed: RangeInclusive<f64>) -> Option<f64> {
        self.field(key)?.number(allowed)
    }

    pub fn duration(&self, key: &str, allowed: RangeInclusive<Duration>) -> Option<Duration> {
        self.field(key)?.duration(allowed)
    }

    pub fn bytes(&self, key: &str, allowed: RangeInclusive<u64>) -> Option<u64> {
        self.field(key)?.bytes(allowed)
    }

    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&'static str, T)]) -> Option<T> {
        self.field(key)?.choice(choices)
    }

    pub fn list(&self, key: &str) -> Option<Vec<Field<'a>>> {
        self.field(key)?.list()
    }

    pub fn section(&self, key: &str, keys: &'static [&'static str]) -> Option<Section<'a>> {
        self.field(key)?.section(keys)
    }
}

/// Whether this is a whole file of an MCP client: JSON, of which nothing is known but `mcpServers`.
fn is_of_a_client(field: &Field<'_>, mapping: &Mapping, keys: &[&str]) -> bool {
    const SERVERS: &str = "mcpServers";
    let mut known = mapping.entries.iter().map(|entry| &*entry.key.name).filter(|name| keys.contains(name));
    let is_json = field.node.place.file.to_ascii_lowercase().ends_with(".json");
    field.path.is_empty()
        && is_json
        && keys.contains(&SERVERS)
        && known.next() == Some(SERVERS)
        && known.next().is_none()
}

#[cfg(test)]
#[path = "section_tests.rs"]
mod tests;
