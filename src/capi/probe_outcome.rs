//! What a probe found, as a struct.

use std::time::Duration;

use super::probe_reasons;
use super::sized::Plain;
use crate::finding::Status;
use crate::probe::{Kind, Outcome};

/// Everything asked for was found.
pub const PLIM_HEALTH_HEALTHY: i32 = 1;
/// It works, with reservations.
pub const PLIM_HEALTH_DEGRADED: i32 = 2;
/// It does not work.
pub const PLIM_HEALTH_UNHEALTHY: i32 = 3;
/// It could not be checked; nothing is said about the server.
pub const PLIM_HEALTH_UNKNOWN: i32 = 4;

/// A REST endpoint was checked.
pub const PLIM_KIND_REST: i32 = 1;
/// An MCP server was checked.
pub const PLIM_KIND_MCP: i32 = 2;
/// A server was checked by both paths.
pub const PLIM_KIND_DUAL: i32 = 3;
/// A check of the caller's own was run.
pub const PLIM_KIND_CUSTOM: i32 = 4;

/// Bit of `valid`: `dns_ns` is there: a name was looked up.
pub const PLIM_OUTCOME_DNS: u64 = 1 << 0;
/// Bit of `valid`: `connect_ns` is there: a connection was made.
pub const PLIM_OUTCOME_CONNECT: u64 = 1 << 1;
/// Bit of `valid`: `tls_ns` is there: there was a TLS handshake.
pub const PLIM_OUTCOME_TLS: u64 = 1 << 2;
/// Bit of `valid`: `first_byte_ns` is there: something was answered.
pub const PLIM_OUTCOME_FIRST_BYTE: u64 = 1 << 3;
/// Bit of `valid`: `http_status` is there: the REST path answered.
pub const PLIM_OUTCOME_HTTP_STATUS: u64 = 1 << 4;
/// Bit of `valid`: `certificate_not_after` is there: the server showed a certificate.
pub const PLIM_OUTCOME_CERTIFICATE: u64 = 1 << 5;
/// Bit of `valid`: `retry_after_ns` is there: the server said when to ask again.
pub const PLIM_OUTCOME_RETRY_AFTER: u64 = 1 << 6;
/// Bit of `valid`: `score` is there: the server was checked by both paths.
pub const PLIM_OUTCOME_SCORE: u64 = 1 << 7;
/// Bit of `valid`: `fresh_for_ns` is there: the server, or both paths of it, said for how long.
pub const PLIM_OUTCOME_FRESH_FOR: u64 = 1 << 8;

/// What a probe found. Members whose bit in `valid` is not set are 0 and mean nothing; all others are
/// always there. The JSON document that `plim_probe` gives says more.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PlimOutcome {
    /// Which of the members that can be missing are there: `PLIM_OUTCOME_...` bits.
    pub valid: u64,
    /// What it comes to: `PLIM_HEALTH_...`; never 0.
    pub status: i32,
    /// Why: `PLIM_REASON_...`; never 0. New ones may come, and `plim_reason_name` knows their names.
    pub reason: i32,
    /// Whether anything answered in the protocol: 1, or 0 where nothing did; -1 where nothing was asked.
    pub alive: i32,
    /// What was checked: `PLIM_KIND_...`.
    pub kind: i32,
    /// When the check was begun, in nanoseconds since 1970-01-01 UTC.
    pub at_unix_ns: u64,
    /// Looking up names, in nanoseconds.
    pub dns_ns: u64,
    /// Making connections, in nanoseconds.
    pub connect_ns: u64,
    /// TLS handshakes, in nanoseconds.
    pub tls_ns: u64,
    /// From the start of the latest request to the first byte of its answer, in nanoseconds.
    pub first_byte_ns: u64,
    /// Everything, in nanoseconds.
    pub total_ns: u64,
    /// Requests sent.
    pub requests: u32,
    /// Connections made for them.
    pub connections: u32,
    /// 1 where every request went over a connection kept from an earlier probe, else 0.
    pub reused: u32,
    /// The HTTP status of the REST path.
    pub http_status: u32,
    /// Bytes sent, TLS and all.
    pub bytes_sent: u64,
    /// Bytes received, TLS and all.
    pub bytes_received: u64,
    /// After when the server's certificate is not valid any more, in seconds since 1970-01-01 UTC.
    pub certificate_not_after: u64,
    /// After how long the server asks to be asked again, in nanoseconds, at most a day.
    pub retry_after_ns: u64,
    /// The weighted mean of both paths, 0 to 1.
    pub score: f64,
    /// For how long the outcome is fresh by the server's word (`Cache-Control`, `ttlMs`), in nanoseconds.
    pub fresh_for_ns: u64,
    /// 1 where it is the outcome of an earlier check, or of another's at the same time, else 0.
    pub cached: u64,
}

// SAFETY: integers and a float in an order without padding.
unsafe impl Plain for PlimOutcome {}

/// The number of a status in C.
const fn health(status: Status) -> i32 {
    match status {
        Status::Healthy => PLIM_HEALTH_HEALTHY,
        Status::Degraded => PLIM_HEALTH_DEGRADED,
        Status::Unhealthy => PLIM_HEALTH_UNHEALTHY,
        Status::Unknown => PLIM_HEALTH_UNKNOWN,
    }
}

/// The status of a number that C gives.
pub(super) fn status_of(number: i32) -> Option<Status> {
    Status::ALL.into_iter().find(|status| health(*status) == number)
}

fn kind(kind: Kind) -> i32 {
    match kind {
        Kind::Rest => PLIM_KIND_REST,
        Kind::Mcp => PLIM_KIND_MCP,
        Kind::Dual => PLIM_KIND_DUAL,
        Kind::Custom => PLIM_KIND_CUSTOM,
    }
}

impl PlimOutcome {
    pub(super) fn of(outcome: &Outcome) -> Self {
        let Outcome { phases, bytes, .. } = outcome;
        let mut valid = 0;
        let mut take = |bit, value: Option<u64>| {
            valid |= if value.is_some() { bit } else { 0 };
            value.unwrap_or_default()
        };
        let dns_ns = take(PLIM_OUTCOME_DNS, phases.dns.map(nanoseconds));
        let connect_ns = take(PLIM_OUTCOME_CONNECT, phases.connect.map(nanoseconds));
        let tls_ns = take(PLIM_OUTCOME_TLS, phases.tls.map(nanoseconds));
        let first_byte_ns = take(PLIM_OUTCOME_FIRST_BYTE, phases.first_byte.map(nanoseconds));
        let http_status = outcome.rest.as_ref().and_then(|rest| rest.status);
        take(PLIM_OUTCOME_HTTP_STATUS, http_status.map(u64::from));
        let not_after = outcome.certificate.as_ref().map(|certificate| certificate.not_after);
        let certificate_not_after = take(PLIM_OUTCOME_CERTIFICATE, not_after);
        let retry_after_ns = take(PLIM_OUTCOME_RETRY_AFTER, outcome.retry_after.map(nanoseconds));
        let score = outcome.dual.as_ref().map(|dual| dual.score);
        take(PLIM_OUTCOME_SCORE, score.map(f64::to_bits));
        let fresh_for_ns = take(PLIM_OUTCOME_FRESH_FOR, outcome.fresh_for().map(nanoseconds));
        PlimOutcome {
            valid,
            status: health(outcome.status),
            reason: probe_reasons::number(outcome.reason),
            alive: outcome.alive.map_or(-1, i32::from),
            kind: kind(outcome.kind),
            at_unix_ns: outcome.at_unix_ns,
            dns_ns,
            connect_ns,
            tls_ns,
            first_byte_ns,
            total_ns: nanoseconds(phases.total),
            requests: phases.requests,
            connections: phases.connections,
            reused: u32::from(phases.reused),
            http_status: http_status.map_or(0, u32::from),
            bytes_sent: bytes.sent,
            bytes_received: bytes.received,
            certificate_not_after,
            retry_after_ns,
            score: score.unwrap_or_default(),
            fresh_for_ns,
            cached: u64::from(outcome.cached),
        }
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
