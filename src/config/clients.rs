//! One server as MCP clients have it: an entry of `mcpServers`.

use super::field::Field;
use super::keys;
use super::mcp::{self, no_others};
use super::placeholders;
use super::section::Section;
use super::server::{check_name, Server};
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
/// client; they are not shown. Nor is what `${NAME}` stands for. What is only the client's affair is noted.
pub(crate) fn read(field: &Field<'_>, name: &str) -> Option<Server> {
    let name_is_right = check_name(field, name);
    let enabled = {
        let section = field.section_of_others(keys::CLIENT)?;
        if let Some(field) = section.any("timeout") {
            field.note("is seconds to some clients and milliseconds to others: it is not used");
        }
        !section.boolean("disabled").unwrap_or(false) && section.boolean("enabled").unwrap_or(true)
    };
    let (node, values) = placeholders::fill(field, enabled);
    let section = Field { node: &node, ..field.clone() }.section_of_others(keys::CLIENT)?;
    let check_secrets = field.sink.set_check_secrets(enabled && field.sink.check_secrets());
    let target = target(&section, name, &values);
    field.sink.set_check_secrets(check_secrets);
    let target = target?;
    name_is_right.then(|| Server { enabled, ..Server::new(target) })
}

fn target(section: &Section<'_>, name: &str, hidden: &[String]) -> Option<Target> {
    let stated = section.choice("type", &KINDS);
    if section.has("type") && stated.is_none() {
        return None;
    }
    let kind = stated.unwrap_or(if section.has("url") { Kind::Http } else { Kind::Stdio });
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
    let mut options = McpOptions { transport, ..McpOptions::http("") };
    options.hide(hidden);
    Some(Target { mcp: Some(Box::new(options)), ..Target::new(name) })
}

#[cfg(test)]
#[path = "clients_tests.rs"]
mod tests;
