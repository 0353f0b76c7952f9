//! What a check found.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};

use super::secret::Revealed;
use super::{McpFacts, RestFacts};
use crate::finding::{Reason, Status};
use crate::net::exchange::Facts;
use crate::net::Certificate;

/// What one check found: the same for every kind of target.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Outcome {
    /// The target's name.
    pub name: String,
    /// What was checked.
    pub kind: Kind,
    /// What it comes to.
    pub status: Status,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people: what was tried and what came back. Holds no secret.
    pub message: String,
    /// Whether anything answered in the protocol; `false` where nothing did, and missing where nothing was asked.
    pub alive: Option<bool>,
    /// Nanoseconds since 1970-01-01 UTC at which the check was begun.
    pub at_unix_ns: u64,
    /// Whether it is the outcome of an earlier check, or of another's at the same time: nothing was asked for it.
    pub cached: bool,
    /// Where its time went.
    pub phases: Phases,
    /// What went over the wire.
    pub bytes: Traffic,
    /// When the server asks to be asked again (`Retry-After`), at most a day.
    #[serde(rename = "retry_after_seconds", serialize_with = "seconds")]
    pub retry_after: Option<Duration>,
    /// The certificate that the server showed on a connection made for this check, or for an earlier one.
    pub certificate: Option<Certificate>,
    /// Worth knowing, and no reason to be degraded: a session that could not be ended, a server without TCP_NODELAY.
    pub notes: Vec<String>,
    /// What the REST path answered.
    pub rest: Option<RestFacts>,
    /// What the MCP path answered.
    pub mcp: Option<Box<McpFacts>>,
    /// Where both paths were checked: the score, and what each came to.
    pub dual: Option<Box<DualFacts>>,
}

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// A REST endpoint.
    Rest,
    /// An MCP server.
    Mcp,
    /// A server by both paths.
    Dual,
    /// A check of the host's own.
    Custom,
}

/// Where a check's time went. A phase that did not happen (the connection was kept, the name was known) is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Phases {
    /// Waiting until the pool had a connection to spare; missing where it had one at once.
    #[serde(rename = "pool_seconds", serialize_with = "seconds")]
    pub pool: Option<Duration>,
    /// Looking up names.
    #[serde(rename = "dns_seconds", serialize_with = "seconds")]
    pub dns: Option<Duration>,
    /// Making connections; of a command its start, up to its answer to the first message.
    #[serde(rename = "connect_seconds", serialize_with = "seconds")]
    pub connect: Option<Duration>,
    /// TLS handshakes.
    #[serde(rename = "tls_seconds", serialize_with = "seconds")]
    pub tls: Option<Duration>,
    /// From the start of the latest request to the first byte of its answer.
    #[serde(rename = "first_byte_seconds", serialize_with = "seconds")]
    pub first_byte: Option<Duration>,
    /// Everything, from the call to its return.
    #[serde(rename = "total_seconds", serialize_with = "whole_seconds")]
    pub total: Duration,
    /// Requests sent.
    pub requests: u32,
    /// Connections made for them.
    pub connections: u32,
    /// Whether every request went over a connection that was kept from an earlier check.
    pub reused: bool,
}

impl Phases {
    pub(super) fn of(facts: &Facts, total: Duration) -> Self {
        Phases {
            pool: facts.pool,
            dns: facts.dns,
            connect: facts.connect,
            tls: facts.tls,
            first_byte: facts.first_byte,
            total,
            requests: facts.requests,
            connections: facts.connections,
            reused: facts.received > 0 && facts.connections == 0,
        }
    }
}

/// Bytes on the wire, TLS and all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Traffic {
    /// Sent.
    pub sent: u64,
    /// Received.
    pub received: u64,
}

/// A server by both paths.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DualFacts {
    /// 0 to 1: the weighted mean of both paths.
    pub score: f64,
    /// The paths that work, at least in part: `mcp`, `rest`.
    pub working: Vec<&'static str>,
    /// What the REST path came to.
    pub rest: PathVerdict,
    /// What the MCP path came to.
    pub mcp: PathVerdict,
}

/// What one of two paths came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PathVerdict {
    /// What it comes to.
    pub status: Status,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people.
    pub message: String,
    /// How long it took.
    #[serde(rename = "total_seconds", serialize_with = "whole_seconds")]
    pub total: Duration,
}

impl Outcome {
    /// For how long it is fresh by the server's word; missing where the server, or one path of two, says nothing, and
    /// where a tool was called, of which no server says anything.
    #[must_use]
    pub fn fresh_for(&self) -> Option<Duration> {
        let rest = self.rest.as_ref().map(|rest| rest.fresh_for);
        let mcp = self.mcp.as_ref().map(|mcp| mcp.fresh_for.filter(|_| mcp.call.is_none()));
        match (rest, mcp) {
            (Some(rest), Some(mcp)) => Some(rest?.min(mcp?)),
            (fresh_for, None) | (None, fresh_for) => fresh_for?,
        }
    }

    /// As it is given to one who did not have it checked.
    #[must_use]
    pub(crate) fn as_cached(&self) -> Self {
        Outcome { cached: true, ..self.clone() }
    }

    /// Bytes that it takes, more or less.
    pub(super) fn bytes_held(&self) -> usize {
        let texts = |list: &[String]| list.iter().map(|text| text.len() + size_of::<String>()).sum::<usize>();
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let certificate =
            self.certificate.as_ref().map_or(0, |shown| shown.subject.len() + shown.issuer.len());
        let rest = self.rest.as_ref().map_or(0, |rest| {
            let checks = rest.checks.iter().map(|check| check.name.len() + check.word.len());
            text(&rest.redirected_to) + checks.sum::<usize>() + size_of_val(&*rest.checks)
        });
        let mcp = self.mcp.as_ref().map_or(0, |mcp| {
            let tools = mcp.tools.as_ref().map_or(0, |tools| {
                let invalid = tools.invalid.iter().map(|(name, why)| name.len() + why.len());
                texts(&tools.names) + texts(&tools.found) + texts(&tools.missing) + invalid.sum::<usize>()
            });
            size_of::<McpFacts>()
                + tools
                + texts(&mcp.capabilities)
                + text(&mcp.server_name)
                + text(&mcp.stderr_tail)
                + mcp.call.as_ref().map_or(0, |call| call.text.len())
        });
        let dual = self.dual.as_ref().map_or(0, |dual| dual.rest.message.len() + dual.mcp.message.len());
        let own = size_of::<Self>() + self.name.len() + self.message.len() + texts(&self.notes);
        own + certificate + rest + mcp + dual
    }

    /// The outcome of a check of the host's own, begun now and over at once. The checker sets when it was begun and
    /// what it took.
    #[must_use]
    pub fn own(name: impl Into<String>, status: Status, message: impl Into<String>) -> Self {
        let reason = match status {
            Status::Healthy => Reason::Ok,
            Status::Degraded | Status::Unhealthy => Reason::Reported,
            Status::Unknown => Reason::Local,
        };
        let outcome = Outcome::of(name.into(), Kind::Custom, reason, message.into());
        Outcome { status, ..outcome }
    }

    /// The outcome of a check that was not made.
    pub(crate) fn of(name: String, kind: Kind, reason: Reason, message: String) -> Self {
        let at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Outcome {
            name,
            kind,
            status: reason.status(),
            reason,
            message,
            alive: None,
            at_unix_ns: u64::try_from(at.as_nanos()).unwrap_or(u64::MAX),
            cached: false,
            phases: Phases::default(),
            bytes: Traffic::default(),
            retry_after: None,
            certificate: None,
            notes: Vec::new(),
            rest: None,
            mcp: None,
            dual: None,
        }
    }

    /// Takes secrets out of every text that a server had a part in.
    pub(super) fn without(mut self, secrets: &[Revealed]) -> Self {
        let clean = |text: &mut String| {
            secrets.iter().for_each(|secret| secret.hide(text));
        };
        clean(&mut self.message);
        self.notes.iter_mut().for_each(clean);
        if let Some(rest) = &mut self.rest {
            rest.redirected_to.iter_mut().for_each(clean);
            rest.checks.iter_mut().for_each(|check| clean(&mut check.name));
        }
        if let Some(mcp) = &mut self.mcp {
            let texts = [&mut mcp.server_name, &mut mcp.server_version, &mut mcp.protocol_version];
            texts.into_iter().flatten().for_each(clean);
            mcp.capabilities.iter_mut().for_each(clean);
            mcp.stderr_tail.iter_mut().for_each(clean);
            if let Some(tools) = &mut mcp.tools {
                tools.names.iter_mut().for_each(clean);
                let invalid = std::mem::take(&mut tools.invalid).into_iter();
                tools.invalid = invalid
                    .map(|(mut name, mut why)| {
                        clean(&mut name);
                        clean(&mut why);
                        (name, why)
                    })
                    .collect();
            }
            if let Some(call) = &mut mcp.call {
                clean(&mut call.text);
            }
        }
        if let Some(dual) = &mut self.dual {
            clean(&mut dual.rest.message);
            clean(&mut dual.mcp.message);
        }
        self
    }
}

// serde asks for a reference.
#[allow(clippy::ref_option)]
pub(super) fn seconds<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.as_secs_f64()).serialize(serializer)
}

pub(super) fn whole_seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    time.as_secs_f64().serialize(serializer)
}
