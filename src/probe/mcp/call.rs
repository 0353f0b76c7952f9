//! One tool called, and its answer held against what is expected.

use std::borrow::Cow;
use std::time::Instant;

use serde_json::{Map, Value};

use super::channel::{Channel, Trouble};
use super::handshake::facts;
use super::speech::Speech;
use super::text::shorten;
use crate::finding::Reason;
use crate::net::Failure;
use crate::probe::session::Session;
use crate::probe::verdict::Verdict;
use crate::probe::{document, expect, CallFacts, ToolCall};

/// Characters of the answer that are kept.
const SHOWN: usize = 200;

/// Calls a tool, once: it may change something, so it is never called again for a connection that went stale.
pub(super) fn call(
    channel: &mut dyn Channel,
    speech: &Speech,
    session: &mut Session,
    wanted: &ToolCall,
) -> Result<Verdict, Trouble> {
    let mut params = Map::new();
    params.insert("name".to_owned(), Value::String(wanted.tool.clone()));
    params.insert("arguments".to_owned(), arguments(&wanted.arguments)?);
    let begun = Instant::now();
    let result = channel.request(session, "tools/call", &speech.params(params))?;
    let took = begun.elapsed();
    if result.get("resultType").and_then(Value::as_str) == Some("input_required") {
        let message = format!("`{}` asks for input instead of answering", wanted.tool);
        return Ok(Verdict::because(Reason::ToolFailed, message));
    }
    let structured = result.get("structuredContent").filter(|value| !value.is_null());
    let text = text(&result, structured)?;
    let is_error = match result.get("isError") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is_error)) => *is_error,
        Some(_) => return Err(protocol("`isError` of the answer is neither true nor false").into()),
    };
    facts(session).call =
        Some(CallFacts { tool: wanted.tool.clone(), took, is_error, text: shorten(&text, SHOWN) });
    if is_error {
        let message = format!("`{}` failed: {}", wanted.tool, shorten(&text, SHOWN));
        return Ok(Verdict::because(Reason::ToolFailed, message));
    }
    Ok(match mismatch(wanted, &text, structured, session.target.limits.json_depth) {
        Some(wrong) => {
            Verdict::because(Reason::ToolMismatch, format!("the answer of `{}` {wrong}", wanted.tool))
        }
        None => Verdict::healthy(String::new()),
    })
}

fn arguments(arguments: &Value) -> Result<Value, Failure> {
    match arguments {
        Value::Null => Ok(Value::Object(Map::new())),
        Value::Object(_) => Ok(arguments.clone()),
        _ => Err(Failure::new(Reason::Config, "the arguments of a tool are an object")),
    }
}

/// What it said: its blocks of text, each on lines of its own; where there are none, its structure as JSON.
fn text<'a>(result: &'a Value, structured: Option<&Value>) -> Result<Cow<'a, str>, Failure> {
    let Some(content) = result.get("content").and_then(Value::as_array) else {
        return Err(protocol("the answer has no list `content`"));
    };
    let is_text = |block: &&Value| block.get("type").and_then(Value::as_str) == Some("text");
    let texts: Vec<&str> =
        content.iter().filter(is_text).filter_map(|block| block.get("text")?.as_str()).collect();
    Ok(match (texts.as_slice(), structured) {
        ([], Some(structured)) => Cow::Owned(structured.to_string()),
        ([only], _) => Cow::Borrowed(only),
        (texts, _) => Cow::Owned(texts.join("\n")),
    })
}

fn mismatch(wanted: &ToolCall, text: &str, structured: Option<&Value>, depth: usize) -> Option<String> {
    let wrong = expect::contains(text, &wanted.contains).or_else(|| expect::matches(text, &wanted.regex));
    if wrong.is_some() || wanted.json.is_empty() {
        return wrong;
    }
    if let Some(structured) = structured {
        return expect::json(structured, &wanted.json);
    }
    match document::parse(text.as_bytes(), depth) {
        Ok(document) => expect::json(&document, &wanted.json),
        Err(why) => Some(format!("is no JSON: {why}")),
    }
}

fn protocol(message: &str) -> Failure {
    Failure::new(Reason::Protocol, message)
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
