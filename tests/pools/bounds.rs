//! No more connections than allowed, whatever is asked for at once.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Pool, Target};

use super::server::{fine, Census, Does, Server};
use super::{at_rest, context};

const SHORT: Duration = Duration::from_millis(3);

#[test]
fn sixty_four_threads_share_the_connections_to_one_host() {
    let server = Server::new(|_| Does::AnswerAfter(SHORT));
    let context = context(|pool| pool.max_connections_per_host = 4);
    let target = Target::rest("test", server.url("/"));
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let outcome = probe(&context, &target);
                    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
                }
            });
        }
    });
    assert!(server.census.most() <= 4, "{:?}", server.census);
    assert_eq!(server.asked().len(), 320);
    let statistics = at_rest(&context, Pool::Rest);
    assert!(statistics.open <= 4 && statistics.open > 0, "{statistics:?}");
    // One that is idle is used again before another is made.
    assert!(statistics.created <= 4, "{statistics:?}");
    assert_eq!(statistics.created + statistics.reused, 320, "{statistics:?}");
    assert!(statistics.waited > 0 && !statistics.wait_time.is_zero(), "{statistics:?}");
    assert_eq!((statistics.refused, statistics.retried), (0, 0), "{statistics:?}");
    assert_eq!(server.census.open(), statistics.open);
}

#[test]
fn the_bound_of_all_hosts_and_that_of_each_hold_together() {
    let census = Arc::<Census>::default();
    let servers: Vec<Server> =
        (0..3).map(|_| Server::counted_by(&census, |_| Does::AnswerAfter(SHORT))).collect();
    let context = context(|pool| {
        pool.max_connections = 5;
        pool.max_connections_per_host = 3;
    });
    thread::scope(|scope| {
        for number in 0..48 {
            let target = Target::rest("test", servers[number % 3].url("/"));
            let context = &context;
            scope.spawn(move || {
                for _ in 0..4 {
                    let outcome = probe(context, &target);
                    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
                    let now = context.pool(Pool::Rest);
                    assert!(now.open <= 5 && now.per_host.iter().all(|host| host.open <= 3), "{now:?}");
                }
            });
        }
    });
    assert!(census.most() <= 5, "{census:?}");
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!(statistics.created + statistics.reused, 192, "{statistics:?}");
    assert_eq!(census.open(), statistics.open);
}

#[test]
fn what_is_idle_longest_makes_way_for_another_host() {
    let census = Arc::<Census>::default();
    let servers: Vec<Server> = (0..4).map(|_| Server::counted_by(&census, |_| fine())).collect();
    let context = context(|pool| pool.max_connections = 2);
    let ask = |server: &Server| {
        let outcome = probe(&context, &Target::rest("test", server.url("/")));
        assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
        outcome.phases.connections
    };
    assert_eq!([0, 1, 0].map(|number| ask(&servers[number])), [1, 1, 0]);
    // Number 1 is the one that was not used for longest.
    assert_eq!([2, 0, 2, 1].map(|number| ask(&servers[number])), [1, 0, 0, 1]);
    assert_eq!(census.most(), 2);
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.open, statistics.created, statistics.closed_idle), (2, 4, 2), "{statistics:?}");
}

#[test]
fn one_port_is_another_host_and_names_are_compared_without_case() {
    let servers = [Server::new(|_| fine()), Server::new(|_| fine())];
    let context = context(|pool| pool.max_connections_per_host = 1);
    for server in &servers {
        for name in ["localhost", "LocalHost"] {
            let mut target = Target::rest("test", format!("http://{name}:{}/", server.port));
            target.ip = plimsoll::probe::IpFamily::V4;
            assert_eq!(probe(&context, &target).reason, Reason::Ok);
        }
    }
    let statistics = at_rest(&context, Pool::Rest);
    let mut names: Vec<String> = servers.iter().map(|server| format!("localhost:{}", server.port)).collect();
    names.sort();
    assert_eq!(statistics.per_host.iter().map(|host| host.host.clone()).collect::<Vec<_>>(), names);
    assert_eq!((statistics.created, statistics.reused), (2, 2));
}

#[test]
fn the_pools_of_mcp_and_rest_are_two() {
    let server = Server::new(|_| fine());
    let context = context(|_| {});
    assert_eq!(probe(&context, &Target::rest("test", server.url("/"))).reason, Reason::Ok);
    assert_eq!((context.pool(Pool::Rest).open, context.pool(Pool::Mcp).open), (1, 0));
    assert_ne!(probe(&context, &Target::mcp("test", server.url("/"))).reason, Reason::Ok);
    assert_eq!(context.pool(Pool::Rest).created, 1);
    assert!(context.pool(Pool::Mcp).created > 0);
}
