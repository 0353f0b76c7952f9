//! MCP servers that are as they should be, except where a fault takes over.

use std::io;

use serde_json::{json, Value};

use super::answers::{answer, chunk, head, json as json_answer, LAST_CHUNK};
use super::peer::{Peer, Request};

/// What a server does instead of the good answer.
pub type Fault = fn(&mut Peer, &Call) -> io::Result<()>;

/// A JSON-RPC message as the prober sent it.
pub struct Call {
    /// Empty if the body is no request.
    pub method: String,
    pub params: Value,
    /// As JSON; `null` for a notification.
    pub id: Value,
}

impl Call {
    pub fn of(request: &Request) -> Self {
        let mut body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        Self {
            method: body["method"].as_str().unwrap_or_default().to_owned(),
            params: body["params"].take(),
            id: body["id"].take(),
        }
    }

    /// The answer with this result.
    pub fn result(&self, result: Value) -> String {
        json!({"jsonrpc": "2.0", "id": self.id, "result": result}).to_string()
    }

    /// The answer with this error.
    pub fn error(&self, code: i64, message: &str) -> String {
        json!({"jsonrpc": "2.0", "id": self.id, "error": {"code": code, "message": message}}).to_string()
    }

    /// What a good server of 2026-07-28 answers.
    pub fn modern(&self) -> String {
        let server = json!({"name": "faults", "version": "1.0"});
        match self.method.as_str() {
            "server/discover" => self.result(json!({
                "resultType": "complete",
                "supportedVersions": ["2026-07-28"],
                "capabilities": {"tools": {}},
                "ttlMs": 0,
                "cacheScope": "private",
                "_meta": {"io.modelcontextprotocol/serverInfo": server},
            })),
            "tools/list" => self.result(json!({
                "resultType": "complete", "tools": [tool("echo")], "ttlMs": 0, "cacheScope": "private",
            })),
            _ => self.error(-32601, "Method not found"),
        }
    }

    /// What a good server of 2025-11-25 answers.
    pub fn legacy(&self) -> String {
        match self.method.as_str() {
            "initialize" => self.result(json!({
                "protocolVersion": "2025-11-25",
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "faults", "version": "1.0"},
            })),
            "ping" => self.result(json!({})),
            "tools/list" => self.result(json!({"tools": [tool("echo")]})),
            _ => self.error(-32601, "Method not found"),
        }
    }
}

/// A tool as a list shows it.
pub fn tool(name: &str) -> Value {
    json!({"name": name, "description": "Says it again", "inputSchema": {"type": "object"}})
}

/// A good modern server that leaves the answer to `server/discover` to `fault`.
pub fn discover(peer: &mut Peer, fault: Fault) -> io::Result<()> {
    modern(peer, "server/discover", fault)
}

/// A good modern server that leaves one method to `fault`.
pub fn modern(peer: &mut Peer, method: &str, fault: Fault) -> io::Result<()> {
    loop {
        let request = peer.request()?;
        let call = Call::of(&request);
        match call.method.as_str() {
            asked if asked == method => fault(peer, &call)?,
            "" => peer.send(answer("405 Method Not Allowed", &[("Allow", "POST")], b""))?,
            "server/discover" | "tools/list" => peer.send(json_answer(&call.modern()))?,
            _ => peer.send(answer("404 Not Found", JSON, call.modern().as_bytes()))?,
        }
    }
}

/// A good legacy server with sessions that leaves one method to `fault`. The methods `GET` and
/// `DELETE` are those of HTTP.
pub fn legacy(peer: &mut Peer, method: &str, fault: Fault) -> io::Result<()> {
    loop {
        let request = peer.request()?;
        let call = Call::of(&request);
        let asked = if request.method == "POST" { &call.method } else { &request.method };
        match asked.as_str() {
            asked if asked == method => fault(peer, &call)?,
            "initialize" => {
                let headers = [JSON[0], ("Mcp-Session-Id", "c0ffee")];
                peer.send(answer("200 OK", &headers, call.legacy().as_bytes()))?;
            }
            "DELETE" => peer.send(answer("200 OK", &[], b""))?,
            "GET" => peer.send(answer("405 Method Not Allowed", &[("Allow", "POST, DELETE")], b""))?,
            // As a server with sessions answers whoever has none.
            "server/discover" => {
                let body = call.error(-32600, "Bad Request: Missing session ID");
                peer.send(answer("400 Bad Request", JSON, body.as_bytes()))?;
            }
            asked if asked.starts_with("notifications/") => peer.send(answer("202 Accepted", &[], b""))?,
            _ => peer.send(json_answer(&call.legacy()))?,
        }
    }
}

/// A server of 2024-11-05: one connection holds the stream, the others post; `answer` writes to the stream what
/// was posted.
pub fn two_channels(peer: &mut Peer, answer_on_stream: Fault) -> io::Result<()> {
    loop {
        let request = peer.request()?;
        let call = Call::of(&request);
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", _) => {
                events(peer)?;
                event_bytes(peer, "event: endpoint\ndata: /messages?session=1\n\n")?;
                let posted = peer.mailbox.clone();
                while let Some(call) = posted.take() {
                    answer_on_stream(peer, &call)?;
                }
            }
            ("POST", "/messages?session=1") => {
                peer.send(answer("202 Accepted", &[("Content-Type", "text/plain")], b"Accepted"))?;
                if !call.id.is_null() {
                    peer.mailbox.put(call);
                }
            }
            _ => peer.send(answer("405 Method Not Allowed", &[("Allow", "GET")], b""))?,
        }
    }
}

/// The head of an answer in events, chunked.
pub fn events(peer: &mut Peer) -> io::Result<()> {
    peer.send(head("200 OK", &[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")]))
}

/// Sends bytes of a stream of events as one chunk.
pub fn event_bytes(peer: &mut Peer, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    peer.send(chunk(bytes.as_ref()))
}

/// Answers one request with a stream of events of exactly these bytes, and ends the stream.
pub fn stream(peer: &mut Peer, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    events(peer)?;
    event_bytes(peer, bytes)?;
    peer.send(LAST_CHUNK)
}

/// One event as most servers write it.
pub fn event(data: &str) -> String {
    format!("event: message\ndata: {data}\n\n")
}

pub const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];
