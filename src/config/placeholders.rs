//! `${NAME}` in what belongs to MCP clients: filled in from the environment, as they do it.

use std::cell::RefCell;
use std::env;
use std::sync::Arc;

use super::field::Field;
use super::tree::{Entry, Mapping, Node, Quoted, Value};
use crate::probe::Secret;

/// The keys in which clients fill in something, and whether what stands there may be a secret by reference.
const FILLED: [(&str, bool); 6] =
    [("url", false), ("command", false), ("args", false), ("cwd", false), ("headers", true), ("env", true)];

/// One `${...}`.
struct Placeholder<'a> {
    name: &'a str,
    default: Option<&'a str>,
}

struct Filler {
    /// Whether what is not there is an error: not of a server that nobody checks.
    needed: bool,
    /// What the environment gave.
    values: RefCell<Vec<String>>,
}

/// An entry of `mcpServers` with its placeholders filled in, and what the environment gave for them, which nobody is to
/// see. A header or a variable that is nothing but `${NAME}` becomes the reference `env:NAME` instead, which is read when
/// it is needed. Says what cannot be filled in.
pub(crate) fn fill(field: &Field<'_>, needed: bool) -> (Node, Vec<String>) {
    let filler = Filler { needed, values: RefCell::default() };
    let value = match &field.node.value {
        Value::Mapping(mapping) => filler.mapping(field, mapping, |key| {
            FILLED.iter().find(|(filled, _)| *filled == key).map(|(_, reference)| *reference)
        }),
        other => other.clone(),
    };
    (Node { place: field.node.place.clone(), value }, filler.values.into_inner())
}

impl Filler {
    /// `which` says of a key whether it is filled in, and if so whether it may be a reference.
    fn mapping(&self, field: &Field<'_>, mapping: &Mapping, which: impl Fn(&str) -> Option<bool>) -> Value {
        let fields = field.entries().unwrap_or_default();
        let entries = mapping.entries.iter().zip(fields).map(|(entry, (name, field))| {
            let value =
                which(name).map_or_else(|| entry.value.clone(), |reference| self.node(&field, reference));
            Entry { key: entry.key.clone(), value }
        });
        Value::Mapping(Mapping { entries: entries.collect() })
    }

    fn node(&self, field: &Field<'_>, reference: bool) -> Node {
        let value = match &field.node.value {
            Value::Text(text) => {
                Value::Text(self.text(field, text, reference).unwrap_or_else(|| Arc::clone(text)))
            }
            Value::List(_) => {
                let items = field.list().unwrap_or_default();
                Value::List(items.iter().map(|item| self.node(item, reference)).collect())
            }
            Value::Mapping(mapping) => self.mapping(field, mapping, |_| Some(reference)),
            other => other.clone(),
        };
        Node { place: field.node.place.clone(), value }
    }

    /// Nothing where there is nothing to fill in, or it cannot be.
    fn text(&self, field: &Field<'_>, text: &str, reference: bool) -> Option<Arc<str>> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            let (inner, after) = behind.split_once('}').unwrap_or((behind, ""));
            let Some(placeholder) = placeholder(inner).filter(|_| behind.contains('}')) else {
                return field.wrong(
                    "holds `${`, of which only `${NAME}`, `${env:NAME}` and `${NAME:-default}` are filled in, from the \
                     environment: write what it stands for",
                );
            };
            let is_whole = before.is_empty() && filled.is_empty() && after.is_empty();
            if is_whole && reference && placeholder.default.is_none() {
                return Some(format!("env:{}", placeholder.name).into());
            }
            filled.push_str(before);
            filled.push_str(&self.value(field, &placeholder));
            rest = after;
        }
        if rest.len() == text.len() {
            return None;
        }
        filled.push_str(rest);
        // What a variable holds must not say which file is read.
        if reference && Secret::parse(&filled).is_some() && Secret::parse(text).is_none() {
            return field.wrong("comes to a reference to a secret once it is filled in: write that itself");
        }
        Some(filled.into())
    }

    /// What stands in its place: its name where nobody needs it, or it is an error.
    fn value(&self, field: &Field<'_>, placeholder: &Placeholder<'_>) -> String {
        let Placeholder { name, default } = *placeholder;
        match (env::var(name), default) {
            (Ok(value), _) if !value.is_empty() => {
                self.values.borrow_mut().push(value.clone());
                value
            }
            (_, Some(default)) => default.to_owned(),
            (Ok(empty), None) => empty,
            (Err(_), None) => {
                if self.needed {
                    let shown = Quoted(name);
                    field.missing(format_args!(
                        "names the environment variable {shown}, which is not set, or is not text"
                    ));
                }
                name.to_owned()
            }
        }
    }
}

/// What stands between the braces: `NAME` or `env:NAME`, with `:-` and a default behind it or not.
fn placeholder(inner: &str) -> Option<Placeholder<'_>> {
    let inner = inner.strip_prefix("env:").unwrap_or(inner);
    let (name, default) = match inner.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    };
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (is_name && begins).then_some(Placeholder { name, default })
}
