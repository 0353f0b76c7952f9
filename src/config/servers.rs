//! All servers, and how they stand to each other.

use std::collections::HashMap;

use super::assembly::Raw;
use super::clients;
use super::field::{subject, Field};
use super::nearest;
use super::path;
use super::problems::Sink;
use super::server::{self, Server};
use super::tree::{Node, Place, Quoted, Value};

/// Reads every server that can be read.
pub(crate) fn read(all: &[Raw], sink: &Sink) -> Vec<Server> {
    let names = names(all, sink);
    dependencies(all, &names, sink);
    let one = |raw: &Raw| {
        let field = Field { node: &raw.node, path: raw.path.clone(), sink };
        match &raw.client {
            Some(key) => clients::read(&field, &key.name),
            None => sink.about(name(raw).map(|(name, _)| name), || server::read(&field)),
        }
    };
    all.iter().filter_map(one).collect()
}

/// The name of a server and where that is written.
fn name(raw: &Raw) -> Option<(&str, &Place)> {
    if let Some(key) = &raw.client {
        return Some((&key.name, &key.place));
    }
    let name = &raw.node.as_mapping()?.get("name")?.value;
    Some((name.as_text()?, &name.place))
}

/// Which server has which name. Says of names that are there twice where both are.
fn names<'a>(all: &'a [Raw], sink: &Sink) -> HashMap<&'a str, usize> {
    let mut names: HashMap<&str, usize> = HashMap::new();
    for (index, raw) in all.iter().enumerate() {
        let Some((own, place)) = name(raw) else { continue };
        let Some((_, first)) = names.get(own).and_then(|first| all.get(*first)).and_then(name) else {
            names.insert(own, index);
            continue;
        };
        let (file, line) = (&first.file, first.line);
        let first = if *file == place.file { format!("in line {line}") } else { format!("at {file}:{line}") };
        let message = format!("the name {} is there twice, first {first}", Quoted(own));
        sink.wrong(place, &path::key(&raw.path, "name"), message);
    }
    names
}

/// Says of `depends_on` what does not exist, and what leads back to where it began.
fn dependencies(all: &[Raw], names: &HashMap<&str, usize>, sink: &Sink) {
    let mut others: Vec<Vec<usize>> = Vec::with_capacity(all.len());
    for raw in all {
        let mut own = Vec::new();
        for (index, node) in depends_on(raw).iter().enumerate() {
            let Some(name) = node.as_text() else { continue };
            match names.get(name) {
                Some(other) => own.push(*other),
                None => {
                    let path = path::index(&path::key(&raw.path, "depends_on"), index);
                    let own = self::name(raw).map(|(name, _)| name);
                    sink.about(own, || unknown(all, &path, node, name, sink));
                }
            }
        }
        others.push(own);
    }
    for circle in circles(&others) {
        let raws = circle.iter().filter_map(|index| all.get(*index));
        let names: Vec<String> = raws.filter_map(name).map(|(name, _)| Quoted(name).to_string()).collect();
        let Some(raw) = circle.first().and_then(|index| all.get(*index)) else { continue };
        let Some(node) = depends_on(raw).first() else { continue };
        let path = path::key(&raw.path, "depends_on");
        sink.wrong(
            &node.place,
            &path,
            format!("{} leads in a circle: {}", subject(&path), shortened(&names)),
        );
    }
}

fn unknown(all: &[Raw], path: &str, node: &Node, name: &str, sink: &Sink) {
    /// Beyond them nobody looks for the nearest name.
    const MOST_COMPARED: usize = 1000;
    if sink.is_full() {
        return;
    }
    let names = all.iter().take(MOST_COMPARED).filter_map(self::name).map(|(name, _)| name);
    let advice = match nearest::nearest(name, names) {
        Some(candidate) => format!(": did you mean {}?", Quoted(candidate)),
        None => String::new(),
    };
    let message = format!("{} is {}, which is no server here{advice}", subject(path), Quoted(name));
    sink.missing(&node.place, path, message);
}

/// The first names of a circle and how many more there are.
fn shortened(names: &[String]) -> String {
    const MOST: usize = 10;
    let shown = names.iter().take(MOST).map(String::as_str);
    match names.len().saturating_sub(MOST) {
        0 => nearest::list(shown.chain(names.first().map(String::as_str))),
        more => format!("{} and {more} more", nearest::list(shown)),
    }
}

fn depends_on(raw: &Raw) -> &[Node] {
    let list = || match &raw.node.as_mapping()?.get("depends_on")?.value.value {
        Value::List(items) => Some(items.as_slice()),
        _ => None,
    };
    // An entry of `mcpServers` has no such key.
    list().filter(|_| raw.client.is_none()).unwrap_or_default()
}

/// Ways that lead back to where they began, each once: depth first, as far as nobody was before.
fn circles(others: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        OnTheWay,
        Done,
    }
    /// More of them are not worth telling.
    const MOST: usize = 20;
    let mut seen = vec![Seen::Not; others.len()];
    let mut circles = Vec::new();
    for start in 0..others.len() {
        if seen.get(start) != Some(&Seen::Not) {
            continue;
        }
        // Where we are, and which way is to be tried next there.
        let mut way = vec![(start, 0)];
        while let Some((at, next)) = way.last_mut() {
            if let Some(mark) = seen.get_mut(*at) {
                *mark = Seen::OnTheWay;
            }
            let Some(other) = others.get(*at).and_then(|ways| ways.get(*next)).copied() else {
                if let Some(mark) = seen.get_mut(*at) {
                    *mark = Seen::Done;
                }
                way.pop();
                continue;
            };
            *next += 1;
            match seen.get(other) {
                Some(Seen::Not) => way.push((other, 0)),
                Some(Seen::OnTheWay) if circles.len() < MOST => {
                    circles.push(way.iter().map(|(at, _)| *at).skip_while(|at| *at != other).collect());
                }
                _ => {}
            }
        }
    }
    circles
}

#[cfg(test)]
#[path = "servers_tests.rs"]
mod tests;
