//! A child of a fork begins with empty pools, whatever other threads of its parent were in the middle of.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Pool, Target};

use super::server::{fine, Server};
use super::{at_rest, children, context, isolation};

#[test]
fn children_of_a_busy_process_have_pools_of_their_own() {
    isolation::isolated("fork::children_of_a_busy_process_have_pools_of_their_own", || {
        // What listens lives on in the parent.
        let server = Server::new(|_| fine());
        let context = context(|pool| pool.max_connections_per_host = 2);
        let target = Target::rest("test", server.url("/"));
        assert_eq!(probe(&context, &target).reason, Reason::Ok);
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        assert_eq!(probe(&context, &target).reason, Reason::Ok);
                        let _ = context.pool(Pool::Rest);
                    }
                });
            }
            for _ in 0..30 {
                children::run(|| {
                    assert_eq!(context.pool(Pool::Rest), Default::default());
                    context.sweep();
                    let outcome = probe(&context, &target);
                    assert_eq!(
                        (outcome.reason, outcome.phases.connections),
                        (Reason::Ok, 1),
                        "{}",
                        outcome.message
                    );
                    assert_eq!(at_rest(&context, Pool::Rest).open, 1);
                    context.close(std::time::Duration::ZERO);
                    assert_eq!(at_rest(&context, Pool::Rest).open, 0);
                });
            }
            done.store(true, Ordering::Relaxed);
        });
        let outcome = probe(&context, &target);
        assert_eq!((outcome.reason, outcome.phases.reused), (Reason::Ok, true), "{}", outcome.message);
    });
}

/// A child has descriptors of its parent's connections, too, and lives on.
#[test]
fn the_server_sees_a_connection_closed_though_a_child_lives() {
    isolation::isolated("fork::the_server_sees_a_connection_closed_though_a_child_lives", || {
        let server = Server::new(|_| fine());
        let context = context(|_| {});
        assert_eq!(probe(&context, &Target::rest("test", server.url("/"))).reason, Reason::Ok);
        let child = children::spawn(|| thread::sleep(std::time::Duration::from_secs(60)));
        context.close(std::time::Duration::ZERO);
        super::until("the server sees it closed", || server.census.open() == 0);
        child.kill();
    });
}
