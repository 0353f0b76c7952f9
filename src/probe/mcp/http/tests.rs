use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::json;

use super::server::{answer, error, legacy, modern, result, tools, Asked, Server, EVENTS, JSON};
use crate::finding::{Reason, Status};
use crate::probe::{probe, Era, McpTransport, Outcome, ProbeContext, ProbeOptions, Target, ToolCall};

pub(super) fn context() -> ProbeContext {
    ProbeContext::new(ProbeOptions::default()).unwrap()
}

pub(super) fn target(server: &Server) -> Target {
    let mut target = Target::mcp("server", server.url());
    target.timeout = Duration::from_secs(5);
    target
}

pub(super) fn check(server: &Server) -> Outcome {
    probe(&context(), &target(server))
}

#[track_caller]
pub(super) fn came_to(outcome: &Outcome, status: Status, reason: Reason) {
    assert_eq!((outcome.status, outcome.reason), (status, reason), "{}", outcome.message);
}

/// A captured answer of a real server, as it came over the wire.
fn captured(server: &str, name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mcp").join(server).join(name);
    std::fs::read(path.with_extension("http")).ok()
}

/// Replays what a real server answered.
fn replay(server: &'static str) -> Server {
    Server::start(move |asked: &Asked| {
        let modern = asked.header("mcp-protocol-version") == "2026-07-28";
        let name = match (asked.verb.as_str(), asked.method()) {
            ("DELETE", _) => "delete",
            (_, "server/discover") => "discover",
            (_, "notifications/initialized") => "initialized",
            (_, "tools/list") if modern => "tools",
            (_, "tools/list") => "legacy-tools",
            (_, method) => method,
        };
        captured(server, name).or_else(|| answer("404 Not Found", "", ""))
    })
}

#[test]
fn real_servers_are_read_in_the_era_they_offer() {
    for (server, era, version, name, tools, session) in [
        ("python-sdk-2", "modern", "2026-07-28", "second", 2, false),
        ("python-sdk-1", "legacy", "2025-11-25", "first", 2, true),
        ("python-sdk-1-stateless", "legacy", "2025-11-25", "first", 2, false),
        ("typescript-sdk-2", "modern", "2026-07-28", "typescript", 2, false),
        ("typescript-sdk-2-events", "modern", "2026-07-28", "typescript", 2, false),
        ("server-everything", "legacy", "2025-11-25", "mcp-servers/everything", 13, true),
        ("rmcp", "modern", "2026-07-28", "rmcp", 2, false),
    ] {
        let outcome = check(&replay(server));
        came_to(&outcome, Status::Healthy, Reason::Ok);
        let facts = outcome.mcp.unwrap();
        assert_eq!((facts.era, facts.protocol_version.as_deref()), (Some(era), Some(version)), "{server}");
        assert_eq!((facts.server_name.as_deref(), facts.session), (Some(name), session), "{server}");
        assert_eq!(facts.transport, Some("streamable_http"));
        let listed = facts.tools.unwrap();
        assert_eq!((listed.count, listed.pages, listed.invalid.len()), (tools, 1, 0), "{server}");
        assert_eq!(outcome.notes, [""; 0], "{server}");
    }
}

#[test]
fn real_servers_of_both_eras_are_read_in_the_older_one_too() {
    for server in ["python-sdk-2", "typescript-sdk-2", "rmcp"] {
        let replayed = replay(server);
        let mut target = target(&replayed);
        set_era(&mut target, Era::Legacy);
        let outcome = probe(&context(), &target);
        came_to(&outcome, Status::Healthy, Reason::Ok);
        assert_eq!(outcome.mcp.unwrap().era, Some("legacy"), "{server}");
        assert_eq!(replayed.shown()[0], "POST initialize", "nothing is detected where the era is given");
    }
}

#[test]
fn a_real_server_that_wants_credentials_is_alive() {
    let outcome = check(&replay("python-sdk-2-auth"));
    came_to(&outcome, Status::Degraded, Reason::AuthRequired);
    assert_eq!(outcome.alive, Some(true));
    assert!(
        outcome.message.contains("(invalid_token)") && outcome.message.contains("(Bearer)"),
        "{}",
        outcome.message
    );
}

fn set_era(target: &mut Target, wanted: Era) {
    if let McpTransport::Http { era, .. } = &mut target.mcp.as_mut().unwrap().transport {
        *era = wanted;
    }
}

#[test]
fn a_modern_request_says_who_asks_in_head_and_body() {
    let server = Server::start(modern);
    let outcome = check(&server);
    came_to(&outcome, Status::Healthy, Reason::Ok);
    assert_eq!(outcome.mcp.unwrap().fresh_for, Some(Duration::from_millis(1500)));
    assert_eq!(server.shown(), ["POST server/discover", "POST tools/list"]);
    for asked in server.asked() {
        assert_eq!(asked.header("accept"), "application/json, text/event-stream");
        assert_eq!(asked.header("content-type"), "application/json");
        assert_eq!(asked.header("mcp-protocol-version"), "2026-07-28");
        assert_eq!(asked.header("mcp-method"), asked.method());
        let meta = &asked.body["params"]["_meta"];
        assert_eq!(meta["io.modelcontextprotocol/protocolVersion"], "2026-07-28");
        assert_eq!(meta["io.modelcontextprotocol/clientCapabilities"], json!({}));
        assert_eq!(meta["io.modelcontextprotocol/clientInfo"]["name"], "plimsoll");
    }
    assert_eq!((outcome.phases.requests, outcome.phases.connections), (2, 1));
}

#[test]
fn an_era_is_remembered_and_forgotten_when_it_proves_wrong() {
    let new = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let is_new = std::sync::Arc::clone(&new);
    let server = Server::start(move |asked| match is_new.load(Ordering::Relaxed) {
        true => modern(asked),
        false => legacy(asked),
    });
    let context = context();
    let target = target(&server);
    let asked = |from: usize| server.shown()[from..].to_vec();
    came_to(&probe(&context, &target), Status::Healthy, Reason::Ok);
    let first = server.shown().len();
    came_to(&probe(&context, &target), Status::Healthy, Reason::Ok);
    assert_eq!(asked(first)[0], "POST initialize");
    let second = server.shown().len();
    new.store(true, Ordering::Relaxed);
    came_to(&probe(&context, &target), Status::Healthy, Reason::Ok);
    assert_eq!(asked(second)[..2], ["POST initialize", "POST server/discover"]);
    let third = server.shown().len();
    came_to(&probe(&context, &target), Status::Healthy, Reason::Ok);
    assert_eq!(asked(third), ["POST server/discover", "POST tools/list"]);
}

#[test]
fn a_network_error_is_no_verdict_on_the_era() {
    let server = Server::start(|asked| match asked.method() {
        "server/discover" => {
            Some(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{".to_vec())
        }
        _ => legacy(asked),
    });
    let mut target = target(&server);
    target.timeout = Duration::from_millis(300);
    came_to(&probe(&context(), &target), Status::Unhealthy, Reason::Deadline);
    assert_eq!(server.shown(), ["POST server/discover"]);
}

#[test]
fn errors_of_the_modern_era_never_lead_back() {
    for code in [-32020, -32021, -32022] {
        let server = Server::start(move |asked| {
            error(asked, "400 Bad Request", code, &json!({ "supported": ["2031-01-01"] }))
        });
        let outcome = check(&server);
        came_to(&outcome, Status::Unhealthy, Reason::ServerError);
        assert_eq!(server.shown(), ["POST server/discover"], "{code}");
        assert!(outcome.message.contains(&code.to_string()));
    }
}

#[test]
fn a_server_that_names_older_versions_as_supported_is_greeted_in_the_older_way() {
    let server = Server::start(|asked| match asked.method() {
        "server/discover" => error(asked, "400 Bad Request", -32022, &json!({ "supported": ["2025-11-25"] })),
        _ => legacy(asked),
    });
    came_to(&check(&server), Status::Healthy, Reason::Ok);
    let advertised = Server::start(|asked| match asked.method() {
        "server/discover" => {
            result(asked, &json!({ "supportedVersions": ["2025-11-25"], "capabilities": {} }))
        }
        _ => legacy(asked),
    });
    let outcome = check(&advertised);
    came_to(&outcome, Status::Healthy, Reason::Ok);
    assert_eq!(outcome.mcp.unwrap().era, Some("legacy"));
}

#[test]
fn an_error_whose_id_is_lost_is_the_answer_all_the_same() {
    for id in ["\"id\":null,", "\"id\":\"server-error\",", ""] {
        let server = Server::start(move |asked| match asked.method() {
            "server/discover" => {
                let body = format!(
                    "{{\"jsonrpc\":\"2.0\",{id}\"error\":{{\"code\":-32000,\"message\":\"no session\"}}}}"
                );
                answer("400 Bad Request", JSON, &body)
            }
            _ => legacy(asked),
        });
        came_to(&check(&server), Status::Healthy, Reason::Ok);
    }
    let plain = Server::start(|asked| match asked.method() {
        "server/discover" => {
            answer("422 Unprocessable Entity", "", "Unexpected message, expect initialize request")
        }
        _ => legacy(asked),
    });
    came_to(&check(&plain), Status::Healthy, Reason::Ok);
}

#[test]
fn redirects_are_followed_where_they_keep_the_post() {
    let moved = Server::start(|asked| match asked.path.as_str() {
        "/mcp" => answer("307 Temporary Redirect", "Location: /mcp/\r\n", ""),
        _ => modern(asked),
    });
    came_to(&check(&moved), Status::Healthy, Reason::Ok);
    let paths: Vec<String> = moved.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["/mcp", "/mcp/", "/mcp/"], "where it leads is kept for the check");
    for (status, location) in [("302 Found", "/login"), ("308 Permanent Redirect", "http://localhost:9/")] {
        let server = Server::start(move |_| answer(status, &format!("Location: {location}\r\n"), ""));
        came_to(&check(&server), Status::Unhealthy, Reason::Redirect);
        assert_eq!(server.shown().len(), 1);
    }
}

#[test]
fn refusals_are_told_apart_by_status_and_by_whether_credentials_were_shown() {
    for (status, reason) in [("401 Unauthorized", Reason::AuthRequired), ("403 Forbidden", Reason::Forbidden)]
    {
        let server = Server::start(move |_| {
            answer(status, "WWW-Authenticate: Bearer error=\"insufficient_scope\"\r\n", "{}")
        });
        let mut target = target(&server);
        let outcome = probe(&context(), &target);
        came_to(&outcome, Status::Degraded, reason);
        assert!(outcome.message.contains("insufficient_scope"), "{}", outcome.message);
        if let McpTransport::Http { headers, .. } = &mut target.mcp.as_mut().unwrap().transport {
            headers
                .push(("Authorization".to_owned(), crate::probe::HeaderValue::Plain("Bearer x".to_owned())));
        }
        came_to(&probe(&context(), &target), Status::Unhealthy, reason);
    }
    let busy =
        Server::start(|_| answer("503 Service Unavailable", "Retry-After: 7\r\n", "Too many open sessions"));
    let outcome = check(&busy);
    came_to(&outcome, Status::Unhealthy, Reason::HttpStatus);
    assert_eq!(outcome.retry_after, Some(Duration::from_secs(7)));
    assert!(outcome.message.contains("Too many open sessions"));
}

#[test]
fn an_answer_among_events_is_found_and_a_stream_without_end_is_left() {
    let server = Server::start(|asked| {
        let body = modern(asked).unwrap();
        let json = String::from_utf8(body).unwrap().split_once("\r\n\r\n").unwrap().1.to_owned();
        let noise =
            ": ping\r\rid: 1\rdata:\r\rdata: {\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"roots/list\"}\r\r";
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";
        Some(format!("{head}{noise}data: {json}\r\r").into_bytes())
    });
    let begun = Instant::now();
    let outcome = check(&server);
    came_to(&outcome, Status::Healthy, Reason::Ok);
    assert!(begun.elapsed() < Duration::from_millis(500), "{:?}", begun.elapsed());
    assert_eq!(outcome.phases.connections, 2, "a stream that does not end keeps its connection from others");
}

#[test]
fn a_server_of_2024_is_spoken_to_over_its_stream() {
    let server = Server::start(|asked| match (asked.verb.as_str(), asked.path.as_str()) {
        ("GET", "/mcp") => {
            let initialize = json!({ "jsonrpc": "2.0", "id": 1, "result": { "protocolVersion": "2024-11-05",
                "capabilities": { "tools": {} }, "serverInfo": { "name": "oldest", "version": "0" } } });
            let list = json!({ "jsonrpc": "2.0", "id": 2, "result": tools() });
            // The answers are there before they are asked for, as they can be before the 202.
            let head = format!("HTTP/1.1 200 OK\r\n{EVENTS}\r\n");
            let events = format!(
                "event: endpoint\ndata: messages?session=1\n\ndata: {initialize}\n\ndata: {list}\n\n"
            );
            Some((head + &events).into_bytes())
        }
        ("POST", "/messages?session=1") => answer("202 Accepted", "", "Accepted"),
        _ => answer("405 Method Not Allowed", "Allow: GET\r\n", ""),
    });
    let context = context();
    let outcome = probe(&context, &target(&server));
    came_to(&outcome, Status::Healthy, Reason::Ok);
    let facts = outcome.mcp.unwrap();
    assert_eq!((facts.transport, facts.era), (Some("sse"), Some("sse")));
    assert_eq!(facts.protocol_version.as_deref(), Some("2024-11-05"));
    let before = server.shown().len();
    came_to(&probe(&context, &target(&server)), Status::Healthy, Reason::Ok);
    assert_eq!(server.shown()[before], "GET", "the era is remembered");
}

#[test]
fn nothing_is_posted_to_another_origin() {
    let other = Server::start(modern);
    let elsewhere = other.url();
    let server = Server::start(move |asked| match asked.verb.as_str() {
        "GET" => Some(
            format!("HTTP/1.1 200 OK\r\n{EVENTS}\r\nevent: endpoint\ndata: {elsewhere}\n\n").into_bytes(),
        ),
        _ => answer("404 Not Found", "", ""),
    });
    came_to(&check(&server), Status::Unhealthy, Reason::Protocol);
    assert_eq!(other.shown(), [""; 0]);
}

#[test]
fn a_wrong_path_is_told_by_its_status() {
    let server = Server::start(|_| answer("404 Not Found", "", "<html>nothing here</html>"));
    let outcome = check(&server);
    came_to(&outcome, Status::Unhealthy, Reason::HttpStatus);
    assert_eq!(outcome.alive, Some(false));
    assert_eq!(server.shown(), ["POST server/discover", "POST initialize", "GET"]);
}

#[test]
fn a_tool_is_called_once_with_its_name_in_the_head() {
    let server = Server::start(modern);
    let mut target = target(&server);
    let options = target.mcp.as_mut().unwrap();
    options.list_tools = false;
    options.call = Some(ToolCall::new("\u{e4}dd", json!({ "a": 1 })));
    let outcome = probe(&context(), &target);
    came_to(&outcome, Status::Healthy, Reason::Ok);
    assert_eq!(outcome.mcp.unwrap().call.unwrap().text, "{\"sum\":3}");
    let asked = server.asked();
    assert_eq!(server.shown(), ["POST server/discover", "POST tools/call"]);
    assert_eq!(asked[1].header("mcp-name"), "=?base64?w6RkZA==?=");
    assert_eq!(asked[1].body["params"]["arguments"], json!({ "a": 1 }));
}

#[test]
fn where_nothing_is_asked_a_ping_tells() {
    let server = Server::start(legacy);
    let mut target = target(&server);
    target.mcp.as_mut().unwrap().list_tools = false;
    came_to(&probe(&context(), &target), Status::Healthy, Reason::Ok);
    assert!(server.shown().contains(&"POST ping".to_owned()));
}

#[test]
fn a_slow_server_is_slow() {
    let server = Server::start(|asked| {
        std::thread::sleep(Duration::from_millis(20));
        modern(asked)
    });
    let mut target = target(&server);
    target.mcp.as_mut().unwrap().degraded_after = Some(Duration::from_millis(30));
    came_to(&probe(&context(), &target), Status::Degraded, Reason::Slow);
    target.mcp.as_mut().unwrap().unhealthy_after = Some(Duration::from_millis(35));
    came_to(&probe(&context(), &target), Status::Unhealthy, Reason::Slow);
}
