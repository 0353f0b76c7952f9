//! Who is asked.

use std::sync::Arc;

use crate::config::field::Field;
use crate::config::keys;
use crate::config::nearest;
use crate::config::section::Section;
use crate::config::server::Server;
use crate::config::tree::{Quoted, Value};
use crate::load::Part;

/// The servers that a scenario names, or all that are enabled.
pub(super) fn read(section: &Section<'_>, servers: &[Server]) -> Option<Vec<Part>> {
    let Some(field) = section.field("servers") else { return Some(all(servers)) };
    let fields = field.list()?;
    if fields.is_empty() {
        return field.wrong("is empty: leave it out for all servers");
    }
    let parts: Vec<Part> = fields.iter().filter_map(|field| part(field, servers)).collect();
    (parts.len() == fields.len()).then_some(parts)
}

/// All that are enabled.
pub(super) fn all(servers: &[Server]) -> Vec<Part> {
    let enabled = servers.iter().filter(|server| server.enabled);
    enabled.map(|server| Part::new(Arc::new(server.target.clone()))).collect()
}

/// A name, or a name with a weight. Who is named is asked also if he is not checked.
fn part(field: &Field<'_>, servers: &[Server]) -> Option<Part> {
    if !matches!(field.node.value, Value::Mapping(_)) {
        return named(field, servers);
    }
    let section = field.section(keys::SCENARIO_SERVER)?;
    section.needs("name");
    let weight = section.number("weight", 0.000_001..=1e6);
    let part = named(&section.field("name")?, servers)?;
    Some(part.weighing(weight.unwrap_or(1.0)))
}

fn named(field: &Field<'_>, servers: &[Server]) -> Option<Part> {
    let name = field.word()?;
    let Some(server) = servers.iter().find(|server| server.target.name == name) else {
        let names = servers.iter().map(|server| server.target.name.as_str());
        return field.wrong(format_args!(
            "is {}, which is no server here: {}",
            Quoted(name),
            nearest::advice(name, names)
        ));
    };
    Some(Part::new(Arc::new(server.target.clone())))
}
