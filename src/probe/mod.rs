//! One honest check of one REST endpoint or MCP server.
//!
//! [`probe`] is a function of a [`ProbeContext`], which owns connections, names, tokens and what was learnt of
//! servers, and a [`Target`]; it gives an [`Outcome`], whatever happens, before the target's deadline. It leaves
//! nothing behind on the server, and no thread, child or descriptor here but what the context keeps.
//!
//! ```no_run
//! use plimsoll::probe::{probe, ProbeContext, ProbeOptions, Target};
//!
//! let context = ProbeContext::new(ProbeOptions::default())?;
//! let outcome = probe(&context, &Target::rest("shop", "https://shop.example/health"));
//! println!("{} {}: {}", outcome.status, outcome.reason, outcome.message);
//! # Ok::<(), plimsoll::Error>(())
//! ```

mod auth;
mod context;
mod document;
mod dual;
mod expect;
mod facts;
pub(crate) mod head;
mod mcp;
mod outcome;
#[doc(hidden)]
pub mod readers;
mod request;
mod rest;
mod results;
mod secret;
mod session;
mod target;
mod verdict;

pub(crate) use crate::cache::is_category_name;
pub use context::{Pool, ProbeContext, ProbeOptions};
pub use facts::{CallFacts, McpFacts, RestFacts, SubCheck, ToolFacts};
pub use outcome::{DualFacts, Kind, Outcome, PathVerdict, Phases, Traffic};
pub use request::{PlainRequest, PlainResponse, RequestError};
pub(crate) use results::Served;
pub use secret::Secret;
pub use target::{
    Auth, Compare, DualOptions, Era, Expect, HeaderValue, HealthDocument, JsonCheck, McpCommand, McpOptions,
    McpTransport, OAuth2, ProbeLimits, RestOptions, StatusRange, Target, ToolCall,
};

pub use crate::cache::{Answer, CacheOptions, CacheStatistics, Caches, CategoryOptions, Fetched, Known};
pub use crate::net::{
    Certificate, DnsOptions, DnsStatistics, HostStatistics, IpFamily, PoolOptions, PoolStatistics, Redirects,
    TlsOptions,
};

use std::time::Duration;

pub(crate) use crate::net::exchange::Stop;
pub(crate) use crate::net::LONGEST_KEPT;
#[cfg(feature = "load")]
pub(crate) use mcp::{Asked, Visit};
#[cfg(feature = "otlp")]
pub(crate) use secret::is_for_credentials;
pub(crate) use session::ProbeControl;
use session::Session;

/// The longest deadline: a clock has an end.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Checks a target once, on the calling thread. Returns at the target's deadline at the latest, give or take the
/// machine's scheduling; never panics on what a server sends.
#[must_use]
pub fn probe(context: &ProbeContext, target: &Target) -> Outcome {
    probe_with(context, target, &ProbeControl::default())
}

/// As [`probe`], with a deadline and a way out of the caller's own. What waits for an answer sees within 100 ms that it
/// is to stop; what waits for a connection to be made, or for a name, goes on to its deadline.
pub(crate) fn probe_with(context: &ProbeContext, target: &Target, control: &ProbeControl) -> Outcome {
    if target.timeout.max(target.connect_timeout) > LONGEST {
        let mut bounded = target.clone();
        bounded.timeout = target.timeout.min(LONGEST);
        bounded.connect_timeout = target.connect_timeout.min(LONGEST);
        return probe_with(context, &bounded, control);
    }
    let session = Session::begin(context, target, control);
    match (&target.rest, &target.mcp) {
        (Some(_), None) if session.is_cancelled() => session.cancelled(Kind::Rest),
        (None, Some(_)) if session.is_cancelled() => session.cancelled(Kind::Mcp),
        (Some(_), Some(_)) if session.is_cancelled() => session.cancelled(Kind::Dual),
        (Some(rest), None) => session.single(Kind::Rest, |session| rest::check(session, rest)),
        (None, Some(mcp)) => session.single(Kind::Mcp, |session| mcp::check(session, mcp)),
        (Some(rest), Some(mcp)) => dual::check(session, rest, mcp),
        (None, None) => session.nothing(),
    }
}

/// Greets an MCP server, has the visitor make requests in that session, and ends it. Where it could not be greeted the visitor
/// was not called, and the outcome says why.
#[cfg(feature = "load")]
pub(crate) fn visit(
    context: &ProbeContext,
    target: &Target,
    control: &ProbeControl,
    visitor: &mut dyn FnMut(&mut Visit<'_, '_>),
) -> Outcome {
    let Some(mcp) = &target.mcp else { return probe_with(context, target, control) };
    let timeout = target.timeout.min(LONGEST);
    let staying = Target { timeout: LONGEST, ..target.clone() };
    let mut session = Session::begin(context, &staying, control);
    // The greeting has as long as each request.
    let deadline = std::time::Instant::now() + timeout;
    crate::net::exchange::with(|exchange| exchange.bounds.deadline = deadline);
    session.stay = Some(mcp::Stay { timeout, visitor });
    session.single(Kind::Mcp, |session| mcp::check(session, mcp))
}
