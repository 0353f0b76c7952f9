//! One tree over another.

use std::collections::{HashMap, HashSet};

use super::tree::{Node, Value};

/// What an environment makes of a value. Mappings are merged key by key; a null takes a key away;
/// everything else, lists among it, takes the place of what was there.
pub(crate) fn over(base: &mut Node, other: &Node) {
    let (Value::Mapping(mapping), Value::Mapping(others)) = (&mut base.value, &other.value) else {
        *base = other.clone();
        return;
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
