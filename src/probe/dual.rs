//! A server by both paths.

use std::time::Duration;

use super::outcome::{DualFacts, PathVerdict};
use super::session::Session;
use super::verdict::Verdict;
use super::{mcp, rest, DualOptions, Kind, McpOptions, Outcome, RestOptions};
use crate::finding::{Reason, Status};

/// REST may take at most this part of the time: it is one request, and MCP several.
const SHARE_OF_REST: f64 = 0.4;

pub(super) fn check(mut session: Session, rest: &RestOptions, mcp: &McpOptions) -> Outcome {
    let until = session.begun() + session.target.timeout.mul_f64(SHARE_OF_REST);
    let (rest, rest_took) = timed(&mut session, until, |session| rest::check(session, rest));
    let deadline = session.deadline;
    let (mcp, mcp_took) = timed(&mut session, deadline, |session| mcp::check(session, mcp));

    let options = &session.target.dual;
    let score = score(options, rest.status, mcp.status);
    let verdict = judge(options, score, &rest, &mcp);
    let verdict = session.expiry(verdict);
    let working = [("mcp", &mcp), ("rest", &rest)];
    session.dual = Some(DualFacts {
        score,
        working: working.iter().filter(|(_, path)| works(path)).map(|(name, _)| *name).collect(),
        rest: path(rest, rest_took),
        mcp: path(mcp, mcp_took),
    });
    session.outcome(Kind::Dual, verdict)
}

/// Runs the check of one path with a deadline of its own.
fn timed(
    session: &mut Session,
    until: std::time::Instant,
    check: impl FnOnce(&mut Session) -> Verdict,
) -> (Verdict, Duration) {
    let before = session.elapsed();
    let whole = std::mem::replace(&mut session.deadline, until);
    let verdict = crate::net::exchange::until(until, || check(session));
    session.deadline = whole;
    (verdict, session.elapsed().saturating_sub(before))
}

fn works(path: &Verdict) -> bool {
    matches!(path.status, Status::Healthy | Status::Degraded)
}

/// The weighted mean of both paths, 0 to 1. Weights of zero together weigh both alike.
fn score(options: &DualOptions, rest: Status, mcp: Status) -> f64 {
    let worth = |status| match status {
        Status::Healthy => 1.0,
        Status::Degraded => 0.5,
        Status::Unhealthy | Status::Unknown => 0.0,
    };
    let sum = options.rest_weight + options.mcp_weight;
    if sum > 0.0 {
        (options.rest_weight * worth(rest) + options.mcp_weight * worth(mcp)) / sum
    } else {
        (worth(rest) + worth(mcp)) / 2.0
    }
}

fn judge(options: &DualOptions, score: f64, rest: &Verdict, mcp: &Verdict) -> Verdict {
    let alive = Some(rest.alive == Some(true) || mcp.alive == Some(true));
    let both = format!("REST: {}; MCP: {}", rest.message, mcp.message);
    // Which path has the say: the worse one, of equals MCP, which weighs more.
    let worse = if rest.status > mcp.status { rest } else { mcp };
    if rest.status == Status::Unknown && mcp.status == Status::Unknown {
        return Verdict { alive: None, ..Verdict::because(worse.reason, both) };
    }
    let status = match (works(rest), works(mcp)) {
        (true, true) | (false, false) => by_score(options, score),
        _ if options.require_both => Status::Unhealthy,
        _ if options.degraded_on_single_failure => Status::Degraded,
        _ => by_score(options, score),
    };
    let reason = match (status, works(rest), works(mcp)) {
        (Status::Healthy, true, true) => Reason::Ok,
        (_, true, true) | (_, false, false) => worse.reason,
        (Status::Healthy, ..) => Reason::Ok,
        _ => Reason::Partial,
    };
    let verdict = Verdict::because(reason, format!("{both}; score {score:.2}")).with_status(status);
    Verdict { alive, ..verdict }
}

fn by_score(options: &DualOptions, score: f64) -> Status {
    if score >= options.healthy_from {
        Status::Healthy
    } else if score >= options.degraded_from {
        Status::Degraded
    } else {
        Status::Unhealthy
    }
}

fn path(verdict: Verdict, total: Duration) -> PathVerdict {
    PathVerdict { status: verdict.status, reason: verdict.reason, message: verdict.message, total }
}

#[cfg(test)]
#[path = "dual_tests.rs"]
mod tests;
