//! A pool as a page for people.

use plimsoll::dbpool::{DatabaseStats, DatabaseSystem, PoolSizing};
use plimsoll::fields::Unit;
use plimsoll::report::{amount, percent, span};

use super::Verdict;
use crate::bars::gauge;
use crate::page::{actions, findings, Page};
use crate::style::{of_reading, of_severity, FAINT, HEADING};
use crate::words::{harmless, plural};

/// So many holders are told, unless all are asked for.
const MOST_HOLDERS: usize = 5;
/// Cells of the bar.
const BAR: usize = 20;

/// What a database is called that is read by itself: of no pool of it is anything known.
pub const DATABASE: &str = "database";

/// Everything of one pool, but its size. `what` it is called: a pool, or a database.
pub fn section(page: &mut Page, what: &str, verdict: &Verdict) {
    page.gap();
    header(page, what, verdict);
    use_of(page, verdict);
    waits(page, verdict);
    opened(page, verdict);
    holders(page, verdict);
    if let Some(database) = &verdict.reading.database {
        self::database(page, verdict, database);
    }
    findings::section(page, &verdict.bottlenecks);
    actions::section(page, &verdict.recommendations);
}

fn header(page: &mut Page, what: &str, verdict: &Verdict) {
    let name = harmless(&verdict.reading.name);
    let said = match verdict.bottlenecks.first() {
        None if cannot_be(verdict) => "what it reports cannot be".to_owned(),
        None => "nothing limits it".to_owned(),
        Some(worst) => {
            let color = of_severity(worst.severity);
            let more = match verdict.bottlenecks.len() {
                1 => String::new(),
                many => format!(", and {} more", many - 1),
            };
            format!("{color}{}{color:#}{more}", worst.severity)
        }
    };
    page.line(&format!("{HEADING}{what} {name}{HEADING:#}  {said}"));
    let seen = &verdict.observed;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(verdict.reading.database.as_ref().map(system));
    let readings = plural(seen.database_observations, "reading", "readings");
    if what == DATABASE {
        facts.push(readings);
        // Each attempt is told, and those that had an answer.
        let missed = seen.observations.saturating_sub(seen.database_observations);
        if missed > 0 {
            facts.push(format!("{} without an answer", plural(missed, "attempt", "attempts")));
        }
    } else {
        if seen.observations > 0 {
            facts.push(plural(seen.observations, "observation", "observations"));
        }
        if seen.database_observations > 0 {
            facts.push(format!("{readings} of the database"));
        }
    }
    if seen.seconds > 0.0 {
        // Of less than a second every digit counts.
        let seconds = if seen.seconds < 1.0 { seen.seconds } else { seen.seconds.round() };
        facts.push(format!("over {}", span(seconds)));
    }
    // What is older is no longer kept.
    if seen.observations > 1 && seen.judged_seconds < seen.seconds * 0.95 {
        facts.push(format!("judged by {} of them", span(seen.judged_seconds.round())));
    }
    page.faint(0, &facts.join(" · "));
}

/// Whether far more were in use, by what was given back, than the pool can have: how large it should be says what to look at.
fn cannot_be(verdict: &Verdict) -> bool {
    let most = verdict.reading.interval.and_then(|interval| interval.most);
    let unsized_ = matches!(verdict.sizing, PoolSizing::NotEnoughData { .. });
    unsized_ && verdict.observed.in_use_mean.zip(most).is_some_and(|(mean, most)| mean > 2.0 * most)
}

/// `PostgreSQL 16.4`; versions often begin with the name.
fn system(database: &DatabaseStats) -> String {
    let (title, version) = (database.system.title(), database.version.trim());
    if version.to_lowercase().starts_with(&title.to_lowercase()) {
        // PostgreSQL tells its compiler, too.
        return version.split([',', '(']).next().unwrap_or(version).trim().to_owned();
    }
    format!("{title} {version}").trim().to_owned()
}

fn use_of(page: &mut Page, verdict: &Verdict) {
    let seen = &verdict.observed;
    let count = |value: f64| amount(value, Unit::Count);
    let stats = verdict.reading.stats.unwrap_or_default();
    // Where more were in use than it reports as its most, an interval knows of none.
    let most = match &verdict.reading.interval {
        Some(interval) => interval.most,
        None => stats.size.map(|size| size + stats.max_overflow.unwrap_or(0.0)),
    };
    if let Some(mean) = seen.in_use_mean {
        let of = most.map_or_else(String::new, |most| format!(" of {}", count(most)));
        // The mean is of every use, the most of when it was looked.
        let looked = |peak: f64| if peak < mean { " when looked" } else { "" };
        let peak = seen
            .in_use_peak
            .map_or_else(String::new, |peak| format!(", {} at most{}", count(peak), looked(peak)));
        let bar = seen.utilisation.map_or_else(String::new, |share| {
            let ((bar, track), color) = (gauge(share, BAR), of_reading(share));
            format!("{color}{bar}{color:#}{FAINT}{track}{FAINT:#} {}  ", percent(share))
        });
        page.paragraph(
            &format!("{HEADING}{:<12}{HEADING:#}{bar}", "In use"),
            12,
            &format!("{}{of}{peak}", count(mean)),
        );
    } else if let Some(now) = stats.in_use {
        let of = most.map_or_else(String::new, |most| format!(" of {}", count(most)));
        page.fact("In use", &format!("{}{of} at the only observation", count(now)));
    }
    let Some(rate) = seen.arrivals_per_second else { return };
    let mut text = match seen.requests {
        Some(requests) => format!("{}, {}", count(requests.round()), amount(rate, Unit::PerSecond)),
        None => amount(rate, Unit::PerSecond),
    };
    // Of even arrivals the peak tells nothing.
    if let Some(peak) = seen.arrivals_peak_per_second.filter(|peak| *peak > rate * 1.2) {
        text += &format!(" ({} at the peak)", amount(peak, Unit::PerSecond));
    }
    if let Some(held) = seen.use_seconds {
        text += &format!("; each holds a connection for {}", amount(held, Unit::Seconds));
    }
    page.fact("Requests", &text);
}

fn waits(page: &mut Page, verdict: &Verdict) {
    let seen = &verdict.observed;
    let seconds = |value: f64| amount(value, Unit::Seconds);
    let mut parts = Vec::new();
    parts.extend(seen.queued_ratio.map(|share| format!("{} of the requests waited", percent(share))));
    parts.extend(seen.wait_seconds.map(|mean| format!("{} on average", seconds(mean))));
    parts.extend(
        seen.wait_peak_seconds.filter(|peak| *peak > 0.0).map(|peak| format!("{} at most", seconds(peak))),
    );
    if let Some(timeouts) = seen.timeouts {
        let count = timeouts.round();
        parts.push(match count == 0.0 {
            true => "none gave up".to_owned(),
            false => format!("{} gave up", amount(count, Unit::Count)),
        });
    }
    let waiting = verdict.reading.stats.and_then(|stats| stats.waiting).filter(|waiting| *waiting > 0.0);
    parts.extend(waiting.map(|waiting| format!("{} waiting at the end", amount(waiting, Unit::Count))));
    if !parts.is_empty() {
        page.fact("Waits", &parts.join(", "));
    }
}

fn opened(page: &mut Page, verdict: &Verdict) {
    let seen = &verdict.observed;
    let told = |value: Option<f64>, words: &str| {
        let count = value.map(f64::round).filter(|count| *count > 0.0)?;
        Some(format!("{} {words}", amount(count, Unit::Count)))
    };
    let parts: Vec<String> = [
        told(seen.created, "opened"),
        told(seen.lost, "found broken"),
        told(seen.errors, "could not be opened"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !parts.is_empty() {
        page.fact("Connections", &parts.join(", "));
    }
}

fn holders(page: &mut Page, verdict: &Verdict) {
    let holders = &verdict.reading.holders;
    let shown = if page.layout.all { holders.len() } else { MOST_HOLDERS };
    for (index, holder) in holders.iter().take(shown).enumerate() {
        let held = plural(holder.connections as usize, "connection", "connections");
        let text = format!("{}: {held}, for {}", holder.site, amount(holder.seconds, Unit::Seconds));
        page.fact(if index == 0 { "Held by" } else { "" }, &text);
    }
    if let Some(more) = holders.len().checked_sub(shown).filter(|more| *more > 0) {
        page.more(&format!("and {more} more (--all lists them)"));
    }
}

fn database(page: &mut Page, verdict: &Verdict, database: &DatabaseStats) {
    let values = &database.values;
    let count = |value: f64| amount(value, Unit::Count);
    let rate = |value: f64, one: &str, many: &str| {
        let told = count(value);
        format!("{told} {} a second", if told == "1" { one } else { many })
    };
    let mut parts = Vec::new();
    if let Some(connections) = values.connections {
        let of = values.max_connections.map_or_else(String::new, |most| format!(" of {}", count(most)));
        parts.push(format!("{}{of} connections", count(connections)));
    }
    let mut told = |value: Option<f64>, words: &str| {
        parts.extend(value.filter(|value| *value > 0.0).map(|value| format!("{} {words}", count(value))));
    };
    told(values.connections_active, "at work");
    told(values.connections_idle_in_transaction, "idle in a transaction");
    told(values.connections_waiting_for_lock, "waiting for a lock");
    if let Some(last) = &verdict.reading.database_interval {
        parts.extend(last.transactions_per_second.map(|value| rate(value, "transaction", "transactions")));
        parts.extend(last.queries_per_second.map(|value| rate(value, "statement", "statements")));
        parts.extend(last.query_seconds.map(|value| format!("{} each", amount(value, Unit::Seconds))));
        parts.extend(
            last.cache_hit_ratio.map(|share| format!("{} of the pages in the cache", percent(share))),
        );
    }
    let bytes = |value: f64| amount(value, Unit::Bytes);
    if database.system == DatabaseSystem::Sqlite {
        parts.extend(values.database_bytes.map(|value| format!("{} in the file", bytes(value))));
        parts.extend(values.wal_bytes.map(|value| format!("{} in the write-ahead log", bytes(value))));
        parts
            .extend(values.cache_bytes.map(|value| format!("a page cache of {} a connection", bytes(value))));
        let busy = values.busy.filter(|value| *value > 0.0);
        parts.extend(busy.map(|value| format!("{} statements refused because it was locked", count(value))));
    }
    if !parts.is_empty() {
        page.fact("Database", &parts.join(", "));
    }
    for problem in &database.problems {
        page.fact("Not read", problem);
    }
}
