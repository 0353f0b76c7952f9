//! What a server said of itself, by protocol.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::outcome::{seconds, whole_seconds};
use crate::finding::Status;

/// What a REST endpoint answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RestFacts {
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Where the answer came from, where redirects led elsewhere.
    pub redirected_to: Option<String>,
    /// Bytes of the body after decompression.
    pub body_bytes: u64,
    /// What its health document reports of its parts.
    pub checks: Vec<SubCheck>,
    /// For how long its answer may be used again (`Cache-Control`, `Expires`, `Age`: RFC 9111), if it says so. Zero: it
    /// may not.
    #[serde(rename = "fresh_for_seconds", serialize_with = "seconds")]
    pub fresh_for: Option<Duration>,
}

/// A part of a server, as its health document reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SubCheck {
    /// Its name: `db`, `cassandra:responseTime`.
    pub name: String,
    /// What the document's word for it comes to.
    pub status: Status,
    /// The document's own word.
    pub word: String,
}

/// What an MCP server answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct McpFacts {
    /// `streamable_http`, `sse` or `stdio`.
    pub transport: Option<&'static str>,
    /// `modern`, `legacy` or `sse`.
    pub era: Option<&'static str>,
    /// The version of the protocol that was agreed on, as `2025-11-25`.
    pub protocol_version: Option<String>,
    /// Its name.
    pub server_name: Option<String>,
    /// Its version.
    pub server_version: Option<String>,
    /// The names of its capabilities: `tools`, `resources`.
    pub capabilities: Vec<String>,
    /// Whether it opened a session, which was then ended.
    pub session: bool,
    /// Its tools, if they were listed.
    pub tools: Option<ToolFacts>,
    /// The call of a tool, if one was asked for.
    pub call: Option<CallFacts>,
    /// How long its description may be kept (`ttlMs`), if it says so: of the greeting and the pages of tools the
    /// shortest.
    #[serde(rename = "fresh_for_seconds", serialize_with = "seconds")]
    pub fresh_for: Option<Duration>,
    /// The last lines that a command wrote to its standard error, where something went wrong.
    pub stderr_tail: Option<String>,
}

/// The tools of an MCP server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ToolFacts {
    /// How many there are.
    pub count: usize,
    /// Their names, in the server's order.
    pub names: Vec<String>,
    /// Pages that the listing took.
    pub pages: usize,
    /// SHA-256 over names, descriptions and schemas, independent of their order: it shows drift.
    pub hash: String,
    /// Those of the expected tools that are there.
    pub found: Vec<String>,
    /// Those of the expected tools that are not.
    pub missing: Vec<String>,
    /// Tools whose schema is not valid, and why.
    pub invalid: BTreeMap<String, String>,
}

/// The call of a tool.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CallFacts {
    /// The tool's name.
    pub tool: String,
    /// How long the call took.
    #[serde(rename = "seconds", serialize_with = "whole_seconds")]
    pub took: Duration,
    /// Whether the tool said that it failed.
    pub is_error: bool,
    /// The beginning of the text that it answered, at most 200 characters.
    pub text: String,
}
