//! Sessions of legacy MCP servers, and listings that go on and on.

use std::io;

use plimsoll::finding::Reason;
use serde_json::json;

use crate::kit::answers::{answer, json as json_answer};
use crate::kit::mcp::{self, Call};
use crate::kit::peer::Peer;
use crate::row::{legacy, modern, Row};

pub fn rows() -> Vec<Row> {
    let mut rows = sessions();
    rows.extend(pages());
    rows
}

fn sessions() -> Vec<Row> {
    vec![
        legacy("session-good", "keeps a session as it should", |peer| {
            mcp::legacy(peer, "nothing", |_, _| Ok(()))
        })
        .healthy(),
        legacy("session-id-huge", "gives a session id of 1 MB", |peer| {
            mcp::legacy(peer, "initialize", |peer, call| with_id(peer, call, &"x".repeat(1_000_000)))
        })
        .unhealthy(Reason::TooLarge),
        legacy("session-id-with-blank", "gives a session id with a blank in it", |peer| {
            mcp::legacy(peer, "initialize", |peer, call| with_id(peer, call, "c0ff ee"))
        })
        .unhealthy(Reason::Protocol)
        .because("the transport allows visible ASCII, 0x21 to 0x7E"),
        legacy("session-id-not-ascii", "gives a session id with letters beyond ASCII", |peer| {
            mcp::legacy(peer, "initialize", |peer, call| with_id(peer, call, "café"))
        })
        .unhealthy(Reason::Protocol),
        legacy("session-id-with-control", "gives a session id with a control character", |peer| {
            mcp::legacy(peer, "initialize", |peer, call| with_id(peer, call, "c0ff\u{1}ee"))
        })
        .unhealthy(Reason::Protocol),
        legacy("session-lost", "forgets its sessions at once: 404 to each", |peer| {
            mcp::legacy(peer, "tools/list", |peer, call| {
                let body = call.error(-32001, "Session not found");
                peer.send(answer("404 Not Found", mcp::JSON, body.as_bytes()))
            })
        })
        .unhealthy(Reason::HttpStatus)
        .because(
            "with a fresh session it fails the same way; the status is what says that the session is gone",
        ),
        legacy("session-end-refused", "does not let sessions be ended: 405 to `DELETE`", |peer| {
            mcp::legacy(peer, "DELETE", |peer, _| {
                peer.send(answer("405 Method Not Allowed", &[("Allow", "POST")], b""))
            })
        })
        .healthy()
        .because("the specification allows it"),
        legacy("session-end-fails", "fails when a session is ended", |peer| {
            mcp::legacy(peer, "DELETE", |peer, _| peer.send(answer("500 Internal Server Error", &[], b"")))
        })
        .healthy()
        .because("everything asked for was found; that the session could not be ended is a note"),
        legacy("session-end-never", "never answers `DELETE`", |peer| {
            mcp::legacy(peer, "DELETE", |peer, _| peer.hang())
        })
        .healthy()
        .whenever()
        .because("the server did its work; the deadline holds over the clearing up too"),
        legacy("session-end-reset", "resets at `DELETE`", |peer| {
            mcp::legacy(peer, "DELETE", |peer, _| peer.reset())
        })
        .healthy(),
    ]
}

fn pages() -> Vec<Row> {
    vec![
        modern("pages-endless", "lists its tools on pages without end, each with a new cursor", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| {
                let page = call.params["cursor"].as_str().map_or(0, str::len);
                list(peer, call, &format!("tool-{page}"), Some(&"x".repeat(page + 1)))
            })
        })
        .unhealthy(Reason::TooLarge)
        .because("the number of pages is one of the caps"),
        modern("pages-in-a-circle", "gives the same cursor on each page", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| list(peer, call, "echo", Some("again")))
        })
        .unhealthy(Reason::Protocol)
        .because("a cursor that comes back cannot lead on: no cap need be reached to know it"),
        legacy(
            "legacy-pages-endless",
            "lists its tools on pages without end, each with a new cursor",
            |peer| {
                mcp::legacy(peer, "tools/list", |peer, call| {
                    let page = call.params["cursor"].as_str().map_or(0, str::len);
                    list(peer, call, &format!("tool-{page}"), Some(&"x".repeat(page + 1)))
                })
            },
        )
        .unhealthy(Reason::TooLarge),
        modern("pages-cursor-huge", "gives a cursor of 500 kB", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| match call.params["cursor"].as_str() {
                None => list(peer, call, "one", Some(&"x".repeat(500_000))),
                Some(_) => list(peer, call, "two", None),
            })
        })
        .healthy()
        .because("it is within the caps, and a cursor is opaque"),
        modern("pages-cursor-no-text", "gives a cursor that is a number", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| {
                let result = json!({"resultType": "complete", "tools": [mcp::tool("echo")], "nextCursor": 7});
                peer.send(json_answer(&call.result(result)))
            })
        })
        .unhealthy(Reason::Protocol),
        modern("pages-empty-cursor", "ends its pages with an empty cursor", |peer| {
            mcp::modern(peer, "tools/list", |peer, call| match call.params["cursor"].as_str() {
                None => list(peer, call, "one", Some("next")),
                Some("next") => list(peer, call, "two", Some("")),
                Some(_) => peer.send(json_answer(&call.error(-32602, "Invalid cursor"))),
            })
        })
        .healthy()
        .because("servers do write an empty text for none"),
    ]
}

/// Initializes with this session id. The header is sent as it is.
fn with_id(peer: &mut Peer, call: &Call, id: &str) -> io::Result<()> {
    peer.send(answer("200 OK", &[mcp::JSON[0], ("Mcp-Session-Id", id)], call.legacy().as_bytes()))
}

fn list(peer: &mut Peer, call: &Call, tool: &str, cursor: Option<&str>) -> io::Result<()> {
    let mut result =
        json!({"resultType": "complete", "tools": [mcp::tool(tool)], "ttlMs": 0, "cacheScope": "private"});
    if let Some(cursor) = cursor {
        result["nextCursor"] = json!(cursor);
    }
    peer.send(json_answer(&call.result(result)))
}
