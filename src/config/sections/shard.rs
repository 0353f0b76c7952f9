//! `shard`: which part of the servers is checked here.

use crate::checker::Shard;
use crate::config::field::Field;
use crate::config::keys;
use crate::config::section::Section;
use crate::config::tree::{Quoted, Value};

pub(super) fn read(root: &Section<'_>) -> Option<Shard> {
    let section = root.section("shard", keys::SHARD)?;
    section.needs("index");
    section.needs("of");
    let of = section.field("of").and_then(|field| field.count(1..=Shard::MOST));
    let index = section.field("index").and_then(|field| index(&field));
    let without = section.list("without").unwrap_or_default();
    let without: Vec<u32> = without.iter().filter_map(|field| field.count(0..=Shard::MOST - 1)).collect();
    match Shard::new(index?, of?).and_then(|shard| shard.without(without)) {
        Ok(shard) => Some(shard),
        Err(error) => {
            section.wrong(format_args!("cannot be: {error}"));
            None
        }
    }
}

fn index(field: &Field<'_>) -> Option<u32> {
    let Value::Text(text) = &field.node.value else { return field.count(0..=Shard::MOST - 1) };
    if &**text != "auto" {
        return field.wrong(format_args!("is {}: expected a number from 0 up, or `auto`", Quoted(text)));
    }
    match Shard::ordinal() {
        Ok(index) => Some(index),
        Err(error) => {
            // What is only for the cluster may stand in an environment that is not chosen.
            field.sink.missing(&field.node.place, &field.path, format!("`{}`: {error}", field.path));
            None
        }
    }
}
