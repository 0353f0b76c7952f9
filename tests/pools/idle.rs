//! Kept connections are closed in time, as the server sees it.

use std::time::{Duration, Instant};

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Pool, Target};

use super::server::{fine, Does, Server};
use super::{at_rest, context, until};

const AGE: Duration = Duration::from_millis(80);

#[test]
fn what_is_idle_too_long_is_closed_without_another_request() {
    let server = Server::new(|_| fine());
    let context = context(|pool| {
        pool.idle_age = AGE;
        pool.cleanup_interval = Duration::from_millis(1);
    });
    assert_eq!(probe(&context, &Target::rest("test", server.url("/"))).reason, Reason::Ok);
    context.sweep();
    assert_eq!(server.census.open(), 1, "not yet");
    std::thread::sleep(AGE);
    context.sweep();
    until("the server sees it closed", || server.census.open() == 0);
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!(
        (statistics.open, statistics.closed_idle, statistics.per_host.len()),
        (0, 1, 0),
        "{statistics:?}"
    );
}

#[test]
fn what_is_idle_too_long_is_closed_when_another_host_is_asked() {
    let old = Server::new(|_| fine());
    let new = Server::new(|_| fine());
    let context = context(|pool| pool.idle_age = AGE);
    assert_eq!(probe(&context, &Target::rest("test", old.url("/"))).reason, Reason::Ok);
    std::thread::sleep(AGE);
    assert_eq!(probe(&context, &Target::rest("test", new.url("/"))).reason, Reason::Ok);
    until("the server sees it closed", || old.census.open() == 0);
    assert_eq!(new.census.open(), 1);
    assert_eq!(at_rest(&context, Pool::Rest).closed_idle, 1);
}

#[test]
fn a_server_that_tells_for_how_long_it_keeps_connections_is_believed() {
    let server = Server::new(|asked| match asked.line.contains("/none") {
        true => Does::Answer(204, "Keep-Alive: timeout=2, max=100\r\n", String::new()),
        false => Does::Answer(200, "Keep-Alive: timeout=2\r\n", "fine".to_owned()),
    });
    for path in ["/", "/none"] {
        let context = context(|pool| pool.cleanup_interval = Duration::from_millis(1));
        assert_eq!(probe(&context, &Target::rest("test", server.url(path))).reason, Reason::Ok);
        std::thread::sleep(Duration::from_millis(500));
        context.sweep();
        assert_eq!(at_rest(&context, Pool::Rest).idle, 1, "{path}: not yet");
        std::thread::sleep(Duration::from_millis(600));
        context.sweep();
        assert_eq!(at_rest(&context, Pool::Rest).idle, 0, "{path}: it would be closed a second later");
    }
}

#[test]
fn nothing_is_swept_more_often_than_was_asked_for() {
    let server = Server::new(|_| fine());
    let context = context(|pool| {
        pool.idle_age = Duration::from_millis(1);
        pool.cleanup_interval = Duration::from_secs(3600);
    });
    assert_eq!(probe(&context, &Target::rest("test", server.url("/"))).reason, Reason::Ok);
    std::thread::sleep(Duration::from_millis(5));
    context.sweep();
    assert_eq!(context.pool(Pool::Rest).idle, 1);
}

#[test]
fn without_keep_alive_every_request_has_its_own_connection() {
    let server = Server::new(|_| fine());
    let context = context(|pool| pool.keep_alive = false);
    for _ in 0..3 {
        let outcome = probe(&context, &Target::rest("test", server.url("/")));
        assert_eq!((outcome.reason, outcome.phases.connections), (Reason::Ok, 1), "{}", outcome.message);
    }
    let said = |head: &str| head.to_ascii_lowercase().contains("connection: close\r\n");
    assert!(server.asked().iter().all(|asked| said(&asked.head)), "{:?}", server.asked());
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.open, statistics.created, statistics.reused), (0, 3, 0), "{statistics:?}");
    until("the server sees them closed", || server.census.open() == 0);
}

#[test]
fn one_read_waits_no_longer_than_the_pool_allows() {
    let server = Server::new(|_| Does::Nothing);
    let context = context(|pool| pool.read_timeout = Duration::from_millis(100));
    let begun = Instant::now();
    let outcome = probe(&context, &Target::rest("test", server.url("/")));
    assert_eq!(outcome.reason, Reason::Deadline);
    assert!(outcome.message.contains("read_timeout"), "{}", outcome.message);
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(at_rest(&context, Pool::Rest).open, 0);
}

#[test]
fn options_with_which_nothing_can_be_done_are_refused() {
    use plimsoll::probe::{PoolOptions, ProbeContext, ProbeOptions};
    let refused = |wrong: fn(&mut PoolOptions)| {
        let mut options = ProbeOptions::default();
        wrong(&mut options.mcp_pool);
        ProbeContext::new(options).expect_err("refused").to_string()
    };
    assert!(refused(|pool| pool.max_connections = 0).contains("mcp_pool.max_connections"));
    assert!(refused(|pool| pool.max_connections_per_host = 0).contains("max_connections_per_host"));
    assert!(refused(|pool| pool.read_timeout = Duration::ZERO).contains("read_timeout"));
}
