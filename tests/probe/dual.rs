//! A server by both paths.

use plimsoll::finding::{Reason, Status};
use plimsoll::probe::{probe, Kind, McpOptions, Outcome, Target};

use super::context;
use super::server::{answer, Answer, Asked, Server};

/// An MCP server of the second era, as small as it gets.
fn mcp(asked: &Asked) -> Answer {
    let message: serde_json::Value = serde_json::from_str(&asked.body).expect("JSON");
    let result = match message["method"].as_str() {
        Some("server/discover") => {
            r#"{"supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},"serverInfo":{"name":"both","version":"1"},"ttlMs":1000,"cacheScope":"private"}"#
        }
        Some("tools/list") => r#"{"tools":[{"name":"add","inputSchema":{"type":"object"}}]}"#,
        other => panic!("{other:?}"),
    };
    let body = format!(r#"{{"jsonrpc":"2.0","id":{},"result":{result}}}"#, message["id"]);
    (200, "Content-Type: application/json\r\n".to_owned(), body)
}

fn check(health: u16, works: bool) -> Outcome {
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/health" => answer(health, ""),
        _ if works => mcp(asked),
        _ => answer(500, "broken"),
    });
    let mut target = Target::rest("both", server.url("/health"));
    target.mcp = Some(Box::new(McpOptions::http(server.url("/mcp"))));
    probe(&context(), &target)
}

#[test]
fn both_paths_and_their_score() {
    let outcome = check(200, true);
    assert_eq!(
        (outcome.status, outcome.reason, outcome.kind),
        (Status::Healthy, Reason::Ok, Kind::Dual),
        "{outcome:?}"
    );
    let dual = outcome.dual.expect("both");
    assert!((dual.score - 1.0).abs() < 1e-9);
    assert_eq!(dual.working, ["mcp", "rest"]);
    assert_eq!(outcome.mcp.and_then(|mcp| mcp.server_name).as_deref(), Some("both"));
}

#[test]
fn one_of_two() {
    let outcome = check(503, true);
    assert_eq!((outcome.status, outcome.reason), (Status::Degraded, Reason::Partial), "{}", outcome.message);
    let dual = outcome.dual.expect("both");
    assert_eq!(dual.working, ["mcp"]);
    assert_eq!((dual.rest.status, dual.rest.reason), (Status::Unhealthy, Reason::HttpStatus));
    assert!((dual.score - 0.6).abs() < 1e-9);

    let outcome = check(200, false);
    assert_eq!((outcome.status, outcome.reason), (Status::Degraded, Reason::Partial), "{}", outcome.message);
    assert_eq!(outcome.dual.expect("both").working, ["rest"]);
    assert_eq!(check(503, false).status, Status::Unhealthy);
}
