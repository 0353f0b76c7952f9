//! Events of the parser to tree.
//!
//! The parser's own loader is not used: it ends at the first key that is written twice, and a
//! nested text exhausts the stack within it.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, ScalarStyle, Tag};

use super::document::{Budget, Stop};
use super::path;
use super::problems::Sink;
use super::scalar;
use super::tree::{Entry, Key, Mapping, Node, Place, Quoted, Value};

/// Lists and mappings within each other.
const DEEPEST: usize = 64;

pub(crate) struct Builder<'a> {
    budget: &'a mut Budget,
    sink: &'a Sink,
    frames: Vec<Frame>,
    /// By the parser's number. What is missing here has not come to its end.
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    documents: usize,
}

/// A list or mapping that is not at its end yet.
struct Frame {
    place: Place,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Mapping(Entries),
}

/// The entries of a mapping so far.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    /// Where each key is written.
    places: HashMap<Arc<str>, Place>,
    /// The key whose value comes next.
    key: Option<Key>,
    /// Whether that is `<<`, plain.
    is_merge: bool,
    /// What `<<` was given.
    merged: Vec<Node>,
}

impl<'a> Builder<'a> {
    pub fn new(budget: &'a mut Budget, sink: &'a Sink) -> Self {
        Builder { budget, sink, frames: Vec::new(), anchors: HashMap::new(), root: None, documents: 0 }
    }

    /// The document; nothing if there was none.
    pub fn into_root(self) -> Option<Node> {
        self.root
    }

    pub fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), Stop> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                match self.documents {
                    1 => Ok(()),
                    _ => Err(Stop::new(place, "a second document begins here: a file holds one")),
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain;
                let value = self.scalar(&text, is_plain, tag.as_deref(), &place);
                self.add(Node { place, value }, anchor, Some((&*text, is_plain && text == "<<")))
            }
            Event::Alias(anchor) => self.repeat(anchor, place),
            Event::SequenceStart(anchor, tag) => {
                self.collection_tag(tag.as_deref(), "seq", &place);
                self.push(Frame { place, anchor, content: Content::List(Vec::new()) })
            }
            Event::MappingStart(anchor, tag) => {
                self.collection_tag(tag.as_deref(), "map", &place);
                self.push(Frame { place, anchor, content: Content::Mapping(Entries::default()) })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Frame { place, anchor, content }) = self.frames.pop() else { return Ok(()) };
                let value = match content {
                    Content::List(items) => Value::List(items),
                    Content::Mapping(entries) => Value::Mapping(self.with_merged(entries)),
                };
                self.add(Node { place, value }, anchor, None)
            }
            Event::DocumentEnd | Event::StreamStart | Event::StreamEnd | Event::Nothing => Ok(()),
        }
    }

    fn push(&mut self, frame: Frame) -> Result<(), Stop> {
        if self.frames.len() >= DEEPEST {
            return Err(too_deep(frame.place));
        }
        self.frames.push(frame);
        Ok(())
    }

    /// An alias: its anchor's value once more.
    fn repeat(&mut self, anchor: usize, place: Place) -> Result<(), Stop> {
        let Some(node) = self.anchors.get(&anchor) else {
            return Err(Stop::new(place, "this alias stands within what it repeats"));
        };
        let count = node.count(self.budget.nodes);
        if self.frames.len() + node.depth() > DEEPEST {
            return Err(too_deep(place));
        }
        let mut node = node.clone();
        self.spend(count, &place)?;
        if self.expects_key() {
            node.place = place;
        }
        // As a key, an alias stands for its text.
        let text = node.as_text().map(str::to_owned);
        self.add(node, 0, text.as_deref().map(|text| (text, false)))
    }

    fn expects_key(&self) -> bool {
        let content = self.frames.last().map(|frame| &frame.content);
        matches!(content, Some(Content::Mapping(Entries { key: None, .. })))
    }

    /// Puts a value where it belongs. Of a scalar also its text, and whether that is a plain `<<`.
    fn add(&mut self, node: Node, anchor: usize, text: Option<(&str, bool)>) -> Result<(), Stop> {
        self.spend(1, &node.place)?;
        if anchor > 0 {
            // A copy is kept for its aliases.
            self.spend(node.count(self.budget.nodes), &node.place)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        let entries = match &mut frame.content {
            Content::List(items) => {
                items.push(node);
                return Ok(());
            }
            Content::Mapping(entries) => entries,
        };
        let Some(key) = entries.key.take() else {
            let Some((name, is_merge)) = text else {
                return Err(Stop::new(node.place.clone(), format!("a key is a word, not {}", node.kind())));
            };
            entries.key = Some(Key { name: Arc::from(name), place: node.place });
            entries.is_merge = is_merge;
            return Ok(());
        };
        if entries.is_merge {
            entries.merged.push(node);
            return Ok(());
        }
        if let Some(first) = entries.places.get(&key.name) {
            let (name, line) = (Quoted(&key.name), first.line);
            let message = format!("the key {name} is written twice, first in line {line}");
            self.sink.wrong(&key.place, &path::key(&self.path(), &key.name), message);
            return Ok(());
        }
        entries.places.insert(Arc::clone(&key.name), key.place.clone());
        // Nothing has no place of its own.
        let place = if matches!(node.value, Value::Null) { key.place.clone() } else { node.place };
        entries.list.push(Entry { key, value: Node { place, value: node.value } });
        Ok(())
    }

    /// The entries with those that `<<` brings (<https://yaml.org/type/merge.html>): of a key that
    /// comes several times the mapping's own counts, then the first.
    fn with_merged(&mut self, entries: Entries) -> Mapping {
        let Entries { mut list, mut places, merged, .. } = entries;
        for node in merged {
            let nodes = match node.value {
                Value::List(items) => items,
                value => vec![Node { place: node.place, value }],
            };
            for node in nodes {
                let Value::Mapping(mapping) = node.value else {
                    let message = format!("`<<` takes a mapping or a list of mappings, not {}", node.kind());
                    self.sink.wrong(&node.place, &self.path(), message);
                    continue;
                };
                for entry in mapping.entries {
                    if !places.contains_key(&entry.key.name) {
                        places.insert(Arc::clone(&entry.key.name), entry.key.place.clone());
                        list.push(entry);
                    }
                }
            }
        }
        Mapping { entries: list }
    }

    fn scalar(&self, text: &str, is_plain: bool, tag: Option<&Tag>, place: &Place) -> Value {
        let Some(tag) = tag else {
            return if is_plain { scalar::resolve(text) } else { Value::Text(Arc::from(text)) };
        };
        let value = if tag.is_yaml_core_schema() { scalar::tagged(text, &tag.suffix) } else { None };
        value.unwrap_or_else(|| {
            self.refuse(tag, place);
            Value::Text(Arc::from(text))
        })
    }

    fn collection_tag(&self, tag: Option<&Tag>, suffix: &str, place: &Place) {
        if let Some(tag) = tag.filter(|tag| !(tag.is_yaml_core_schema() && tag.suffix == suffix)) {
            self.refuse(tag, place);
        }
    }

    fn refuse(&self, tag: &Tag, place: &Place) {
        let name = match tag.is_yaml_core_schema() {
            true => format!("!!{}", tag.suffix),
            false => format!("{}{}", tag.handle, tag.suffix),
        };
        self.sink.wrong(
            place,
            &self.path(),
            format!("the tag {} does not fit here: leave it out", Quoted(&name)),
        );
    }

    fn spend(&mut self, count: usize, place: &Place) -> Result<(), Stop> {
        match self.budget.nodes.checked_sub(count) {
            Some(left) => {
                self.budget.nodes = left;
                Ok(())
            }
            None => Err(Stop::new(place.clone(), "more than 200000 values, with what aliases repeat")),
        }
    }

    /// Where the parser is, such as `servers[2].rest`.
    fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            match &frame.content {
                Content::List(items) => path = path::index(&path, items.len()),
                Content::Mapping(Entries { key: Some(key), .. }) => path = path::key(&path, &key.name),
                Content::Mapping(_) => {}
            }
        }
        path
    }
}

fn too_deep(place: Place) -> Stop {
    Stop::new(place, format!("more than {DEEPEST} lists and mappings within each other"))
}
