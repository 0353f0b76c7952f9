//! Targets that are asked too often, or given too much or too little time; servers that answer late by a setting.

use super::{change, count, key, round_duration, seconds, share, ObservedTarget, ENOUGH};
use crate::finding::{Action, Category, Component, Effort, Measure, Place, Recommendation, Severity};

/// What is said of many targets is carried out at the first of them; the others are counted.
const NAMED: usize = 10;
/// Checks from which it is told what half of them do.
const SOME: u64 = 20;
/// Notes from which a server is called slow by Nagle's algorithm.
const NOTES: u64 = 10;
/// What delayed acknowledgements wait for: at least 40 ms on Linux (`TCP_DELACK_MIN`, include/net/tcp.h).
const DELAYED_SECONDS: f64 = 0.04;
/// A timeout below is short enough.
const SHORT_TIMEOUT_SECONDS: f64 = 5.0;

/// What is wrong with one target.
struct Case<'a> {
    target: &'a ObservedTarget,
    action: Action,
    evidence: Vec<Measure>,
    gain: f64,
}

pub(super) fn advice(targets: &[ObservedTarget]) -> Vec<Recommendation> {
    let cases =
        |of: fn(&ObservedTarget) -> Option<Case<'_>>| targets.iter().filter_map(of).collect::<Vec<_>>();
    let mut list = Vec::new();
    list.extend(said_once("target.nagle", Severity::Medium, cases(nagle)).map(|(mut what, whose)| {
        what.category = Category::Application;
        what.effort = Effort::Medium;
        what.title = format!("Have {whose} set TCP_NODELAY.");
        what.description = "The rest of an answer comes about 40 ms after its head: the server writes twice and waits \
            for an acknowledgement in between (Nagle's algorithm, RFC 896), which the receiver holds back for 40 ms \
            (delayed acknowledgements, RFC 1122, 4.2.3.2). Everybody who asks it waits for that."
            .to_owned();
        what.expected_impact = "Each answer comes 40 ms sooner.".to_owned();
        what
    }));
    list.extend(said_once("target.interval_short", Severity::Medium, cases(interval_short)).map(|(mut what, whose)| {
        what.title = format!("Raise the interval of {whose}: a check takes longer than that.");
        what.description =
            "Half of the checks end when the next one should have begun long ago, which is then left out.".to_owned();
        what.expected_impact = "Checks come when they are due, and a slow server has some rest in between.".to_owned();
        what
    }));
    list.extend(said_once("target.timeout_short", Severity::Medium, cases(timeout_short)).map(
        |(mut what, whose)| {
            what.title = format!("Raise the timeout of {whose}: slow answers come near it.");
            what.description =
                "The slowest hundredth of the answers takes over 80 % of the timeout. A little slower, and \
            a server that works is called unhealthy."
                    .to_owned();
            what.expected_impact = "A slow answer is told from none.".to_owned();
            what
        },
    ));
    list.extend(said_once("target.timeout_long", Severity::Low, cases(timeout_long)).map(
        |(mut what, whose)| {
            what.title = format!("Lower the timeout of {whose}: answers come far sooner.");
            what.description =
                "99 % of the answers take less than a twentieth of the timeout. When a server hangs, each \
            check of it keeps a worker and a connection for all of that time."
                    .to_owned();
            what.expected_impact = "A server that hangs is noticed sooner and holds up less.".to_owned();
            what
        },
    ));
    list
}

fn nagle(target: &ObservedTarget) -> Option<Case<'_>> {
    let history = &target.history;
    let p50 = history.p50_seconds?;
    let told = history.checks - history.unknown.min(history.checks);
    // What answers sooner does not wait for an acknowledgement.
    if target.nagle_noted < NOTES || share(target.nagle_noted, told) < 0.5 || p50 < DELAYED_SECONDS {
        return None;
    }
    Some(Case {
        target,
        action: Action::new(
            Place::Program,
            format!("server {}", target.name),
            "set TCP_NODELAY on accepted connections, or write head and body at once",
        ),
        evidence: vec![
            count("checks", told),
            count("checks_delayed_40_ms", target.nagle_noted),
            seconds("response_p50_seconds", p50),
        ],
        gain: DELAYED_SECONDS / p50,
    })
}

fn interval_short(target: &ObservedTarget) -> Option<Case<'_>> {
    let (p50, p99) = (target.history.p50_seconds?, target.history.p99_seconds?);
    let interval = target.interval?.as_secs_f64();
    if target.history.checks < SOME || p50 <= interval {
        return None;
    }
    let (_, text) = round_duration(p99 * 2.0);
    Some(Case {
        target,
        action: key(format!("servers[{}].interval", target.name), text),
        evidence: vec![
            seconds("interval_seconds", interval),
            seconds("response_p50_seconds", p50),
            seconds("response_p99_seconds", p99),
        ],
        gain: 0.0,
    })
}

fn timeout_short(target: &ObservedTarget) -> Option<Case<'_>> {
    let p99 = target.history.p99_seconds?;
    let timeout = target.timeout.as_secs_f64();
    if target.history.checks < ENOUGH || timeout <= 0.0 || p99 < timeout * 0.8 {
        return None;
    }
    Some(timeout_case(target, p99, round_duration(p99 * 2.0).1))
}

fn timeout_long(target: &ObservedTarget) -> Option<Case<'_>> {
    let p99 = target.history.p99_seconds?;
    let timeout = target.timeout.as_secs_f64();
    if target.history.checks < ENOUGH || timeout < SHORT_TIMEOUT_SECONDS || p99 * 20.0 > timeout {
        return None;
    }
    Some(timeout_case(target, p99, round_duration((p99 * 5.0).max(1.0)).1))
}

fn timeout_case(target: &ObservedTarget, p99: f64, text: String) -> Case<'_> {
    Case {
        target,
        action: key(format!("servers[{}].timeout", target.name), text),
        evidence: vec![
            count("checks", target.history.checks),
            seconds("timeout_seconds", target.timeout.as_secs_f64()),
            seconds("response_p99_seconds", p99),
        ],
        gain: 0.0,
    }
}

/// One recommendation for all targets of which the same is to be said, and how they are called. The evidence is of the
/// first.
fn said_once(rule: &'static str, priority: Severity, cases: Vec<Case>) -> Option<(Recommendation, String)> {
    let first = cases.first()?;
    let name = &first.target.name;
    let gain = cases.iter().map(|case| case.gain).fold(0.0, f64::max);
    let mut what = change(Component::Target(name.clone()), rule, priority, gain);
    let whose = match cases.len() {
        1 => name.to_string(),
        2 => format!("{name} and {}", cases[1].target.name),
        more => format!("{name} and {} others", more - 1),
    };
    what.evidence.readings.clone_from(&first.evidence);
    if cases.len() > 1 {
        what.evidence.readings.push(count("targets", cases.len() as u64));
    }
    what.actions = cases.into_iter().take(NAMED).map(|case| case.action).collect();
    Some((what, whose))
}
