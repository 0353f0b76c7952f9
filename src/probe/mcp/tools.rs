//! The tools of a server: listed page by page, and held against what is expected.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use serde_json::{Map, Value};

use super::channel::{Channel, Trouble};
use super::handshake::facts;
use super::speech::Speech;
use super::text::shorten;
use super::{hash, schema};
use crate::finding::Reason;
use crate::net::Failure;
use crate::probe::session::Session;
use crate::probe::verdict::Verdict;
use crate::probe::{McpOptions, ToolFacts};

/// Characters of a tool's name, and of what is wrong with it, that are kept.
const SHOWN: usize = 200;
/// Tools that are named in a sentence.
const NAMED: usize = 5;

/// What a listing came to.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: Vec<String>,
    hashes: Vec<hash::Hash>,
    invalid: BTreeMap<String, String>,
    pages: usize,
}

/// Asks for all pages.
pub(super) fn list(
    channel: &mut dyn Channel,
    speech: &Speech,
    session: &mut Session,
    options: &McpOptions,
) -> Result<Listing, Trouble> {
    let most = session.target.limits.pages;
    let mut listing = Listing::default();
    let mut cursors: HashSet<String> = HashSet::new();
    let mut names: HashSet<String> = HashSet::new();
    let mut cursor: Option<String> = None;
    loop {
        if listing.pages == most {
            return Err(Failure::new(Reason::TooLarge, format!("more than {most} pages of tools")).into());
        }
        let mut params = Map::new();
        if let Some(cursor) = &cursor {
            params.insert("cursor".to_owned(), Value::String(cursor.clone()));
        }
        let result = channel.request(session, "tools/list", &speech.params(params))?;
        listing.pages += 1;
        // What the server says of itself is as fresh as the shortest-lived of it.
        if let Some(page) = result.get("ttlMs").and_then(Value::as_u64).map(Duration::from_millis) {
            let known = &mut facts(session).fresh_for;
            *known = known.map(|known| known.min(page));
        }
        let tools = result.get("tools").and_then(Value::as_array);
        let tools = tools.ok_or_else(|| protocol("the answer has no list `tools`"))?;
        for tool in tools {
            let named = tool.as_object().and_then(|map| Some((map, map.get("name")?.as_str()?)));
            let (tool, name) = named.ok_or_else(|| protocol("it lists a tool without a name"))?;
            listing.add(tool, name, speech.is_modern(), options.check_schemas);
            if !names.insert(name.to_owned()) {
                listing.invalid(name, "its name is there twice".to_owned());
            }
        }
        cursor = match result.get("nextCursor") {
            None | Some(Value::Null) => None,
            // Servers write an empty text for none.
            Some(Value::String(cursor)) if cursor.is_empty() => None,
            Some(Value::String(cursor)) => Some(cursor.clone()),
            Some(_) => return Err(protocol("`nextCursor` is no text").into()),
        };
        match &cursor {
            None => return Ok(listing),
            Some(cursor) if !cursors.insert(cursor.clone()) => {
                return Err(protocol("a cursor came twice, so the pages never end").into());
            }
            Some(_) => {}
        }
    }
}

impl Listing {
    fn add(&mut self, tool: &Map<String, Value>, name: &str, modern: bool, check: bool) {
        self.names.push(shorten(name, SHOWN));
        self.hashes.push(hash::of_tool(tool));
        if let Some(why) = check.then(|| schema::wrong(tool, modern)).flatten() {
            self.invalid(name, why);
        }
    }

    fn invalid(&mut self, name: &str, why: String) {
        self.invalid.entry(shorten(name, SHOWN)).or_insert_with(|| shorten(&why, SHOWN));
    }
}

/// Holds a listing against what is expected, and notes it as facts.
pub(super) fn judge(session: &mut Session, options: &McpOptions, listing: Listing) -> Verdict {
    let Listing { names, hashes, invalid, pages } = listing;
    let is_there = |wanted: &&String| names.iter().any(|name| *name == shorten(wanted, SHOWN));
    let (found, missing): (Vec<String>, Vec<String>) =
        options.expected_tools.iter().cloned().partition(|wanted| is_there(&wanted));
    let tools =
        ToolFacts { count: names.len(), hash: hash::of_all(hashes), names, pages, found, missing, invalid };
    let verdict = verdict(options, &tools);
    facts(session).tools = Some(tools);
    verdict
}

fn verdict(options: &McpOptions, tools: &ToolFacts) -> Verdict {
    if !tools.missing.is_empty() {
        let missing = some(&tools.missing);
        let message = match tools.missing.len() {
            1 => format!("a tool that was expected is missing: {missing}"),
            count => format!("{count} tools that were expected are missing: {missing}"),
        };
        return Verdict::because(Reason::ToolMissing, message);
    }
    if options.check_schemas {
        if let Some((name, why)) = tools.invalid.iter().next() {
            let message = match tools.invalid.len() {
                1 => format!("the schema of a tool is not valid, `{name}`: {why}"),
                count => format!("the schemas of {count} tools are not valid; the first, `{name}`: {why}"),
            };
            return Verdict::because(Reason::ToolSchema, message);
        }
    }
    match &options.tools_hash {
        Some(recorded) if !recorded.eq_ignore_ascii_case(&tools.hash) => Verdict::because(
            Reason::ToolDrift,
            format!(
                "its {} tools are not those that were recorded: their hash is {}",
                tools.count, tools.hash
            ),
        ),
        _ => Verdict::healthy(String::new()),
    }
}

/// The first names of a list.
fn some(names: &[String]) -> String {
    let mut text = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        text.push_str(&format!(" and {} more", names.len() - NAMED));
    }
    text
}

fn protocol(message: &str) -> Failure {
    Failure::new(Reason::Protocol, message)
}

#[cfg(test)]
#[path = "tools_tests.rs"]
mod tests;
