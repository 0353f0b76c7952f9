//! Servers of either era, and those that cannot bear to be asked for the other one.

use std::time::Duration;

use plimsoll::finding::{Reason, Status};

use super::{check, check_with, context, server, shell, within};

/// Answers `server/discover`, and everything else with an error.
const MODERN: &str = r#"while read -r line; do
    id=${line#*\"id\":}; id=${id%%[,\}]*}
    case $line in
    *'"server/discover"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"supportedVersions":["2026-07-28"],"capabilities":{},"serverInfo":{"name":"new","version":"2"}}}\n' "$id" ;;
    *) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"Method not found"}}\n' "$id" ;;
    esac
done"#;

#[test]
fn a_server_of_the_era_of_initialize() {
    let outcome = check(&server("", "", "", ""));
    assert_eq!((outcome.status, outcome.reason), (Status::Healthy, Reason::Ok), "{outcome:?}");
    assert_eq!(outcome.alive, Some(true));
    let facts = outcome.mcp.unwrap();
    assert_eq!((facts.transport, facts.era), (Some("stdio"), Some("legacy")));
    assert_eq!(facts.protocol_version.as_deref(), Some("2025-11-25"));
    assert_eq!(facts.server_name.as_deref(), Some("shell"));
    assert_eq!(facts.stderr_tail, None);
    assert_eq!(outcome.phases.connections, 1, "one process");
    let start = outcome.phases.connect.unwrap();
    assert!(start > Duration::ZERO && start <= outcome.phases.total, "{:?}", outcome.phases);
    assert!(outcome.bytes.sent > 100 && outcome.bytes.received > 100, "{:?}", outcome.bytes);
    assert!(outcome.notes.is_empty(), "{:?}", outcome.notes);
}

#[test]
fn a_modern_server() {
    let outcome = check(&shell(MODERN));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    let facts = outcome.mcp.unwrap();
    assert_eq!((facts.era, facts.server_name.as_deref()), (Some("modern"), Some("new")));
}

#[test]
fn the_era_is_remembered() {
    let context = context();
    let target = server("", "", "", "");
    let first = check_with(&context, &target);
    let second = check_with(&context, &target);
    assert_eq!((first.phases.requests, second.phases.requests), (3, 2), "discover is not asked again");
    assert_eq!(second.reason, Reason::Ok);
}

#[test]
fn a_server_that_ends_at_a_request_it_does_not_know_is_started_again() {
    let context = context();
    let target = server("", r#"case $line in *discover*) exit 1 ;; esac"#, "", "");
    let outcome = check_with(&context, &target);
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    assert_eq!(outcome.phases.connections, 2);
    assert_eq!(check_with(&context, &target).phases.connections, 1, "its era is known");
}

#[test]
fn a_server_that_ignores_what_comes_before_initialize_is_greeted_in_the_same_process() {
    let target = server("", r#"case $line in *discover*) continue ;; esac"#, "", "");
    let outcome = check(&within(target, Duration::from_secs(3)));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    assert_eq!(outcome.phases.connections, 1);
    let total = outcome.phases.total;
    assert!((600..1500).contains(&total.as_millis()), "a fifth of the time is waited: {total:?}");
}

#[test]
fn a_server_that_is_struck_dumb_by_it_is_replaced() {
    let stuck = r#"case $line in *discover*) while read -r line; do :; done ;; esac"#;
    let outcome = check(&within(server("", stuck, "", ""), Duration::from_secs(3)));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    assert_eq!(outcome.phases.connections, 2);
}

#[test]
fn a_server_that_takes_long_to_start_is_waited_for() {
    let outcome = check(&within(server("sleep 1.5", "", "", ""), Duration::from_secs(4)));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    assert_eq!(outcome.phases.connections, 1, "it had not read the request: no reason for another process");
}

#[test]
fn a_modern_server_that_is_slow_is_not_taken_for_an_old_one() {
    let outcome = check(&within(shell(&format!("read -r line; id=1; sleep 1; printf '{{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{{}}}}}}\\n'; {MODERN}")), Duration::from_secs(4)));
    assert_eq!(outcome.reason, Reason::Ok, "{outcome:?}");
    assert_eq!(outcome.mcp.unwrap().era, Some("modern"));
}
