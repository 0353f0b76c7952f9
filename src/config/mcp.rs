//! The MCP path of a server.

use serde_json::Value as Json;

use super::expectations;
use super::field::Field;
use super::keys;
use super::rest::slow;
use super::section::Section;
use super::tree::{Quoted, Value};
use super::words::{self, Literals};
use crate::probe::{Era, McpCommand, McpOptions, McpTransport, ToolCall};

const ERAS: [(&str, Era); 4] =
    [("detect", Era::Detect), ("modern", Era::Modern), ("legacy", Era::Legacy), ("sse", Era::Sse)];

/// What belongs to a server over HTTP, and what to a command.
const HTTP: [&str; 3] = ["url", "headers", "era"];
const COMMAND: [&str; 4] = ["command", "args", "env", "cwd"];

pub(crate) fn read(section: &Section<'_>) -> Option<McpOptions> {
    let transport = transport(section);
    let mut options = McpOptions::http("");
    if let Some(list) = section.boolean("list_tools") {
        options.list_tools = list;
    }
    options.expected_tools = expectations::texts(section, "expected_tools");
    if let Some(check) = section.boolean("check_schemas") {
        options.check_schemas = check;
    }
    options.tools_hash = section.word("tools_hash").map(str::to_owned);
    options.call = section.section("call", keys::CALL).and_then(|section| call(&section));
    (options.degraded_after, options.unhealthy_after) = slow(section);
    options.transport = transport?;
    Some(options)
}

fn transport(section: &Section<'_>) -> Option<McpTransport> {
    match (section.has("url"), section.has("command")) {
        (true, false) => {
            no_others(section, &COMMAND, "url");
            let era = section.choice("era", &ERAS).unwrap_or_default();
            http(section, era, Literals::NoCredentials)
        }
        (false, true) => {
            no_others(section, &HTTP, "command");
            command(section)
        }
        (true, true) => {
            // What is wrong with either is told at once.
            http(section, Era::Detect, Literals::NoCredentials);
            command(section);
            section.any("command")?.wrong("stands beside `url`: a server has one of them")
        }
        (false, false) => {
            section.lacks("has neither `url` nor `command`", "");
            None
        }
    }
}

/// Says of keys that they do not go with another one.
pub(crate) fn no_others(section: &Section<'_>, keys: &[&str], with: &str) {
    for field in keys.iter().filter_map(|key| section.any(key)) {
        field.wrong::<()>(format_args!("does not go with `{with}`"));
    }
}

/// `url` and `headers`.
pub(crate) fn http(section: &Section<'_>, era: Era, literals: Literals) -> Option<McpTransport> {
    let url = section.field("url").and_then(|field| words::url(&field));
    let headers =
        section.field("headers").and_then(|field| words::headers(&field, literals)).unwrap_or_default();
    Some(McpTransport::Http { url: url?, headers, era })
}

/// `command`, `args`, `env` and `cwd`.
pub(crate) fn command(section: &Section<'_>) -> Option<McpTransport> {
    let command = section.field("command").and_then(|field| program(&field));
    let args = section.list("args").unwrap_or_default();
    let arguments = args.iter().filter_map(words::argument).collect();
    let environment = section.field("env").and_then(|field| words::variables(&field)).unwrap_or_default();
    let directory = section.field("cwd").and_then(|field| words::file(&field));
    Some(McpTransport::Command(McpCommand { command: command?, arguments, environment, directory }))
}

/// A name is looked up in `PATH`; a path is one beside the file, like every other.
pub(crate) fn program(field: &Field<'_>) -> Option<String> {
    let text = field.word()?;
    if !text.contains(['/', '\0']) {
        return Some(text.to_owned());
    }
    let path = words::located(field, text)?;
    match path.into_os_string().into_string() {
        Ok(path) => Some(path),
        Err(path) => {
            field.wrong(format_args!("leads to {}, which is not UTF-8", Quoted(&path.to_string_lossy())))
        }
    }
}

fn call(section: &Section<'_>) -> Option<ToolCall> {
    section.needs("tool");
    let tool = section.word("tool").map(str::to_owned);
    let arguments = match section.field("arguments") {
        None => Some(Json::Object(serde_json::Map::new())),
        Some(field) if matches!(field.node.value, Value::Mapping(_)) => field.json(),
        Some(field) => field.expected("a mapping"),
    };
    let contains = expectations::texts(section, "contains");
    let regex = expectations::expressions(section);
    let json = expectations::comparisons(section);
    Some(ToolCall { contains, regex, json, ..ToolCall::new(tool?, arguments?) })
}
