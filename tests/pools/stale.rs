//! Kept connections that the server has closed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Pool, Target};

use super::server::{fine, Does, Server};
use super::{at_rest, context, until};

#[test]
fn one_that_turns_out_closed_is_tried_again_once_over_a_new_one() {
    let server = Server::new(|asked| if asked.earlier == 0 { fine() } else { Does::Close });
    let context = context(|_| {});
    let target = Target::rest("test", server.url("/"));
    assert_eq!(probe(&context, &target).reason, Reason::Ok);
    let outcome = probe(&context, &target);
    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    assert_eq!((outcome.phases.requests, outcome.phases.connections), (2, 1));
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.retried, statistics.created), (1, 2), "{statistics:?}");
}

/// A server that was started anew: all that is kept of it is gone, and nothing of that is tried.
#[test]
fn the_second_attempt_is_the_last_and_goes_over_none_that_was_kept() {
    let calls = AtomicUsize::new(0);
    let server = Server::new(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0..3 => Does::AnswerAfter(Duration::from_millis(100)),
        _ => Does::Close,
    });
    let context = context(|_| {});
    let target = Target::rest("test", server.url("/"));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert_eq!(probe(&context, &target).reason, Reason::Ok));
        }
    });
    assert_eq!(context.pool(Pool::Rest).idle, 3);
    let outcome = probe(&context, &target);
    assert_eq!(outcome.reason, Reason::Closed, "{}", outcome.message);
    assert_eq!((outcome.phases.requests, outcome.phases.connections), (2, 1));
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.open, statistics.retried, statistics.closed_idle), (0, 1, 2), "{statistics:?}");
    assert_eq!(server.asked().len(), 5);
}

#[test]
fn one_that_was_seen_to_be_closed_costs_no_attempt() {
    let server = Server::new(|_| Does::AnswerAndClose(Duration::from_millis(30)));
    let context = context(|_| {});
    let target = Target::rest("test", server.url("/"));
    assert_eq!(probe(&context, &target).reason, Reason::Ok);
    until("the server has closed it", || server.census.open() == 0);
    std::thread::sleep(Duration::from_millis(20));
    let outcome = probe(&context, &target);
    assert_eq!((outcome.reason, outcome.phases.requests), (Reason::Ok, 1), "{}", outcome.message);
    let statistics = context.pool(Pool::Rest);
    assert_eq!((statistics.reused, statistics.closed_idle, statistics.retried), (0, 1, 0), "{statistics:?}");
}

/// As with servers that close after five seconds, only sooner: requests come around the moment of closing.
#[test]
fn requests_that_race_with_the_servers_close_are_all_answered() {
    let server = Server::new(|_| Does::AnswerAndClose(Duration::from_millis(4)));
    let context = context(|_| {});
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let (context, server) = (&context, &server);
            scope.spawn(move || {
                let target = Target::rest("test", server.url("/"));
                for round in 0..25_u64 {
                    let outcome = probe(context, &target);
                    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
                    std::thread::sleep(Duration::from_micros(3_500 + (thread * 31 + round * 53) % 1_000));
                }
            });
        }
    });
    let statistics = at_rest(&context, Pool::Rest);
    let sent = statistics.created + statistics.reused;
    assert_eq!(sent, 200 + statistics.retried, "{statistics:?}");
    assert_eq!(server.census.all() as u64, statistics.created, "{statistics:?}");
}
