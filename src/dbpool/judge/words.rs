//! The words of findings on pools: title, description, impact and evidence of each rule.

use super::evidence;
use super::leak;
use super::slowdown;
use super::table::{PoolRule, Source};
use super::view::View;
use crate::dbpool::SlowQuery;
use crate::fields::Unit::{self, BytesPerSecond, Count, PerSecond, Ratio, Seconds};
use crate::finding::{quantity, Finding};

/// What a rule says of a finding.
struct Words {
    title: String,
    description: String,
    impact: String,
    cost: f64,
    own: Vec<(&'static str, Option<f64>, Unit)>,
}

/// Writes the words of a finding of that rule.
pub(super) fn write(view: &View, rule: PoolRule, name: &str, finding: &mut Finding) {
    let value = finding.current.value;
    let words = match rule.source() {
        Source::Pool => of_pool(view, rule, name, value),
        Source::Database => of_database(view, rule, name, value),
    };
    finding.title = words.title;
    finding.description = words.description;
    finding.impact = words.impact;
    finding.impact_ratio = words.cost;
    finding.evidence = evidence::of(view, rule.source(), &words.own);
}

fn of_pool(view: &View, rule: PoolRule, name: &str, value: f64) -> Words {
    let recent = view.recent.unwrap_or_default();
    let most = view.most();
    let of = most.map_or_else(String::new, |most| format!(" of {}", quantity(most, Count)));
    let (wait, hold) = (View::wait(&recent).unwrap_or(0.0), recent.use_seconds.unwrap_or(0.0));
    let waiting_cost = if wait + hold > 0.0 { wait / (wait + hold) } else { 0.0 };
    let waits = if wait > 0.0 {
        format!(
            " Requests wait {} on average, and then use a connection for {}.",
            quantity(wait, Seconds),
            quantity(hold, Seconds)
        )
    } else {
        String::new()
    };
    let queue = vec![
        ("pool_queued_ratio", recent.queued_ratio, Ratio),
        ("pool_wait_peak_seconds", recent.wait_peak_seconds, Seconds),
    ];
    match rule {
        PoolRule::Saturated => Words {
            title: format!("Pool {name} is {} in use", quantity(value, Ratio)),
            description: format!(
                "{}{of} connections are in use on average, and requests wait for one.{waits}",
                quantity(view.in_use().unwrap_or(0.0), Count)
            ),
            impact: "Requests wait for a connection, however fast the database is.".into(),
            cost: waiting_cost.max((value - 0.8).max(0.0)),
            own: queue,
        },
        PoolRule::Waits => Words {
            title: format!("Requests wait for connections of pool {name} for {} as long as they use them", quantity(value, Ratio)),
            description: format!(
                "{} of the requests find no connection free.{waits}",
                recent.queued_ratio.map_or_else(|| "Some".to_owned(), |ratio| quantity(ratio, Ratio))
            ),
            impact: "Each request takes longer by its wait.".into(),
            cost: if waiting_cost > 0.0 { waiting_cost } else { value / (1.0 + value) },
            own: queue,
        },
        PoolRule::Timeouts => Words {
            title: format!("Requests for connections of pool {name} time out"),
            description: format!(
                "{} of the requests of the last minute gave up{}.",
                quantity(value, Ratio),
                view.stat(|stats| stats.timeout_seconds)
                    .map_or_else(String::new, |after| format!(" after {}", quantity(after, Seconds)))
            ),
            impact: "Requests fail.".into(),
            cost: value,
            own: vec![("pool_timeouts_per_second", view.minute.and_then(|minute| minute.timeouts_per_second), PerSecond)],
        },
        PoolRule::Leak => leaking(view, name, value, most),
        PoolRule::Stalled => Words {
            title: format!("No connection of pool {name} has come back for {}", quantity(value, Seconds)),
            description: format!(
                "{}{of} connections are out, and {} requests wait; before, {} were given back. The database, the network to it or the program holds them all up.",
                quantity(view.stat(|stats| stats.in_use).unwrap_or(0.0), Count),
                quantity(view.stat(|stats| stats.waiting).unwrap_or(0.0), Count),
                view.all().and_then(|all| all.arrivals_per_second).map_or_else(|| "some".into(), |rate| quantity(rate, PerSecond)),
            ),
            impact: "Nothing that needs the database gets done.".into(),
            cost: 1.0,
            own: vec![("pool_oldest_use_seconds", view.stat(|stats| stats.oldest_use_seconds), Seconds)],
        },
        PoolRule::CannotConnect => Words {
            title: if value > 0.95 {
                format!("The database of pool {name} cannot be reached")
            } else {
                format!("Pool {name} cannot open some of its connections")
            },
            description: format!(
                "{} of the latest attempts to open a connection failed.{}",
                quantity(value, Ratio),
                view.stat(|stats| stats.open)
                    .map_or_else(String::new, |open| format!(" {} are open.", quantity(open, Count)))
            ),
            impact: "Requests that need a new connection fail.".into(),
            cost: value,
            own: vec![("pool_errors_per_second", view.minute.and_then(|minute| minute.errors_per_second), PerSecond)],
        },
        PoolRule::Lost => Words {
            title: format!("{} of pool {name} {} lost", connections(value), if value == 1.0 { "was" } else { "were" }),
            description: "They were found broken: the server or something between closed them. It was restarted, an administrator or a timeout ended the sessions, or a firewall forgot them.".into(),
            impact: "What ran on them failed, and others take their place first.".into(),
            cost: most.map_or(0.1, |most| (value / most).min(0.5)),
            own: vec![("pool_lost_per_second", recent.lost_per_second, PerSecond)],
        },
        PoolRule::Churn => {
            let minute = view.minute.unwrap_or_default();
            let each = minute.create_seconds.unwrap_or(0.0);
            Words {
                title: format!("Pool {name} opens a connection for {} of its requests", quantity(value, Ratio)),
                description: format!(
                    "{} are opened{}, and closed again soon: {}.",
                    quantity(minute.created_per_second.unwrap_or(0.0), PerSecond),
                    if each > 0.0 { format!(", {} each", quantity(each, Seconds)) } else { String::new() },
                    churn_reason(view)
                ),
                impact: "Requests wait for connections to be opened, and the server starts sessions instead of running statements.".into(),
                cost: each * value / (each * value + hold).max(1e-9),
                own: vec![
                    ("pool_created_per_second", minute.created_per_second, PerSecond),
                    ("pool_create_seconds", minute.create_seconds, Seconds),
                ],
            }
        }
        PoolRule::Oversized => {
            let kept = super::signals::kept(view).unwrap_or(0.0);
            let all = view.all().copied().unwrap_or_default();
            Words {
                title: format!("Pool {name} keeps {} connections and uses {}", quantity(kept, Count), quantity(all.in_use_peak.unwrap_or(0.0), Count)),
                description: format!(
                    "In {} no more than {} of those that are open were in use at once.",
                    quantity(all.seconds, Seconds),
                    quantity(value, Ratio)
                ),
                impact: "Each idle connection takes memory of the server and one of the connections that others could have.".into(),
                cost: 0.0,
                own: vec![
                    ("pool_in_use_peak", all.in_use_peak, Count),
                    ("pool_kept", Some(kept), Count),
                    ("pool_min_size", view.stat(|stats| stats.min_size), Count),
                ],
            }
        }
        _ => slower(view, name, value),
    }
}

fn slower(view: &View, name: &str, value: f64) -> Words {
    let slow = slowdown::slowdown(view);
    let (what, before, now) =
        slow.map_or(("time in use", 0.0, 0.0), |slow| (slow.what, slow.before, slow.now));
    Words {
        title: format!(
            "Connections of pool {name} take {} times as long as they did",
            quantity(value, Count)
        ),
        description: format!("Mean {what} {} -> {}.", quantity(before, Seconds), quantity(now, Seconds)),
        impact: "Requests take longer, and each holds its connection for longer.".into(),
        cost: 1.0 - 1.0 / value.max(1.0),
        own: vec![
            ("slowdown_before_seconds", Some(before), Seconds),
            ("slowdown_now_seconds", Some(now), Seconds),
        ],
    }
}

fn leaking(view: &View, name: &str, value: f64, most: Option<f64>) -> Words {
    // While it is being cleared there may be none left.
    let value = value.max(1.0);
    let suspect = leak::suspect(view);
    let place = suspect.map_or_else(String::new, |holder| {
        format!(
            " {} holds {} of them, the first for {}.",
            holder.site,
            holder.connections,
            quantity(holder.seconds, Seconds)
        )
    });
    let usual = view.all().and_then(|all| all.use_seconds);
    let usual = usual
        .map_or_else(String::new, |usual| format!(" A use takes {} on average.", quantity(usual, Seconds)));
    let title = match suspect {
        Some(holder) => format!("{} of pool {name} not given back by {}", connections(value), holder.site),
        None => format!("{} of pool {name} not given back", connections(value)),
    };
    Words {
        title,
        description: format!("They are out while no more is asked for than before.{usual}{place}"),
        impact: most.map_or_else(
            || "The pool runs out of connections.".to_owned(),
            |most| {
                format!(
                    "{} of {} connections are left to work with, and fewer with each leak.",
                    quantity((most - value).max(0.0), Count),
                    quantity(most, Count)
                )
            },
        ),
        cost: most.map_or(0.1, |most| value / most),
        own: vec![
            ("pool_oldest_use_seconds", view.stat(|stats| stats.oldest_use_seconds), Seconds),
            ("holder_connections", suspect.map(|holder| f64::from(holder.connections)), Count),
            ("holder_seconds", suspect.map(|holder| holder.seconds), Seconds),
        ],
    }
}

fn connections(count: f64) -> String {
    format!("{} {}", quantity(count, Count), if count == 1.0 { "connection" } else { "connections" })
}

fn churn_reason(view: &View) -> String {
    let recycled =
        view.stat(|stats| stats.recycle_seconds).filter(|seconds| *seconds > 0.0 && *seconds < 300.0);
    let overflow = view.stat(|stats| stats.max_overflow).is_some_and(|overflow| overflow > 0.0);
    let peak = view.minute.as_ref().and_then(|minute| minute.in_use_peak);
    let beyond = peak.zip(view.stat(|stats| stats.size)).is_some_and(|(peak, size)| peak > size);
    match recycled {
        Some(seconds) => format!("each is replaced after {}", quantity(seconds, Seconds)),
        None if overflow && beyond => {
            "the overflow opens them under load and closes them right after".to_owned()
        }
        None => "the pool keeps too few, or the program opens them anew".to_owned(),
    }
}

fn of_database(view: &View, rule: PoolRule, name: &str, value: f64) -> Words {
    let values = view.database.map(|database| database.values).unwrap_or_default();
    let system = view.database.map_or("database", |database| database.system.name());
    let minute = view.database_minute.unwrap_or_default();
    match rule {
        PoolRule::DatabaseSaturated => Words {
            title: format!("The database of {name} runs {} statements for each CPU", quantity(value, Count)),
            description: format!(
                "{} sessions are at work on {}. More connections would only make each of them slower.{}",
                quantity(value * values.cpus.unwrap_or(1.0), Count),
                quantity(values.cpus.unwrap_or(1.0), Unit::Cpus),
                values.connections_waiting_for_io.filter(|waiting| *waiting > 0.0).map_or_else(
                    String::new,
                    |waiting| format!(" {} of them wait for the disk.", quantity(waiting, Count))
                )
            ),
            impact: "Statements wait for each other's CPU time; requests of the pool wait longer still."
                .into(),
            cost: 1.0 - 1.0 / value.max(1.0),
            own: vec![
                ("database_cpus", values.cpus, Count),
                ("database_waiting_for_io", values.connections_waiting_for_io, Count),
            ],
        },
        PoolRule::Connections => Words {
            title: if value > 0.99 {
                format!("The database of {name} has no connection left but its reserve")
            } else {
                format!(
                    "{} of the connections that the database of {name} accepts are taken",
                    quantity(value, Ratio)
                )
            },
            description: format!(
                "{} are open; the maximum is {}, of which {} are reserved. {} are this user's own.",
                quantity(values.connections.unwrap_or(0.0), Count),
                quantity(values.max_connections.unwrap_or(0.0), Count),
                quantity(values.reserved_connections.unwrap_or(0.0), Count),
                values
                    .connections_own
                    .map_or_else(|| "It is not known how many".to_owned(), |own| quantity(own, Count)),
            ),
            impact: "The next that connects may be refused.".into(),
            cost: ((value - 0.8) / 0.2).max(0.0) / 2.0,
            own: vec![
                ("database_max_connections", values.max_connections, Count),
                ("database_reserved_connections", values.reserved_connections, Count),
                ("database_connections_own", values.connections_own, Count),
                ("database_connections_idle", values.connections_idle, Count),
            ],
        },
        PoolRule::IdleInTransaction => {
            let waiting = values.connections_waiting_for_lock.unwrap_or(0.0);
            let blocked = if waiting > 0.0 {
                format!(" {} sessions wait for locks.{}", quantity(waiting, Count), blocker(view))
            } else {
                String::new()
            };
            Words {
                title: format!(
                    "A transaction in the database of {name} has idled for {}",
                    quantity(value, Seconds)
                ),
                description: format!(
                    "{} connections hold a transaction open and do nothing.{blocked}{}",
                    quantity(values.connections_idle_in_transaction.unwrap_or(1.0), Count),
                    leak::suspect(view).map_or_else(String::new, |holder| format!(
                        " {} has held a connection for {}.",
                        holder.site,
                        quantity(holder.seconds, Seconds)
                    ))
                ),
                impact: "It keeps its locks and its connection, and dead rows cannot be cleaned up.".into(),
                cost: (values.connections_idle_in_transaction.unwrap_or(1.0) + waiting)
                    / view.most().or(values.connections).unwrap_or(10.0).max(1.0),
                own: vec![
                    ("database_idle_in_transaction", values.connections_idle_in_transaction, Count),
                    ("database_waiting_for_lock", values.connections_waiting_for_lock, Count),
                ],
            }
        }
        PoolRule::Locks => Words {
            title: format!(
                "{} {} in the database of {name} for a lock",
                quantity(value, Count),
                if value == 1.0 { "statement waits" } else { "statements wait" }
            ),
            description: format!(
                "The longest has waited for {}.{}",
                quantity(values.oldest_lock_wait_seconds.unwrap_or(0.0), Seconds),
                blocker(view)
            ),
            impact: "They hold their connections and do nothing until the lock is free.".into(),
            cost: value / view.most().or(values.connections).unwrap_or(10.0).max(1.0),
            own: vec![("database_oldest_lock_wait_seconds", values.oldest_lock_wait_seconds, Seconds)],
        },
        PoolRule::SlowQueries => Words {
            title: format!(
                "Statements in the database of {name} take {} on average",
                quantity(value, Seconds)
            ),
            description: slowest(view, false),
            impact: "Requests take at least as long, and hold their connections for as long.".into(),
            cost: (1.0 - 0.8 / value.max(1.0)).min(0.8),
            own: vec![("database_queries_per_second", minute.queries_per_second, PerSecond)],
        },
        PoolRule::LongQuery => Words {
            title: format!("A statement in the database of {name} has run for {}", quantity(value, Seconds)),
            description: slowest(view, true),
            impact: "It holds its connection, its locks and a CPU for as long.".into(),
            cost: 1.0 / view.most().or(values.connections).unwrap_or(10.0).max(1.0),
            own: vec![("database_oldest_query_seconds", values.oldest_query_seconds, Seconds)],
        },
        PoolRule::CacheHit => Words {
            title: format!(
                "The database of {name} finds only {} of its pages in its cache",
                quantity(value, Ratio)
            ),
            description: format!(
                "{} pages are looked for{}.{}",
                quantity(minute.pages_per_second.unwrap_or(0.0), PerSecond),
                values.cache_bytes.map_or_else(String::new, |bytes| format!(
                    "; the cache holds {}",
                    quantity(bytes, Unit::Bytes)
                )),
                values.database_bytes.map_or_else(String::new, |bytes| format!(
                    " The database has {}.",
                    quantity(bytes, Unit::Bytes)
                ))
            ),
            impact: "The others come from the disk, or at best from the operating system's cache.".into(),
            cost: (1.0 - value) / 2.0,
            own: vec![
                ("database_pages_per_second", minute.pages_per_second, PerSecond),
                ("database_cache_bytes", values.cache_bytes, Unit::Bytes),
                ("database_bytes", values.database_bytes, Unit::Bytes),
            ],
        },
        PoolRule::Deadlocks => Words {
            title: format!("{} in the database of {name} in the last minute", counted(value, "deadlock")),
            description: "Transactions took the same locks in different order; the server ended one of each."
                .into(),
            impact: "A transaction of each fails after it waited.".into(),
            cost: failed(value, minute.transactions_per_second),
            own: vec![("database_deadlocks_per_second", minute.deadlocks_per_second, PerSecond)],
        },
        PoolRule::Busy => Words {
            title: format!(
                "{system} refused {} of {name} in the last minute: the database was locked",
                counted(value, "statement")
            ),
            description: "Another connection was writing: SQLite has one writer at a time.".into(),
            impact: "Statements that are not tried again fail.".into(),
            cost: failed(value, minute.queries_per_second.or(minute.transactions_per_second)),
            own: vec![("database_busy_per_second", minute.busy_per_second, PerSecond)],
        },
        PoolRule::Temporary => Words {
            title: format!(
                "The database of {name} writes {} of temporary files",
                quantity(value, BytesPerSecond)
            ),
            description: format!("Sorts, joins or index builds do not fit their memory.{}", most_time(view)),
            impact: "They wait for the disk instead of memory.".into(),
            cost: 0.05,
            own: vec![("database_temporary_bytes_per_second", Some(value), BytesPerSecond)],
        },
        _ => Words {
            title: format!(
                "{} cancelled in the replica of {name} in the last minute",
                counted(value, "statement")
            ),
            description: "Recovery needed rows or locks that they were reading.".into(),
            impact: "They fail and have to be run again.".into(),
            cost: failed(value, minute.transactions_per_second),
            own: vec![("database_conflicts_per_second", minute.conflicts_per_second, PerSecond)],
        },
    }
}

fn counted(count: f64, what: &str) -> String {
    format!(
        "{} {what}{}",
        quantity(count.round().max(1.0), Count),
        if count.round() > 1.0 { "s" } else { "" }
    )
}

/// So many a minute, of so many a second.
fn failed(in_a_minute: f64, per_second: Option<f64>) -> f64 {
    per_second.filter(|rate| *rate > 0.0).map_or(0.01, |rate| (in_a_minute / 60.0 / rate).min(1.0))
}

/// Who holds the lock that the others wait for.
fn blocker(view: &View) -> String {
    let Some(blocked) = view.database.and_then(|database| database.blocked.first()) else {
        return String::new();
    };
    let held = match (blocked.blocked_by, &blocked.holder_state) {
        (Some(holder), Some(state)) => format!(" Session {holder} holds it ({state})."),
        (Some(holder), None) => format!(" Session {holder} holds it."),
        (None, Some(state)) => format!(" Its holder is {state}."),
        (None, None) => String::new(),
    };
    let text =
        if blocked.text.is_empty() { String::new() } else { format!(" It waits in: {}", blocked.text) };
    format!("{held}{text}")
}

/// The statement to look at: the one that has run longest, where that is what is wrong; else the one that took most time,
/// if it is slow. Which took most is read now and then only, and one that has become slow since runs now.
pub(super) fn suspect<'a>(view: &View<'a>, running: bool) -> Option<&'a SlowQuery> {
    let database = view.database?;
    let rule = PoolRule::SlowQueries;
    // By the published one where the rule is left out.
    let slow = view.thresholds.of(rule).first().or(rule.rule().steps.first())?.clear;
    let now = database.slow.iter().filter(|query| query.running);
    let now = now.max_by(|a, b| a.mean_seconds.total_cmp(&b.mean_seconds));
    let mut most = database.slow.iter().filter(|query| !query.running);
    let slow = most.clone().find(|query| query.mean_seconds >= slow);
    if running { now.or(slow) } else { slow.or(now) }.or_else(|| most.next())
}

fn slowest(view: &View, running: bool) -> String {
    if view.database.is_none() {
        return String::new();
    }
    match suspect(view, running) {
        Some(query) if query.running => {
            format!("It runs now, for {}: {}", quantity(query.mean_seconds, Seconds), query.text)
        }
        Some(query) => format!(
            "Most time goes to one that ran {} times, {} on average: {}",
            quantity(query.calls, Count),
            quantity(query.mean_seconds, Seconds),
            query.text
        ),
        None => "Which statement it is could not be read.".to_owned(),
    }
}

fn most_time(view: &View) -> String {
    let slow = view.database.and_then(|database| database.slow.first());
    slow.map_or_else(String::new, |query| format!(" Most time goes to: {}", query.text))
}
