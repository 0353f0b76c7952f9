//! What to do about what a test found.

use super::baseline::Judgement;
use super::name::short;
use super::result::{Ended, LoadResult};
use super::stage::Model;
use super::watch::{CPU_SHORT, PRESSED, THROTTLED};
use crate::fields::Unit;
use crate::finding::{
    quantity, Action, Category, Component, Effort, Evidence, Place, Reason, Recommendation, Severity,
};

/// From these shares of errors on they matter: one request in twenty, one in a hundred.
const MANY_ERRORS: f64 = 0.05;
const SOME_ERRORS: f64 = 0.01;
/// More reasons are left to the table.
const MOST_REASONS: usize = 4;
/// Of fewer requests p99 rests on fewer than ten.
const ENOUGH: u64 = 1000;
/// So near the most at once all of them were in use.
const ALL_BUSY: f64 = 0.9;
/// From this share of late starts on, as the warning has it.
const MANY_LATE: f64 = 0.01;

impl LoadResult {
    /// What to do about what it found, most urgent first: about the client where that was the limit, about errors by their
    /// reason, about the load that is too much, and about the test itself.
    #[must_use]
    pub fn recommendations(&self) -> Vec<Recommendation> {
        let mut all = Vec::new();
        client(self, &mut all);
        starts(self, &mut all);
        errors(self, &mut all);
        knee(self, &mut all);
        comparison(self, &mut all);
        test(self, &mut all);
        all.sort_by_key(|one| std::cmp::Reverse(one.priority));
        all
    }

    fn target(&self) -> Component {
        let name = self.parts.first().map_or(&self.name, |part| &part.name);
        Component::Target(short(name).into())
    }

    fn client_is_short(&self) -> bool {
        !self.client.warnings().is_empty()
    }
}

fn new(
    rule: &'static str,
    priority: Severity,
    component: Component,
    title: impl Into<String>,
) -> Recommendation {
    Recommendation {
        component,
        category: Category::Resource,
        priority,
        rule,
        title: title.into(),
        description: String::new(),
        expected_impact: String::new(),
        gain: 0.0,
        effort: Effort::Low,
        actions: Vec::new(),
        evidence: Evidence::default(),
    }
}

/// What the client's own container was short of.
fn client(result: &LoadResult, all: &mut Vec<Recommendation>) {
    let usage = &result.client;
    let percent = |share: f64| quantity(share, Unit::Ratio);
    let look =
        Action::new(Place::Command, "what limits the client, beside the load", "plimsoll diagnose --for 30s");
    if let Some(share) = usage.throttled_ratio.filter(|share| *share >= THROTTLED) {
        all.push(Recommendation {
            description: format!(
                "It was held back in {} of the periods of its CPU quota, so that latencies hold its own waits and the rate \
                 may have been its own limit.",
                percent(share)
            ),
            expected_impact: "The numbers are the target's own.".to_owned(),
            actions: vec![look.clone()],
            ..new("load.client_throttled", Severity::High, Component::Cpu, "Give the client more CPU, then measure again")
        });
    } else if let Some(share) = usage.cpu_ratio.filter(|share| *share >= CPU_SHORT) {
        all.push(Recommendation {
            description: format!(
                "The CPUs that it may use were {} busy. If the target runs on them too, they take them from each other.",
                percent(share)
            ),
            expected_impact: "The numbers are the target's own.".to_owned(),
            effort: Effort::Medium,
            actions: vec![
                Action::new(Place::Command, "results of several machines as one", "plimsoll load merge one.json two.json"),
                look.clone(),
            ],
            ..new("load.client_cpu", Severity::High, Component::Cpu, "Load from another machine, or from several")
        });
    } else if let Some(share) = usage.cpu_pressure_ratio.filter(|share| *share >= PRESSED) {
        all.push(Recommendation {
            description: format!(
                "In {} of the time threads beside the client waited for a CPU.",
                percent(share)
            ),
            effort: Effort::Medium,
            actions: vec![look.clone()],
            ..new(
                "load.client_pressure",
                Severity::Medium,
                Component::Cpu,
                "Leave the client alone on its CPUs",
            )
        });
    }
    if let Some(share) = usage.memory_pressure_ratio.filter(|share| *share >= THROTTLED) {
        all.push(Recommendation {
            description: format!("In {} of the time the client waited for memory.", percent(share)),
            actions: vec![look],
            ..new(
                "load.client_memory",
                Severity::High,
                Component::Memory,
                "Give the client more memory, then measure again",
            )
        });
    }
}

/// Requests that were begun late, or never.
fn starts(result: &LoadResult, all: &mut Vec<Recommendation>) {
    let counts = &result.total.counts;
    let due = (counts.begun() + counts.dropped).max(1) as f64;
    if result.model != Model::Open || (counts.dropped == 0 && counts.late as f64 / due < MANY_LATE) {
        return;
    }
    let told = format!(
        "{} requests were begun late and {} never, of {}.",
        counts.late,
        counts.dropped,
        counts.begun() + counts.dropped
    );
    // Little's law: so many were under way on average.
    let under_way = result.total.per_second * result.total.service.mean_seconds.unwrap_or(0.0);
    let priority = if counts.dropped > 0 { Severity::High } else { Severity::Medium };
    all.push(if result.client_is_short() {
        Recommendation {
            description: format!("{told} The client was short of CPU or memory: it did not keep up itself."),
            ..new("load.client_late", priority, Component::Cpu, "Let the client keep up first")
        }
    } else if under_way >= ALL_BUSY * f64::from(result.most_at_once) {
        Recommendation {
            description: format!(
                "{told} All {} connections were busy nearly all the time: the target answers too slowly for this rate.",
                result.most_at_once
            ),
            expected_impact: "It is known how much the target serves before requests queue up.".to_owned(),
            category: Category::Application,
            effort: Effort::Medium,
            actions: vec![
                Action::new(Place::Command, "its capacity", "plimsoll load --url URL --steps 1,2,4,8,16,32"),
                Action::new(Place::Command, "if real users would not wait for each other", "--connections N"),
            ],
            ..new("load.target_behind", priority, result.target(), "Find out how much the target serves")
        }
    } else {
        Recommendation {
            description: format!(
                "{told} Most of the time connections were free: for moments the target stood still, or the client did."
            ),
            category: Category::Application,
            effort: Effort::Medium,
            ..new("load.standstill", priority, result.target(), "Look at when the slowest requests were")
        }
    });
}

/// What failed, the most frequent reason first.
fn errors(result: &LoadResult, all: &mut Vec<Recommendation>) {
    let counts = &result.total.counts;
    let mut reasons: Vec<(&str, u64)> =
        counts.reasons.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
    if counts.timed_out > 0 {
        reasons.push((Reason::Deadline.name(), counts.timed_out));
    }
    reasons.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let ended = (counts.ok + counts.failed + counts.timed_out).max(1) as f64;
    for (name, count) in reasons.into_iter().take(MOST_REASONS) {
        let reason = Reason::ALL.iter().find(|reason| reason.name() == name);
        let share = count as f64 / ended;
        let priority = match share {
            _ if matches!(result.ended, Ended::Hopeless(_)) => Severity::Critical,
            share if share >= MANY_ERRORS => Severity::High,
            share if share >= SOME_ERRORS => Severity::Medium,
            _ => Severity::Low,
        };
        let (title, look) = reason.map_or(("Look at the errors", ""), |reason| where_to_look(*reason));
        let meaning = reason.map_or("", |reason| reason.meaning());
        all.push(Recommendation {
            description: format!(
                "{count} requests ({}) ended with {}. {meaning} {look}",
                quantity(share, Unit::Ratio),
                short(name)
            )
            .trim_end()
            .to_owned(),
            category: Category::Application,
            effort: Effort::Medium,
            ..new("load.errors", priority, result.target(), title)
        });
    }
}

/// What to do, and where its cause is found.
fn where_to_look(reason: Reason) -> (&'static str, &'static str) {
    match reason {
        Reason::HttpStatus | Reason::ServerError | Reason::ToolFailed => (
            "Read the target's log for the statuses it answered",
            "429 and 503 may be a limit that does its work; 500, 502 and 504 are the program or what stands before it.",
        ),
        Reason::Deadline | Reason::Slow => (
            "See what the slowest requests wait for",
            "A queue that grows, a lock, a pool of connections that is too small, or a dependency that is slow.",
        ),
        Reason::ConnectRefused => (
            "See why the port was closed",
            "The process ended or was restarted under load, or its listening queue was full (net.core.somaxconn).",
        ),
        Reason::ConnectTimeout | Reason::ConnectFailed | Reason::ConnectUnreachable => (
            "See why connections were not made",
            "A full listening queue, a firewall's or a proxy's limit, or no free ports of the client.",
        ),
        Reason::Closed | Reason::Reset | Reason::Truncated => (
            "See who closes connections",
            "A limit of connections, a worker that was killed (memory) or restarted, a keep-alive time that is too short.",
        ),
        Reason::Dns | Reason::DnsTimeout => {
            ("Look at the name server", "Load tests ask it for each connection; an address instead of a name leaves it out.")
        }
        Reason::Local | Reason::PoolExhausted => (
            "Give the client more descriptors or ports",
            "`ulimit -n` and net.ipv4.ip_local_port_range bound how many connections it can have.",
        ),
        Reason::AuthRequired | Reason::Forbidden | Reason::AuthFailed | Reason::SecretMissing => {
            ("See why credentials were refused", "A token may have expired, or its endpoint has a limit of its own.")
        }
        _ => ("See why requests failed", ""),
    }
}

/// How much at a time is enough.
fn knee(result: &LoadResult, all: &mut Vec<Recommendation>) {
    let Some(knee) = &result.knee else { return };
    let rate = quantity(knee.throughput, Unit::PerSecond);
    let Some(advised) = knee.advised else {
        all.push(Recommendation {
            description: "It went on serving more with every step: where it ends was not seen.".to_owned(),
            ..new("load.no_knee", Severity::Low, result.target(), "Add higher steps")
        });
        return;
    };
    let worse = knee.law.peak.map_or(String::new(), |peak| {
        format!(" From {} on it would serve less.", quantity(peak.round(), Unit::Count))
    });
    all.push(Recommendation {
        description: format!(
            "At {} at a time it serves {rate}; more at a time are served no quicker and only wait for each other.{worse}",
            quantity(knee.concurrency, Unit::Count)
        ),
        expected_impact: format!("About {rate}, with latencies near {}.", quantity(knee.service_seconds, Unit::Seconds)),
        category: Category::Configuration,
        actions: vec![Action::new(
            Place::Program,
            "its limit of concurrency, or the pool of those who call it",
            advised.to_string(),
        )],
        ..new("load.knee", Severity::Medium, result.target(), format!("Allow {} at a time", if advised == 1 { "1 request".to_owned() } else { format!("{advised} requests") }))
    });
}

/// What became worse.
fn comparison(result: &LoadResult, all: &mut Vec<Recommendation>) {
    let Some(comparison) = &result.comparison else { return };
    let worse = comparison.changes.iter().filter(|change| change.verdict == Judgement::Worse);
    let told: Vec<String> = worse.map(|change| format!("{} {}", change.title(), change.text)).collect();
    if !told.is_empty() {
        all.push(Recommendation {
            description: format!(
                "{}. Runs differ by chance too: one more of each tells whether it stays.",
                told.join("; ")
            ),
            category: Category::Application,
            effort: Effort::Medium,
            ..new("load.worse", Severity::High, result.target(), "Find out what changed since the baseline")
        });
    }
}

/// The test itself.
fn test(result: &LoadResult, all: &mut Vec<Recommendation>) {
    let count = result.total.latency.count;
    if result.model == Model::Closed {
        all.push(Recommendation {
            description: "Users who wait for their answers ask less while the target stands still: what others would have met \
                          is left out (coordinated omission). A rate counts from when each request should have begun."
                .to_owned(),
            category: Category::Configuration,
            actions: vec![Action::new(Place::Command, "the same as a rate", rate_of(result))],
            ..new("load.closed", Severity::Low, result.target(), "For what users meet, give a rate")
        });
    }
    if (1..ENOUGH).contains(&count) {
        all.push(Recommendation {
            description: format!(
                "Of {count} requests p99 rests on the {} slowest: another run will tell another one.",
                count.div_ceil(100)
            ),
            category: Category::Configuration,
            ..new("load.few", Severity::Low, result.target(), "Measure for longer")
        });
    }
}

/// Nine tenths of what was served: there a queue is not for ever.
fn rate_of(result: &LoadResult) -> String {
    let rate = (0.9 * result.total.per_second).floor().max(1.0);
    format!("plimsoll load --url URL --rate {rate}")
}

#[cfg(test)]
#[path = "advice_tests.rs"]
mod tests;
