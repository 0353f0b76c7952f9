//! The usual health documents, read into a status and sub-checks: Spring Boot Actuator, ASP.NET Core's, Elasticsearch's
//! colours, `status: ok|up|pass|fail`, and `application/health+json` (draft-inadarei-api-health-check-06).

use serde_json::{Map, Value};

use crate::finding::Status;
use crate::probe::{document, SubCheck};

/// Where documents keep what they say of their parts.
const PARTS: &[&str] = &["components", "checks", "entries", "results", "details"];
/// Parts of parts are read this deep, and so many altogether.
const DEEPEST: usize = 4;
const MOST_PARTS: usize = 100;

/// What a health document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) status: Status,
    pub(super) message: String,
    pub(super) checks: Vec<SubCheck>,
}

/// Reads a body that is a health document: a JSON object with a `status` that is one of the usual words.
pub(super) fn read(body: &[u8], depth: usize) -> Option<Document> {
    // Most bodies are not JSON objects: do not parse them to find that out.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let document = document::parse(body, depth).ok()?;
    let object = document.as_object()?;
    let word = object.get("status")?.as_str()?;
    let own = status_of(word)?;
    let mut checks = Vec::new();
    parts(object, "", 0, &mut checks);

    let mut said = format!("its health document says `{word}`");
    for key in ["output", "message", "error", "description"] {
        if let Some(text) = object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()) {
            let end = if text.chars().nth(200).is_some() { "..." } else { "" };
            said = format!("{said}: {}{end}", text.chars().take(200).collect::<String>());
            break;
        }
    }
    let broken: Vec<String> = checks
        .iter()
        .filter(|check| matches!(check.status, Status::Degraded | Status::Unhealthy))
        .map(|check| format!("{} ({})", check.name, check.word))
        .collect();
    if !broken.is_empty() {
        said = format!("{said}; not well: {}", broken.join(", "));
    }
    // The document's own word counts; a part that is not well can only take the best from it.
    let status = match own {
        Status::Healthy if !broken.is_empty() => Status::Degraded,
        own => own,
    };
    Some(Document { status, message: said, checks })
}

/// What the usual words mean; `None` for any other.
fn status_of(word: &str) -> Option<Status> {
    Some(match word.to_ascii_lowercase().as_str() {
        "ok" | "up" | "pass" | "healthy" | "green" => Status::Healthy,
        "warn" | "degraded" | "yellow" => Status::Degraded,
        "fail" | "error" | "down" | "unhealthy" | "out_of_service" | "red" => Status::Unhealthy,
        "unknown" => Status::Unknown,
        _ => return None,
    })
}

fn parts(object: &Map<String, Value>, prefix: &str, depth: usize, checks: &mut Vec<SubCheck>) {
    if depth == DEEPEST {
        return;
    }
    for parts in PARTS.iter().filter_map(|key| object.get(*key)?.as_object()) {
        for (name, part) in parts {
            let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            match part {
                // health+json: several measurements under one name.
                Value::Array(several) => several.iter().for_each(|one| self::part(&name, one, depth, checks)),
                one => self::part(&name, one, depth, checks),
            }
        }
    }
}

fn part(name: &str, part: &Value, depth: usize, checks: &mut Vec<SubCheck>) {
    let word = part.as_str().or_else(|| part.get("status")?.as_str());
    if let Some((word, status)) = word.and_then(|word| Some((word, status_of(word)?))) {
        if checks.len() < MOST_PARTS {
            checks.push(SubCheck { name: name.to_owned(), status, word: word.to_owned() });
        }
    }
    if let Some(object) = part.as_object() {
        parts(object, name, depth + 1, checks);
    }
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
