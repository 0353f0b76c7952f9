//! One tree over another.

use std::collections::{HashMap, HashSet};

use super::tree::{Node, Value};

/// What an environment makes of a value. Mappings are merged key by key; a null takes a key away;
/// everything else, lists among it, takes the place of what was there.
pub(crate) fn over(base: &mut Node, other: &Node) {
    let (mapping, others) = match (&mut base.value, &other.value) {
        (Value::Mapping(mapping), Value::Mapping(others)) => (mapping, others),
        // It stays where it was written first: the name that says what is overridden is one.
        (Value::Text(text), Value::Text(same)) if text == same => return,
        _ => {
            *base = other.clone();
            return;
        }
    };
    let indexes: HashMap<_, _> =
        mapping.entries.iter().enumerate().map(|(index, entry)| (entry.key.name.clone(), index)).collect();
    let mut taken = HashSet::new();
    for entry in &others.entries {
        let known = indexes.get(&entry.key.name).and_then(|index| mapping.entries.get_mut(*index));
        match (known, &entry.value.value) {
            (Some(known), Value::Null) => {
                taken.insert(known.key.name.clone());
            }
            (Some(known), _) => {
                // What is written last says where it is written.
                known.key.place = entry.key.place.clone();
                over(&mut known.value, &entry.value);
            }
            (None, _) => mapping.entries.push(entry.clone()),
        }
    }
    mapping.entries.retain(|entry| !taken.contains(&entry.key.name));
}
