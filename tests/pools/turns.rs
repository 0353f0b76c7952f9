//! Who has to wait, waits no longer than its deadline, and is told why.

use std::thread;
use std::time::{Duration, Instant};

use plimsoll::finding::{Reason, Status};
use plimsoll::probe::{probe, Auth, Era, McpTransport, OAuth2, Pool, Secret, Target};

use super::server::{Does, Server};
use super::{at_rest, context, until};

const LONG: Duration = Duration::from_millis(600);

#[test]
fn who_finds_no_connection_by_its_deadline_is_told_which_bound_it_was() {
    let slow = Server::new(|_| Does::AnswerAfter(LONG));
    let other = Server::new(|_| Does::AnswerAfter(LONG));
    let context = context(|pool| {
        pool.max_connections = 2;
        pool.max_connections_per_host = 1;
    });
    let hasty = |server: &Server| {
        let mut target = Target::rest("test", server.url("/"));
        target.timeout = Duration::from_millis(60);
        target
    };
    thread::scope(|scope| {
        for server in [&slow, &other] {
            let context = &context;
            scope.spawn(move || {
                assert_eq!(probe(context, &Target::rest("test", server.url("/"))).reason, Reason::Ok)
            });
        }
        until("both are in use", || context.pool(Pool::Rest).in_use == 2);
        let outcome = probe(&context, &hasty(&slow));
        assert_eq!(
            (outcome.reason, outcome.status),
            (Reason::PoolExhausted, Status::Unknown),
            "{}",
            outcome.message
        );
        assert!(outcome.message.contains("max_connections_per_host"), "{}", outcome.message);
        assert_eq!((outcome.phases.requests, outcome.alive), (0, None));
        assert!(
            outcome.phases.pool.is_some_and(|time| time >= Duration::from_millis(50)),
            "{:?}",
            outcome.phases
        );
        // Another host's turn is at hand, and the pool's is not.
        let outcome = probe(&context, &hasty(&Server::new(|_| Does::Nothing)));
        assert_eq!(outcome.reason, Reason::PoolExhausted, "{}", outcome.message);
        assert!(outcome.message.contains("`max_connections`"), "{}", outcome.message);
    });
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.refused, statistics.waited, statistics.created), (2, 2, 2), "{statistics:?}");
}

#[test]
fn a_slow_host_at_its_bound_does_not_hold_up_the_others() {
    let slow = Server::new(|_| Does::AnswerAfter(LONG / 3));
    let quick = Server::new(|_| super::server::fine());
    let context = context(|pool| pool.max_connections_per_host = 2);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| probe(&context, &Target::rest("slow", slow.url("/"))));
        }
        until("the others wait", || context.pool(Pool::Rest).waiting == 4);
        let outcome = probe(&context, &Target::rest("quick", quick.url("/")));
        assert_eq!((outcome.reason, outcome.phases.pool), (Reason::Ok, None), "{}", outcome.message);
        assert_eq!(context.pool(Pool::Rest).waiting, 4);
    });
    at_rest(&context, Pool::Rest);
}

#[test]
fn who_waits_is_sent_away_when_everything_is_given_up() {
    let server = Server::new(|_| Does::Nothing);
    let context = context(|pool| pool.max_connections = 1);
    let begun = Instant::now();
    thread::scope(|scope| {
        let checks: Vec<_> =
            (0..4).map(|_| scope.spawn(|| probe(&context, &Target::rest("test", server.url("/"))))).collect();
        until("three wait", || context.pool(Pool::Rest).waiting == 3);
        context.cancel();
        for check in checks {
            assert_eq!(check.join().expect("no panic").reason, Reason::Cancelled);
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(8));
    assert_eq!(at_rest(&context, Pool::Rest).open, 0);
}

/// Who was refused asks for another token over the same pool, and must not keep its only connection meanwhile.
#[test]
fn a_token_is_fetched_over_the_only_connection() {
    std::env::set_var("PLIMSOLL_POOLS_SECRET", "hush-hush");
    let number = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::new(move |asked| {
        if asked.line.starts_with("POST /token") {
            let number = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let token =
                format!(r#"{{"access_token":"token-{number}","token_type":"Bearer","expires_in":600}}"#);
            return Does::Answer(200, "", token);
        }
        match asked.head.contains("token-1") {
            true => super::server::fine(),
            false => Does::Answer(401, "", "another one, please".to_owned()),
        }
    });
    let context = context(|pool| pool.max_connections = 1);
    let mut target = Target::rest("test", server.url("/"));
    let secret = Secret::parse("env:PLIMSOLL_POOLS_SECRET").expect("a reference");
    target.auth = Auth::OAuth2(OAuth2::new(server.url("/token"), "me", secret));
    target.timeout = Duration::from_secs(5);
    let outcome = probe(&context, &target);
    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    assert_eq!((server.asked().len(), server.census.all()), (4, 1));
    at_rest(&context, Pool::Rest);
}

/// A check that was begun is not held up by those that wait, nor is the end of its session: the server would keep it.
#[test]
fn a_session_that_was_opened_is_ended_however_many_wait() {
    let server = Server::new(|asked| {
        if asked.line.starts_with("DELETE") {
            return Does::Answer(200, "", String::new());
        }
        let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap_or_default();
        let result = match body["method"].as_str().unwrap_or_default() {
            "initialize" => {
                r#"{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}"#
            }
            "tools/list" => r#"{"tools":[]}"#,
            _ => return Does::Answer(202, "", String::new()),
        };
        let text = format!(r#"{{"jsonrpc":"2.0","id":{},"result":{result}}}"#, body["id"]);
        let headers = match result.contains("serverInfo") {
            true => "Content-Type: application/json\r\nMcp-Session-Id: one\r\n",
            false => "Content-Type: application/json\r\n",
        };
        Does::Answer(200, headers, text)
    });
    let mut target = Target::mcp("test", server.url("/mcp"));
    if let Some(McpTransport::Http { era, .. }) = target.mcp.as_mut().map(|mcp| &mut mcp.transport) {
        *era = Era::Legacy;
    }
    let context = context(|pool| pool.max_connections_per_host = 2);
    thread::scope(|scope| {
        for _ in 0..24 {
            scope.spawn(|| {
                let outcome = probe(&context, &target);
                assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
                assert!(outcome.notes.is_empty(), "{:?}", outcome.notes);
            });
        }
    });
    let lines = server.asked();
    let count = |what: &str| lines.iter().filter(|asked| asked.line.starts_with(what)).count();
    assert_eq!((count("DELETE"), count("POST")), (24, 72));
    let statistics = at_rest(&context, Pool::Mcp);
    // One turn for each check, not for each of its requests.
    assert!(statistics.waited <= 22 && statistics.refused == 0, "{statistics:?}");
    assert!(server.census.most() <= 2, "{statistics:?}");
}
