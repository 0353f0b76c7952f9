//! A value that is read: what it is expected to be, and what is said if it is not.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::amount;
use super::nearest;
use super::path;
use super::problems::Sink;
use super::section::Section;
use super::tree::{Node, Quoted, Value};

/// A value, how it is called, and where its problems go. A reader gives nothing if the value is not
/// what it should be, which is then among the problems.
#[derive(Clone)]
pub(crate) struct Field<'a> {
    pub node: &'a Node,
    pub path: String,
    pub sink: &'a Sink,
}

impl<'a> Field<'a> {
    pub fn text(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            Value::Boolean(_) | Value::Integer(_) | Value::Float(_) => {
                self.wrong(format_args!("is {}: expected text, so put it in quotes", self.node.kind()))
            }
            _ => self.expected("text"),
        }
    }

    /// Text that is not empty.
    pub fn word(&self) -> Option<&'a str> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return self.wrong("is empty");
        }
        Some(text)
    }

    pub fn boolean(&self) -> Option<bool> {
        match self.node.value {
            Value::Boolean(value) => Some(value),
            _ => self.expected("true or false"),
        }
    }

    pub fn integer(&self, allowed: RangeInclusive<i64>) -> Option<i64> {
        match self.node.value {
            Value::Integer(value) if allowed.contains(&value) => Some(value),
            Value::Integer(value) => self.out_of_range(value, allowed.start(), allowed.end()),
            _ => self.expected("a whole number"),
        }
    }

    /// An integer in any unsigned type.
    pub fn count<T: TryFrom<i64> + Copy + Into<u64>>(&self, allowed: RangeInclusive<T>) -> Option<T> {
        let end = |number: T| i64::try_from(number.into()).unwrap_or(i64::MAX);
        let value = self.integer(end(*allowed.start())..=end(*allowed.end()))?;
        T::try_from(value).ok()
    }

    #[allow(clippy::cast_precision_loss)] // A fraction is expected.
    pub fn number(&self, allowed: RangeInclusive<f64>) -> Option<f64> {
        let value = match self.node.value {
            Value::Integer(value) => value as f64,
            Value::Float(value) => value,
            _ => return self.expected("a number"),
        };
        if allowed.contains(&value) {
            return Some(value);
        }
        self.out_of_range(value, allowed.start(), allowed.end())
    }

    /// `5s`, `500ms`, or seconds as a number.
    #[allow(clippy::cast_precision_loss)] // As long as the universe.
    pub fn duration(&self, allowed: RangeInclusive<Duration>) -> Option<Duration> {
        const EXPECTED: &str = "a duration such as 5s or 500ms, or seconds";
        let duration = match &self.node.value {
            Value::Integer(value) => amount::seconds(*value as f64),
            Value::Float(value) => amount::seconds(*value),
            Value::Text(text) => match amount::duration(text) {
                None => return self.wrong(format_args!("is {}: expected {EXPECTED}", Quoted(text))),
                some => some,
            },
            _ => return self.expected(EXPECTED),
        };
        let (least, most) = (*allowed.start(), *allowed.end());
        match duration.filter(|duration| allowed.contains(duration)) {
            None => {
                let show = humantime::format_duration;
                self.wrong(format_args!("is out of range: allowed are {} to {}", show(least), show(most)))
            }
            some => some,
        }
    }

    /// `1GiB`, or bytes as a number.
    pub fn bytes(&self, allowed: RangeInclusive<u64>) -> Option<u64> {
        const EXPECTED: &str = "a size such as 64KiB or 1GiB, or bytes";
        let bytes = match &self.node.value {
            Value::Integer(value) => u64::try_from(*value).ok(),
            Value::Float(value) => amount::round(*value),
            Value::Text(text) => match amount::bytes(text) {
                None => return self.wrong(format_args!("is {}: expected {EXPECTED}", Quoted(text))),
                some => some,
            },
            _ => return self.expected(EXPECTED),
        };
        match bytes.filter(|bytes| allowed.contains(bytes)) {
            None => {
                let (least, most) = (amount::size(*allowed.start()), amount::size(*allowed.end()));
                self.wrong(format_args!("is out of range: allowed are {least} to {most}"))
            }
            some => some,
        }
    }

    /// `80%`, or a share from 0 to 1.
    #[allow(clippy::cast_precision_loss)] // A fraction is expected.
    pub fn share(&self, allowed: RangeInclusive<f64>) -> Option<f64> {
        const EXPECTED: &str = "a percentage such as 80%, or a share from 0 to 1";
        let share = match &self.node.value {
            Value::Text(text) => match amount::percentage(text) {
                None => return self.wrong(format_args!("is {}: expected {EXPECTED}", Quoted(text))),
                Some(share) => share,
            },
            Value::Integer(value) if !(0..=1).contains(value) => {
                return self.wrong(format_args!("is {value}: expected {EXPECTED}"))
            }
            Value::Integer(value) => *value as f64,
            Value::Float(value) => *value,
            _ => return self.expected(EXPECTED),
        };
        self.within(share, allowed)
    }

    /// A number of percent, `80` or `80%`, as a share: for keys that end with `_percent`.
    #[allow(clippy::cast_precision_loss)] // A fraction is expected.
    pub fn percent(&self, allowed: RangeInclusive<f64>) -> Option<f64> {
        const EXPECTED: &str = "a percentage such as 80";
        let share = match &self.node.value {
            Value::Text(text) => match amount::percentage(text) {
                None => return self.wrong(format_args!("is {}: expected {EXPECTED}", Quoted(text))),
                Some(share) => share,
            },
            Value::Integer(value) => *value as f64 / 100.0,
            Value::Float(value) => *value / 100.0,
            _ => return self.expected(EXPECTED),
        };
        self.within(share, allowed)
    }

    fn within(&self, share: f64, allowed: RangeInclusive<f64>) -> Option<f64> {
        if allowed.contains(&share) {
            return Some(share);
        }
        let show = amount::percent;
        self.out_of_range(show(share), show(*allowed.start()), show(*allowed.end()))
    }

    /// One of some words, each with what it means.
    pub fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Option<T> {
        let names = choices.iter().map(|(name, _)| *name);
        let Value::Text(text) = &self.node.value else {
            return self.expected(format_args!("one of {}", nearest::list(names)));
        };
        match choices.iter().find(|(name, _)| **name == **text) {
            Some((_, meaning)) => Some(*meaning),
            None => self.wrong(format_args!("is {}: {}", Quoted(text), nearest::advice(text, names))),
        }
    }

    pub fn list(&self) -> Option<Vec<Field<'a>>> {
        let Value::List(items) = &self.node.value else { return self.expected("a list") };
        let field = |(index, node): (usize, &'a Node)| self.child(node, path::index(&self.path, index));
        Some(items.iter().enumerate().map(field).collect())
    }

    /// What stands at a path of keys below, if there is something. Says nothing of what is in between: whoever reads
    /// those sections does.
    pub fn at(&self, keys: &str) -> Option<Field<'a>> {
        keys.split('.').try_fold(self.clone(), |field, key| {
            let node = &field.node.as_mapping()?.get(key)?.value;
            Some(field.child(node, path::key(&field.path, key)))
        })
    }

    /// A mapping with these keys.
    pub fn section(&self, keys: &'static [&'static str]) -> Option<Section<'a>> {
        Section::open(self, keys)
    }

    /// A mapping that belongs to another program, of which these keys are known.
    pub fn section_of_others(&self, keys: &'static [&'static str]) -> Option<Section<'a>> {
        Section::open_of_others(self, keys)
    }

    /// The entries of a mapping in which every key is allowed.
    pub fn entries(&self) -> Option<Vec<(&'a str, Field<'a>)>> {
        let Value::Mapping(mapping) = &self.node.value else { return self.expected("a mapping") };
        let entries = mapping.entries.iter();
        let field = |name: &'a str, node| (name, self.child(node, path::key(&self.path, name)));
        Some(entries.map(|entry| field(&entry.key.name, &entry.value)).collect())
    }

    /// Any value, as JSON.
    pub fn json(&self) -> Option<serde_json::Value> {
        match self.node.to_json() {
            Ok(json) => Some(json),
            Err(place) => {
                let message = format!("{} has a number that JSON does not have", subject(&self.path));
                self.sink.wrong(place, &self.path, message);
                None
            }
        }
    }

    /// Says what is wrong with the value: `is ...`.
    pub fn wrong<T>(&self, what: impl fmt::Display) -> Option<T> {
        let message = format!("{} {what}", subject(&self.path));
        self.sink.wrong(&self.node.place, &self.path, message);
        None
    }

    /// Says what is wrong with the value beside what is not there: of an environment that is not chosen it is not said.
    pub fn missing(&self, what: impl fmt::Display) {
        self.sink.missing(&self.node.place, &self.path, format!("{} {what}", subject(&self.path)));
    }

    /// Says what is strange about the value, and not wrong.
    pub fn note(&self, what: impl fmt::Display) {
        self.sink.note(&self.node.place, &self.path, format!("{} {what}", subject(&self.path)));
    }

    /// Says what kind of value belongs here. Does not say what stands there, only its kind.
    pub fn expected<T>(&self, what: impl fmt::Display) -> Option<T> {
        self.wrong(format_args!("is {}: expected {what}", self.node.kind()))
    }

    fn out_of_range<T>(
        &self,
        value: impl fmt::Display,
        least: impl fmt::Display,
        most: impl fmt::Display,
    ) -> Option<T> {
        let (least, most) = (least.to_string(), most.to_string());
        match least == most {
            true => self.wrong(format_args!("is {value}: only {least} is allowed")),
            false => self.wrong(format_args!("is {value}: allowed are {least} to {most}")),
        }
    }

    fn child(&self, node: &'a Node, path: String) -> Field<'a> {
        Field { node, path, sink: self.sink }
    }
}

/// What a message is about.
pub(crate) fn subject(path: &str) -> String {
    match path {
        "" => "the document".to_owned(),
        _ => Quoted(path).to_string(),
    }
}
