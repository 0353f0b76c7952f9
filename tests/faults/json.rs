//! Answers of MCP servers that are no JSON, or no JSON-RPC.

use std::io;

use plimsoll::finding::Reason;
use serde_json::json;

use crate::kit::answers::{answer, head, json as json_answer};
use crate::kit::mcp::{self, Call};
use crate::kit::peer::Peer;
use crate::row::{legacy, modern, rest, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = text();
    rows.extend(messages());
    rows.extend(results());
    rows.extend(bodies());
    rows
}

fn text() -> Vec<Row> {
    vec![
        modern("json-invalid", "answers with JSON that does not parse", |peer| {
            says(peer, |call| call.modern().replace(':', "="))
        })
        .unhealthy(Reason::Protocol),
        modern("json-cut", "answers with JSON that stops in the middle", |peer| {
            says(peer, |call| call.modern()[..40].to_owned())
        })
        .unhealthy(Reason::Protocol),
        modern("json-more", "answers with JSON and something after it", |peer| {
            says(peer, |call| call.modern() + "}]")
        })
        .unhealthy(Reason::Protocol),
        modern("json-empty", "answers with an empty body", |peer| says(peer, |_| String::new()))
            .unhealthy(Reason::Protocol),
        modern("json-not-utf-8", "answers with JSON in Latin-1", |peer| {
            mcp::discover(peer, |peer, call| {
                let body = call.modern().replace("faults", "f?ults").into_bytes();
                let body: Vec<u8> = body.into_iter().map(|b| if b == b'?' { 0xe4 } else { b }).collect();
                peer.send(answer("200 OK", mcp::JSON, &body))
            })
        })
        .unhealthy(Reason::Protocol)
        .because("the transport asks for UTF-8"),
        modern("json-deep", "answers with arrays 10,000 deep", |peer| {
            says(peer, |call| {
                let deep = "[".repeat(10_000) + &"]".repeat(10_000);
                format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{{\"x\":{deep}}}}}", call.id)
            })
        })
        .unhealthy(Reason::TooLarge)
        .because("the depth of JSON is one of the caps"),
        modern("json-huge", "answers with an array of 100 MB", |peer| {
            mcp::discover(peer, |peer, call| {
                peer.send(head("200 OK", &[mcp::JSON[0], ("Connection", "close")]))?;
                peer.send(format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{{\"x\":[0", call.id))?;
                let block = ",12345678".repeat(10_000);
                for _ in 0..1_112 {
                    peer.send(&block)?;
                }
                peer.send("]}}")
            })
        })
        .unhealthy(Reason::TooLarge),
        modern("json-huge-string", "answers with a string of 100 MB, with its length said", |peer| {
            mcp::discover(peer, |peer, call| {
                let start = format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{{\"x\":\"", call.id);
                let length = (start.len() + 100_000_000 + 3).to_string();
                peer.send(head("200 OK", &[mcp::JSON[0], ("Content-Length", &length)]))?;
                peer.send(start)?;
                let block = "x".repeat(100_000);
                for _ in 0..1_000 {
                    peer.send(&block)?;
                }
                peer.send("\"}}")
            })
        })
        .unhealthy(Reason::TooLarge),
    ]
}

fn messages() -> Vec<Row> {
    vec![
        modern("json-wrong-id", "answers with another id", |peer| {
            says(peer, |call| Call { id: json!(4_711), ..copy(call) }.modern())
        })
        .unhealthy(Reason::Protocol),
        modern("json-id-as-text", "answers with the id as a string", |peer| {
            says(peer, |call| Call { id: json!(call.id.to_string()), ..copy(call) }.modern())
        })
        .unhealthy(Reason::Protocol)
        .because(
            "JSON-RPC 2.0, 5: the id must be the same value; clients that match by it would wait for ever",
        ),
        modern("json-no-id", "answers without an id", |peer| {
            says(peer, |call| call.modern().replacen("\"id\"", "\"di\"", 1))
        })
        .unhealthy(Reason::Protocol),
        modern("json-both", "answers with a result and an error", |peer| {
            says(peer, |call| {
                call.modern().replacen('{', "{\"error\":{\"code\":-32603,\"message\":\"and yet\"},", 1)
            })
        })
        .unhealthy(Reason::Protocol),
        modern("json-neither", "answers with neither result nor error", |peer| {
            says(peer, |call| json!({"jsonrpc": "2.0", "id": call.id}).to_string())
        })
        .unhealthy(Reason::Protocol),
        modern("json-rpc-1.0", "answers as JSON-RPC 1.0", |peer| {
            says(peer, |call| call.modern().replace("\"2.0\"", "\"1.0\""))
        })
        .unhealthy(Reason::Protocol),
        modern("json-no-version", "answers without a version of JSON-RPC", |peer| {
            says(peer, |call| call.modern().replace("\"jsonrpc\"", "\"rpc\""))
        })
        .unhealthy(Reason::Protocol),
        modern("json-batch", "answers with an array of answers", |peer| {
            says(peer, |call| format!("[{}]", call.modern()))
        })
        .unhealthy(Reason::Protocol)
        .because("batches existed in 2025-03-26 only, and only where one was sent"),
        modern("json-number", "answers with a number", |peer| says(peer, |_| "42".to_owned()))
            .unhealthy(Reason::Protocol),
        modern("json-null", "answers with null", |peer| says(peer, |_| "null".to_owned()))
            .unhealthy(Reason::Protocol),
        modern("json-request", "answers with a request of its own", |peer| {
            says(peer, |call| json!({"jsonrpc": "2.0", "id": call.id, "method": "roots/list"}).to_string())
        })
        .unhealthy(Reason::Protocol),
        modern("json-error-no-object", "answers with an error that is a string", |peer| {
            says(peer, |call| json!({"jsonrpc": "2.0", "id": call.id, "error": "boom"}).to_string())
        })
        .unhealthy(Reason::Protocol),
        modern("json-error-always", "answers everything with an internal error", |peer| loop {
            let call = Call::of(&peer.request()?);
            peer.send(json_answer(&call.error(-32603, "Internal error")))?;
        })
        .unhealthy(Reason::ServerError),
    ]
}

fn results() -> Vec<Row> {
    vec![
        modern("json-error-escapes", "answers with an error in escape sequences of terminals", |peer| loop {
            let call = Call::of(&peer.request()?);
            peer.send(json_answer(&call.error(-32603, "\u{1b}[2J\u{1b}]0;owned\u{7}boo\r\n")))?;
        })
        .unhealthy(Reason::ServerError)
        .because("what a server says is shown without its control characters"),
        modern("discover-escapes", "has a name of escape sequences of terminals", |peer| {
            says(peer, |call| call.modern().replace("faults", "\\u001b[2Jfaults\\u0007"))
        })
        .healthy(),
        modern("json-result-no-object", "answers with a result that is a number", |peer| {
            says(peer, |call| call.result(json!(5)))
        })
        .unhealthy(Reason::Protocol),
        modern("discover-no-versions", "discovers itself without any version", |peer| {
            says(peer, |call| {
                call.result(json!({"resultType": "complete", "capabilities": {}, "ttlMs": 0, "cacheScope": "private"}))
            })
        })
        .unhealthy(Reason::Protocol),
        legacy("initialize-unknown-version", "initializes with a version of the year 1999", |peer| {
            initialize(peer, json!({"protocolVersion": "1999-01-01", "capabilities": {},
                "serverInfo": {"name": "faults", "version": "1"}}))
        })
        .unhealthy(Reason::Protocol),
        legacy("initialize-empty", "initializes with an empty result", |peer| initialize(peer, json!({})))
            .unhealthy(Reason::Protocol),
        legacy("initialize-never", "never answers `initialize`", |peer| {
            mcp::legacy(peer, "initialize", |peer, _| peer.hang())
        })
        .deadline(),
        legacy("initialized-never", "never answers `notifications/initialized`", |peer| {
            mcp::legacy(peer, "notifications/initialized", |peer, _| peer.hang())
        })
        .deadline(),
        modern("tools-no-list", "lists its tools as a string", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| {
                peer.send(json_answer(&call.result(json!({"resultType": "complete", "tools": "many"}))))
            })
        })
        .unhealthy(Reason::Protocol),
        modern("tools-missing", "lists its tools without a list", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| {
                peer.send(json_answer(&call.result(json!({"resultType": "complete"}))))
            })
        })
        .unhealthy(Reason::Protocol),
        modern("tools-nameless", "lists a tool without a name", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| {
                let tools = json!([{"inputSchema": {"type": "object"}}]);
                peer.send(json_answer(&call.result(json!({"resultType": "complete", "tools": tools}))))
            })
        })
        .unhealthy(Reason::Protocol),
        modern("tools-never", "never answers `tools/list`", |peer| {
            mcp::modern(peer, "tools/list", |peer, _| peer.hang())
        })
        .deadline(),
    ]
}

fn bodies() -> Vec<Row> {
    vec![
        rest(
            "body-json-invalid",
            "answers with JSON that does not parse, where a field is expected",
            |peer| web(peer, "{\"status\": "),
        )
        .set(crate::knobs::expect_status_ok)
        .unhealthy(Reason::BodyMismatch),
        rest("body-json-deep", "answers with JSON 10,000 deep, where a field is expected", |peer| {
            web(
                peer,
                &("{\"status\":\"ok\",\"x\":".to_owned() + &"[".repeat(10_000) + &"]".repeat(10_000) + "}"),
            )
        })
        .set(crate::knobs::expect_status_ok)
        .unhealthy(Reason::BodyMismatch),
        rest("body-json-other", "answers with JSON that lacks the expected field", |peer| {
            web(peer, "{\"a\":1}")
        })
        .set(crate::knobs::expect_status_ok)
        .unhealthy(Reason::BodyMismatch),
        rest("body-binary", "answers with bytes that are no text, where a text is expected", |peer| {
            peer.request()?;
            peer.send(answer("200 OK", &[("Content-Type", "text/plain")], &[0xff, 0x00, 0xfe, 0x80]))
        })
        .set(crate::knobs::expect_text)
        .unhealthy(Reason::BodyMismatch),
    ]
}

/// Answers `server/discover` with this body.
fn says(peer: &mut Peer, body: fn(&Call) -> String) -> io::Result<()> {
    loop {
        let call = Call::of(&peer.request()?);
        let body = if call.method == "server/discover" { body(&call) } else { call.modern() };
        peer.send(json_answer(&body))?;
    }
}

fn initialize(peer: &mut Peer, result: serde_json::Value) -> io::Result<()> {
    loop {
        let request = peer.request()?;
        let call = Call::of(&request);
        match call.method.as_str() {
            "initialize" => peer.send(json_answer(&call.result(result.clone())))?,
            "server/discover" => peer.send(answer("404 Not Found", &[], b""))?,
            "" => peer.send(answer("405 Method Not Allowed", &[], b""))?,
            _ => peer.send(json_answer(&call.legacy()))?,
        }
    }
}

fn web(peer: &mut Peer, body: &str) -> io::Result<()> {
    peer.request()?;
    peer.send(json_answer(body))
}

fn copy(call: &Call) -> Call {
    Call { method: call.method.clone(), params: call.params.clone(), id: call.id.clone() }
}
