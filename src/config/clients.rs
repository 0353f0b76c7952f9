//! One server as MCP clients have it: an entry of `mcpServers`.

use super::field::Field;
use super::keys;
use super::mcp::{self, no_others};
use super::section::Section;
use super::server::{check_name, Server};
use super::tree::Quoted;
use super::words::Literals;
use crate::probe::{Era, McpOptions, McpTransport, Target};

/// How a client reaches a server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stdio,
    Http,
    Sse,
}

/// The words of the clients: those of Claude, VS Code, Cursor and others.
const KINDS: [(&str, Kind); 6] = [
    ("stdio", Kind::Stdio),
    ("http", Kind::Http),
    ("streamable-http", Kind::Http),
    ("streamableHttp", Kind::Http),
    ("streamable_http", Kind::Http),
    ("sse", Kind::Sse),
];

/// Reads an entry of `mcpServers`. Credentials may stand in its headers and variables, as the file belongs to the
/// client; they are not shown.
pub(crate) fn read(field: &Field<'_>, name: &str) -> Option<Server> {
    let name_is_right = check_name(field, name);
    let section = field.section(keys::CLIENT)?;
    let disabled = section.boolean("disabled").unwrap_or(false);
    let check_secrets = field.sink.set_check_secrets(!disabled && field.sink.check_secrets());
    let target = target(field, &section, name);
    field.sink.set_check_secrets(check_secrets);
    let target = target?;
    name_is_right.then(|| Server { enabled: !disabled, ..Server::new(target) })
}

fn target(field: &Field<'_>, section: &Section<'_>, name: &str) -> Option<Target> {
    let stated = section.choice("type", &KINDS);
    if section.has("type") && stated.is_none() {
        return None;
    }
    let kind = stated.unwrap_or(if section.has("url") { Kind::Http } else { Kind::Stdio });
    for (key, field) in field.entries()? {
        refuse_placeholders(&field, matches!(key, "headers" | "env"));
    }
    let transport = match kind {
        Kind::Stdio => {
            if !section.has("command") {
                section.lacks("has neither `command` nor `url`", "command");
            }
            no_others(section, &["url", "headers"], "command");
            mcp::command(section)
        }
        Kind::Http | Kind::Sse => {
            section.needs("url");
            no_others(section, &["command", "args", "env", "cwd"], "url");
            // What a client calls HTTP may still turn out to be of the first era.
            let era = if kind == Kind::Sse { Era::Sse } else { Era::Detect };
            mcp::http(section, era, Literals::Any)
        }
    };
    let transport: McpTransport = transport?;
    let options = McpOptions { transport, ..McpOptions::http("") };
    Some(Target { mcp: Some(Box::new(options)), ..Target::new(name) })
}

/// Some clients fill in `${NAME}`. Sent as it is, it would only make a server look broken.
/// Only where secrets may stand is there something to write instead.
fn refuse_placeholders(field: &Field<'_>, may_be_secret: bool) {
    if let Some(text) = field.node.as_text() {
        if let Some((_, rest)) = text.split_once("${") {
            let name = rest.split('}').next().unwrap_or_default();
            let name = name.trim_start_matches("env:");
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let shown = if is_name { format!("env:{name}") } else { "env:NAME".to_owned() };
            let instead = match may_be_secret {
                true => format!("the whole value may be {}", Quoted(&shown)),
                false => "write what it stands for".to_owned(),
            };
            field.wrong::<()>(format_args!("holds `${{`, which is not filled in here: {instead}"));
        }
    }
    match &field.node.value {
        super::tree::Value::List(_) => {
            field.list().into_iter().flatten().for_each(|item| refuse_placeholders(&item, may_be_secret))
        }
        super::tree::Value::Mapping(_) => {
            field
                .entries()
                .into_iter()
                .flatten()
                .for_each(|(_, value)| refuse_placeholders(&value, may_be_secret));
        }
        _ => {}
    }
}

#[cfg(test)]
#[path = "clients_tests.rs"]
mod tests;
