//! An MCP path.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use regex::Regex;
use serde_json::Value;

use super::{HeaderValue, JsonCheck};
use crate::probe::secret::{Revealed, SHORTEST_SECRET};

/// How an MCP server is reached, and what is expected of it.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct McpOptions {
    /// Where it is.
    pub transport: McpTransport,
    /// Whether its tools are listed; also done where something is expected of them. The default.
    pub list_tools: bool,
    /// Tools that have to be there.
    pub expected_tools: Vec<String>,
    /// Whether the schemas of its tools are checked: a JSON object of type `object`, as the specification asks.
    pub check_schemas: bool,
    /// The hash of the tools as an earlier outcome gave it; another one is `tool_drift`.
    pub tools_hash: Option<String>,
    /// A tool that is called, and what it has to answer.
    pub call: Option<ToolCall>,
    /// From this total time on it is degraded.
    pub degraded_after: Option<Duration>,
    /// From this total time on it is unhealthy.
    pub unhealthy_after: Option<Duration>,
    /// What nobody is to see of `transport`, wherever it turns up.
    pub(crate) hidden: Vec<Revealed>,
}

/// Without what is hidden.
impl fmt::Debug for McpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut transport = format!("{:?}", self.transport);
        self.hidden.iter().for_each(|secret| secret.hide(&mut transport));
        f.debug_struct("McpOptions")
            .field("transport", &format_args!("{transport}"))
            .field("list_tools", &self.list_tools)
            .field("expected_tools", &self.expected_tools)
            .field("check_schemas", &self.check_schemas)
            .field("tools_hash", &self.tools_hash)
            .field("call", &self.call)
            .field("degraded_after", &self.degraded_after)
            .field("unhealthy_after", &self.unhealthy_after)
            .finish()
    }
}

impl McpOptions {
    /// Has these texts taken out of whatever is told. A short one is more likely a word or a number.
    pub(crate) fn hide(&mut self, texts: &[String]) {
        let long = texts.iter().filter(|text| text.chars().count() >= SHORTEST_SECRET);
        self.hidden.extend(long.map(|text| Revealed::new(text)));
    }

    /// A server over HTTP.
    #[must_use]
    pub fn http(url: impl Into<String>) -> Self {
        let url = url.into();
        McpOptions::over(McpTransport::Http { url, headers: Vec::new(), era: Era::Detect })
    }

    /// A command that speaks over its standard input and output.
    #[must_use]
    pub fn command(command: impl Into<String>, arguments: Vec<String>) -> Self {
        McpOptions::over(McpTransport::Command(McpCommand {
            command: command.into(),
            arguments,
            environment: Vec::new(),
            directory: None,
        }))
    }

    fn over(transport: McpTransport) -> Self {
        McpOptions {
            transport,
            list_tools: true,
            expected_tools: Vec::new(),
            check_schemas: true,
            tools_hash: None,
            call: None,
            degraded_after: None,
            unhealthy_after: None,
            hidden: Vec::new(),
        }
    }
}

/// How an MCP server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum McpTransport {
    /// Streamable HTTP, or the HTTP+SSE of 2024-11-05.
    Http {
        /// `http://` or `https://`.
        url: String,
        /// Further headers.
        headers: Vec<(String, HeaderValue)>,
        /// Which era it is of.
        era: Era,
    },
    /// A command over its standard input and output.
    Command(McpCommand),
}

/// A command that is an MCP server. Each check starts it, and ends it: its input is closed, it is asked by `SIGTERM`
/// and at last killed, with everything that it has started in its process group. What has left that group (`setsid`)
/// cannot be found again, and stays.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct McpCommand {
    /// A path, or a name to be looked up in `PATH`.
    pub command: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Variables that are set beside those of this process.
    pub environment: Vec<(String, HeaderValue)>,
    /// Where it runs; this process's directory by default.
    pub directory: Option<PathBuf>,
}

/// The generation of the protocol that a server over HTTP speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Era {
    /// Asked once, then remembered for its origin.
    #[default]
    Detect,
    /// 2026-07-28: `server/discover`, no session.
    Modern,
    /// 2025-03-26 to 2025-11-25: `initialize`, with or without a session.
    Legacy,
    /// 2024-11-05: HTTP with a stream of events.
    Sse,
}

/// One call of a tool. It should change nothing on the server.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ToolCall {
    /// The tool's name.
    pub tool: String,
    /// Its arguments, an object.
    pub arguments: Value,
    /// Texts that its answer has to hold.
    pub contains: Vec<String>,
    /// Expressions that have to match its answer.
    pub regex: Vec<Regex>,
    /// Places in its structured answer, or in its text where that is JSON.
    pub json: Vec<JsonCheck>,
}

/// Expressions are the same if they are written the same.
impl PartialEq for ToolCall {
    fn eq(&self, other: &Self) -> bool {
        self.tool == other.tool
            && self.arguments == other.arguments
            && self.contains == other.contains
            && super::rest::are_written_alike(&self.regex, &other.regex)
            && self.json == other.json
    }
}

impl ToolCall {
    /// A call of which any answer that is no error is right.
    #[must_use]
    pub fn new(tool: impl Into<String>, arguments: Value) -> Self {
        ToolCall { tool: tool.into(), arguments, contains: Vec::new(), regex: Vec::new(), json: Vec::new() }
    }
}
