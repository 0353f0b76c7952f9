//! The reason, in a sentence.

use super::capacity::Capacity;
use super::choice::{Choice, Judge, Pull};
use super::demand::{same_size, Demand};
use super::queue::Outcome;
use super::trial::Trial;
use super::SizeLimit;
use crate::fields::Unit;
use crate::finding::quantity;

/// What the pool is asked for: the beginning of every reason.
fn asked(demand: &Demand) -> String {
    let held = quantity(demand.use_seconds, Unit::Seconds);
    let rate = quantity(demand.served, Unit::PerSecond);
    let of = demand.most.map_or(String::new(), |most| format!(" of {most:.0}"));
    format!("{rate} requests that hold a connection for {held} keep {:.1}{of} in use", demand.in_use)
}

fn waits(outcome: &Outcome) -> String {
    if outcome.wait_p95_seconds <= 0.0 {
        return "95 % of the requests do not wait at all".to_owned();
    }
    format!("95 % of the requests wait no longer than {}", quantity(outcome.wait_p95_seconds, Unit::Seconds))
}

/// What decides between sizes with which hardly anybody waits.
fn rarest(judge: &Judge<'_>, most: u32, present: u32) -> String {
    let (there, here) = (judge.outcome(most), judge.outcome(present));
    if there.wait_p95_seconds > 0.0
        || here.wait_p95_seconds > 0.0
        || judge.options.target_wait_seconds.is_some()
    {
        return String::new();
    }
    let wait = |outcome: &Outcome| match outcome.wait_weighed_seconds {
        wait if wait > 0.0 => format!("longer than {}", quantity(wait, Unit::Seconds)),
        _ => "not at all".to_owned(),
    };
    let (there, here) = (wait(&there), wait(&here));
    if there == here {
        return format!(", no more than with {present}");
    }
    let price = if most < present { ", which is not worth the connections" } else { "" };
    format!(
        ". What decides is how long two requests in a thousand wait: {there} with {most}, {here} with {present}{price}"
    )
}

/// While little was measured what is usual counts.
fn usual(choice: &Choice) -> String {
    choice.pull.map_or(String::new(), |Pull { computed, usual }| {
        format!(
            ". By what was measured alone it would be {computed}; that is little so far, and {usual} is usual for this pool's \
             share of the database's CPUs"
        )
    })
}

fn database(capacity: &Capacity) -> String {
    let busy = capacity.utilisation.map_or(String::new(), |share| format!(" is {:.0} % busy", share * 100.0));
    match (capacity.active, capacity.cpus) {
        (Some(active), Some(cpus)) => {
            format!("the database{busy} with {active:.1} active sessions on {cpus} CPUs")
        }
        _ => format!("the database{busy} by how hold times grow with concurrency"),
    }
}

/// What requests took at two sizes, or with more and fewer in use.
fn measured(judge: &Judge<'_>) -> String {
    let Some((slow, fast)) = judge.response.and_then(|response| response.seen) else { return String::new() };
    let (Some(long), Some(short)) = (slow.response, fast.response) else { return String::new() };
    let size = |trial: &Trial| match (trial.most, same_size(slow.most, fast.most)) {
        (Some(most), false) => format!("{most:.0} connections"),
        _ => format!("{:.0} in use", trial.in_use),
    };
    let taken = |seconds: f64| quantity(seconds, Unit::Seconds);
    format!(
        "wait and use together took {} with {}, {} with {}, and no more requests were served: ",
        taken(short.seconds),
        size(&fast),
        taken(long.seconds),
        size(&slow)
    )
}

/// Before anything is said of a pool whose connections are not given back.
pub(super) const LEAKS: &str =
    "Find the leak first: connections are not given back, and no size is enough for that. ";

/// Why that size.
pub(super) fn reason(judge: &Judge<'_>, choice: &Choice) -> String {
    let (demand, capacity, most) = (judge.demand, judge.capacity, choice.most);
    let asked = asked(demand);
    let with = waits(&judge.outcome(most));
    if choice.held {
        return format!(
            "{asked}; {most} connections do within 3 % as well as the best size, so that they stay: {with}."
        );
    }
    match choice.limit {
        SizeLimit::Demand => match judge.current.map(|current| current.size + current.overflow) {
            Some(present) if present != most => {
                format!("{asked}; with {most} connections {with}{}{}.", rarest(judge, most, present), usual(choice))
            }
            _ => format!("{asked}; with {most} connections {with}{}.", usual(choice)),
        },
        SizeLimit::Database => format!(
            "{asked}, and {}: {most} connections keep it busy, more would only wait there.",
            database(capacity)
        ),
        SizeLimit::Locks => {
            format!("{asked}, and sessions wait for locks in the database: more connections than {most} would wait too.")
        }
        SizeLimit::MaxConnections => {
            format!("{asked}; {most} connections are this pool's share of those that the database accepts.")
        }
        SizeLimit::DeadlockFloor => format!(
            "{asked}; with fewer than {most} connections threads that hold some and ask for another could wait for each \
             other for ever."
        ),
        SizeLimit::Threads => format!("{asked}; the threads can hold no more than {most} connections."),
        SizeLimit::Step => format!(
            "{asked} and leave requests waiting, so that what is really asked for cannot be seen: {most} connections are \
             the next step, to be followed by another look."
        ),
        SizeLimit::Leak if demand.most.is_some() => {
            format!("{LEAKS}The {most} connections stay until it is mended; beside those that are gone, {asked}.")
        }
        SizeLimit::Leak => {
            format!("{LEAKS}{asked}: {most} connections would do for the requests that give theirs back.")
        }
        SizeLimit::Measured => format!("{asked}; {}{most} connections come next.", measured(judge)),
        SizeLimit::Trial => format!(
            "{asked}, and nothing tells whether the database keeps up: with {most} connections for a while, hold times and \
             throughput will show whether it is the limit."
        ),
    }
}
