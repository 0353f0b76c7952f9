use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{json, Value};

use super::server::{answer, error, legacy, Server};
use super::tests::{came_to, check, context, target};
use crate::finding::{Reason, Status};
use crate::probe::probe;

#[test]
fn a_session_is_carried_and_ended() {
    let server = Server::start(legacy);
    let outcome = check(&server);
    came_to(&outcome, Status::Healthy, Reason::Ok);
    assert!(outcome.mcp.unwrap().session);
    let wanted = [
        "POST server/discover",
        "POST initialize",
        "POST notifications/initialized",
        "POST tools/list",
        "DELETE",
    ];
    assert_eq!(server.shown(), wanted, "no ping where tools are listed");
    let asked = server.asked();
    assert_eq!(asked[1].header("mcp-protocol-version"), "", "it would make this a modern request");
    assert_eq!(asked[1].body["params"]["capabilities"], json!({}));
    for later in &asked[2..] {
        assert_eq!(later.header("mcp-session-id"), "c0ffee");
        assert_eq!(later.header("mcp-protocol-version"), "2025-11-25");
    }
    assert_eq!(outcome.phases.connections, 1);
}

#[test]
fn a_session_that_is_lost_is_begun_anew_once() {
    let lists = AtomicUsize::new(0);
    let once = Server::start(move |asked| match asked.method() {
        "tools/list" if lists.fetch_add(1, Ordering::Relaxed) == 0 => {
            error(asked, "404 Not Found", -32001, &Value::Null)
        }
        _ => legacy(asked),
    });
    let outcome = check(&once);
    came_to(&outcome, Status::Healthy, Reason::Ok);
    assert!(outcome.notes[0].contains("forgot its session"), "{:?}", outcome.notes);
    let always = Server::start(|asked| match asked.method() {
        "tools/list" => answer("404 Not Found", "", "gone"),
        _ => legacy(asked),
    });
    came_to(&check(&always), Status::Unhealthy, Reason::HttpStatus);
    let asked = always.shown();
    assert_eq!(asked.iter().filter(|one| *one == "POST initialize").count(), 2);
    assert!(!asked.contains(&"DELETE".to_owned()), "a session that is gone needs no end");
}

#[test]
fn a_session_is_ended_also_after_errors_and_near_the_deadline() {
    let failing = Server::start(|asked| match asked.method() {
        "tools/list" => error(asked, "200 OK", -32603, &Value::Null),
        _ => legacy(asked),
    });
    came_to(&check(&failing), Status::Unhealthy, Reason::ServerError);
    assert_eq!(failing.shown().last().unwrap(), "DELETE");
    let silent = Server::start(|asked| match asked.method() {
        "tools/list" => None,
        _ => legacy(asked),
    });
    let mut target = target(&silent);
    target.timeout = Duration::from_millis(500);
    let begun = Instant::now();
    let outcome = probe(&context(), &target);
    came_to(&outcome, Status::Unhealthy, Reason::Deadline);
    assert_eq!(outcome.alive, Some(true));
    assert!(begun.elapsed() < Duration::from_millis(600), "{:?}", begun.elapsed());
    assert_eq!(silent.shown().last().unwrap(), "DELETE");
    assert_eq!(outcome.notes, [""; 0]);
}

#[test]
fn an_end_that_fails_is_a_note_and_405_is_none() {
    for (status, notes) in [("405 Method Not Allowed", 0), ("404 Not Found", 0), ("500 Oh", 1)] {
        let server = Server::start(move |asked| match asked.verb.as_str() {
            "DELETE" => answer(status, "", ""),
            _ => legacy(asked),
        });
        let outcome = check(&server);
        came_to(&outcome, Status::Healthy, Reason::Ok);
        assert_eq!(outcome.notes.len(), notes, "{status}: {:?}", outcome.notes);
    }
}
