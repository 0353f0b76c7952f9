//! Faulty servers, and what a check has to say of each: exactly which status and reason, by when, and at what cost.
//! The rows stand beside the faults, in files named by what fails; docs/faults.md is their table.
//!
//! `PLIMSOLL_FAULTS_SHOW=1 cargo test --features check --test faults -- --nocapture` prints what was found.

mod accept;
mod bed;
mod body;
mod chunks;
mod closing;
mod dns;
mod harness;
mod headers;
mod json;
mod kit;
mod knobs;
mod lengths;
mod page;
mod prober;
mod redirects;
mod row;
mod sessions;
mod sse;
mod statuses;
mod stdio;
mod table;
mod tls;

use std::collections::BTreeSet;

#[test]
fn connections_and_headers() {
    harness::hold("connections_and_headers");
}

#[test]
fn bodies() {
    harness::hold("bodies");
}

#[test]
fn endings_and_redirects() {
    harness::hold("endings_and_redirects");
}

#[test]
fn messages_and_sessions() {
    harness::hold("messages_and_sessions");
}

#[test]
fn events() {
    harness::hold("events");
}

#[test]
fn certificates_and_handshakes() {
    harness::hold("certificates_and_handshakes");
}

#[test]
fn names() {
    bed::in_bed("names", || harness::hold("names"));
}

#[test]
fn commands() {
    harness::hold("commands");
}

#[test]
fn the_page_follows_the_table() {
    page::hold();
}

#[test]
fn every_fault_has_a_name_of_its_own() {
    let rows = table::all();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), rows.len());
}
