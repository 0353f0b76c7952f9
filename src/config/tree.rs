//! A document as a tree, in which everything knows where it is written.

use std::fmt;
use std::sync::Arc;

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// The file's path as it was given, or the name of a text that comes from nowhere.
    pub file: Arc<str>,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

impl Place {
    /// The beginning of a file.
    pub fn start(file: &Arc<str>) -> Self {
        Place { file: Arc::clone(file), line: 1, column: 1 }
    }
}

/// A value and where it is written. It may hold secrets by mistake, so that it has no `Debug`.
#[derive(Clone)]
pub(crate) struct Node {
    pub place: Place,
    pub value: Value,
}

/// What a node holds. Scalars are resolved by the core schema of YAML 1.2 (section 10.3), which
/// agrees with JSON: `no` and `on` are text.
#[derive(Clone)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Also whole numbers beyond `i64`; may be infinite or no number.
    Float(f64),
    Text(Arc<str>),
    List(Vec<Node>),
    Mapping(Mapping),
}

/// Entries in the order of the file; no name occurs twice.
#[derive(Clone, Default)]
pub(crate) struct Mapping {
    pub entries: Vec<Entry>,
}

#[derive(Clone)]
pub(crate) struct Entry {
    pub key: Key,
    pub value: Node,
}

/// The key of an entry: any scalar, as it is written.
#[derive(Clone)]
pub(crate) struct Key {
    pub name: Arc<str>,
    pub place: Place,
}

impl Mapping {
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| *entry.key.name == *name)
    }
}

impl Node {
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The kind of value in words: `a list`. Never the value itself, which may be a secret in the
    /// wrong place.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Boolean(_) => "a boolean",
            Value::Integer(_) | Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// How many nodes this is, itself among them; stops counting beyond `most`.
    pub fn count(&self, most: usize) -> usize {
        let mut count = 1;
        let mut add = |node: &Node| {
            if count <= most {
                count += node.count(most - count);
            }
        };
        match &self.value {
            Value::List(items) => items.iter().for_each(&mut add),
            Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| add(&entry.value)),
            _ => {}
        }
        count
    }

    /// How many levels of lists and mappings this is: 0 for a scalar.
    pub fn depth(&self) -> usize {
        match &self.value {
            Value::List(items) => 1 + items.iter().map(Node::depth).max().unwrap_or(0),
            Value::Mapping(mapping) => {
                1 + mapping.entries.iter().map(|entry| entry.value.depth()).max().unwrap_or(0)
            }
            _ => 0,
        }
    }

    /// The same value as JSON, without the places. The place of a number that JSON does not have
    /// (infinite, not a number) is the error.
    pub fn to_json(&self) -> Result<serde_json::Value, &Place> {
        use serde_json::Value as Json;
        Ok(match &self.value {
            Value::Null => Json::Null,
            Value::Boolean(value) => Json::Bool(*value),
            Value::Integer(value) => Json::from(*value),
            Value::Float(value) => Json::Number(serde_json::Number::from_f64(*value).ok_or(&self.place)?),
            Value::Text(text) => Json::String(text.to_string()),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect::<Result<_, _>>()?),
            Value::Mapping(mapping) => {
                let mut object = serde_json::Map::new();
                for entry in &mapping.entries {
                    object.insert(entry.key.name.to_string(), entry.value.to_json()?);
                }
                Json::Object(object)
            }
        })
    }
}

/// Text from a file within a message: on one line, and not longer than a line should be.
pub(crate) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 80;
        write!(f, "`")?;
        for character in self.0.chars().take(MOST) {
            match character {
                '\'' | '"' => write!(f, "{character}")?,
                other => write!(f, "{}", other.escape_debug())?,
            }
        }
        let rest = if self.0.chars().nth(MOST).is_some() { "…" } else { "" };
        write!(f, "{rest}`")
    }
}
