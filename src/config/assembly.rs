//! The servers of all documents, and what an environment makes of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::field::{subject, Field};
use super::keys;
use super::merge;
use super::nearest;
use super::path;
use super::problems::Sink;
use super::section::Section;
use super::sections;
use super::tree::{Key, Node, Place, Quoted, Value};

/// Environments of one configuration; each of them is gone through.
const MOST_ENVIRONMENTS: usize = 32;

/// A server that was not read yet.
pub(crate) struct Raw {
    pub node: Node,
    pub path: String,
    /// Its key, where it stands in `mcpServers`.
    pub client: Option<Key>,
}

/// Every server, as it is in an environment, if one is named.
pub(crate) fn servers(documents: &[Node], environment: Option<&str>, sink: &Sink) -> Vec<Raw> {
    let mut all = Vec::new();
    for document in documents {
        let Some(section) = open(document, keys::DOCUMENT, String::new(), sink) else { continue };
        all.extend(listed(&section));
        all.extend(keyed(&section));
    }
    let Some(name) = environment else { return all };
    for document in documents {
        let Some(node) = overrides(document, name) else { continue };
        let path = path::key("environments", name);
        let Some(section) = open(node, keys::ENVIRONMENT, path, sink) else { continue };
        override_listed(&mut all, listed(&section), sink);
        override_keyed(&mut all, keyed(&section));
    }
    all
}

/// The sections beside servers, as they are in an environment, if one is named: what includes lies over what is
/// included, and an environment over both. Nothing where there is no document.
pub(crate) fn sections(documents: &[Node], environment: Option<&str>) -> Option<Node> {
    let mut all = sections::none(&documents.last()?.place);
    documents.iter().for_each(|document| sections::lay_over(&mut all, document));
    if let Some(name) = environment {
        let overrides = documents.iter().filter_map(|document| overrides(document, name));
        overrides.for_each(|layer| sections::lay_over(&mut all, layer));
    }
    Some(all)
}

/// The names of all environments, in the order of the documents.
pub(crate) fn environments(documents: &[Node], sink: &Sink) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for document in documents {
        let Some(section) = open(document, keys::DOCUMENT, String::new(), sink) else { continue };
        let Some(entries) = section.field("environments").and_then(|field| field.entries()) else { continue };
        for (name, field) in entries {
            if names.iter().any(|known| **known == *name) {
                continue;
            }
            if names.len() == MOST_ENVIRONMENTS {
                field.wrong::<()>(format_args!("is one environment more than {MOST_ENVIRONMENTS}"));
                return names;
            }
            names.push(Arc::from(name));
        }
    }
    names
}

/// Says so if there is no environment of this name.
pub(crate) fn demand(name: &str, names: &[Arc<str>], documents: &[Node], sink: &Sink) {
    if names.iter().any(|known| **known == *name) {
        return;
    }
    let Some(last) = documents.last() else { return };
    let key = last.as_mapping().and_then(|mapping| mapping.get("environments")).map(|entry| &entry.key.place);
    let advice = match names {
        [] => "there are none".to_owned(),
        _ => nearest::advice(name, names.iter().map(|name| &**name)),
    };
    let message = format!("there is no environment {}: {advice}", Quoted(name));
    let place = key.cloned().unwrap_or_else(|| Place::start(&last.place.file));
    sink.wrong(&place, "environments", message);
}

fn overrides<'a>(document: &'a Node, environment: &str) -> Option<&'a Node> {
    let environments = document.as_mapping()?.get("environments")?;
    Some(&environments.value.as_mapping()?.get(environment)?.value)
}

fn open<'a>(node: &'a Node, keys: keys::Keys, path: String, sink: &'a Sink) -> Option<Section<'a>> {
    Field { node, path, sink }.section(keys)
}

/// The items of `servers`.
fn listed(section: &Section<'_>) -> Vec<Raw> {
    let items = section.list("servers").unwrap_or_default();
    items.into_iter().map(|item| Raw { node: item.node.clone(), path: item.path, client: None }).collect()
}

/// The entries of `mcpServers`.
fn keyed(section: &Section<'_>) -> Vec<Raw> {
    let Some(field) = section.field("mcpServers") else { return Vec::new() };
    let Value::Mapping(mapping) = &field.node.value else {
        field.expected::<()>("a mapping of names to servers");
        return Vec::new();
    };
    let raw = |key: &Key, node: &Node| Raw {
        node: node.clone(),
        path: path::key(&field.path, &key.name),
        client: Some(key.clone()),
    };
    mapping.entries.iter().map(|entry| raw(&entry.key, &entry.value)).collect()
}

/// An item of an environment's `servers` belongs to the server of the same name, or is a new one.
fn override_listed(all: &mut Vec<Raw>, overrides: Vec<Raw>, sink: &Sink) {
    let name = |node: &Node| {
        let name = &node.as_mapping()?.get("name")?.value;
        name.as_text().map(Arc::<str>::from)
    };
    let mut indexes: HashMap<Arc<str>, usize> = HashMap::new();
    for (index, raw) in all.iter().enumerate().filter(|(_, raw)| raw.client.is_none()) {
        // Of several servers with the same name, which is an error, the first.
        if let Some(name) = name(&raw.node) {
            indexes.entry(name).or_insert(index);
        }
    }
    for raw in overrides {
        let Some(name) = name(&raw.node) else {
            let message = format!("{} has no `name`, which says what it overrides", subject(&raw.path));
            sink.wrong(&raw.node.place, &raw.path, message);
            continue;
        };
        match indexes.get(&name).and_then(|index| all.get_mut(*index)) {
            Some(known) => merge::over(&mut known.node, &raw.node),
            None => all.push(raw),
        }
    }
}

/// An entry of an environment's `mcpServers`; one without a value takes a server away.
fn override_keyed(all: &mut Vec<Raw>, overrides: Vec<Raw>) {
    for raw in overrides {
        let is_same = |known: &Raw| match (&known.client, &raw.client) {
            (Some(known), Some(key)) => known.name == key.name,
            _ => false,
        };
        match (all.iter().position(is_same), &raw.node.value) {
            (Some(index), Value::Null) => drop(all.remove(index)),
            (Some(index), _) => {
                if let Some(known) = all.get_mut(index) {
                    merge::over(&mut known.node, &raw.node);
                }
            }
            (None, _) => all.push(raw),
        }
    }
}
