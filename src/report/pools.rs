//! Pools of database connections: how they are used, who waits, and how large they should be.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{bar, confidence, fact, measures, of_reading, scroll, tag};
use super::sizing::words;
use super::words::{amount, percent, wait};
use crate::dbpool::{PoolAdvice, PoolReading, PoolSizing};
use crate::fields::Unit;

/// The section, where pools are attached.
pub(super) fn section(pools: &[PoolReading]) -> Option<Section> {
    if pools.is_empty() {
        return None;
    }
    let body = html! { @for pool in pools { (one(pool)) } };
    Some(Section { id: "database-pools", title: "Database pools", count: Some(pools.len()), body })
}

fn one(pool: &PoolReading) -> Markup {
    html! {
        h3 {
            (pool.name)
            @if let Some(database) = &pool.database {
                " " span class="faint" { (database.system.title()) " " (database.version) }
            }
        }
        @if pool.stats.is_none() && pool.database.is_none() { p class="unknown" { "Not observed yet." } }
        dl class="facts" { (facts(pool)) }
        @if !pool.holders.is_empty() {
            ul class="measures" {
                @for holder in &pool.holders {
                    li {
                        (holder.site) " holds " b { (holder.connections) } " for "
                        b { (amount(holder.seconds, Unit::Seconds)) }
                    }
                }
            }
        }
        @match pool.sizing.as_deref() {
            Some(PoolSizing::Advice(advice)) => (self::advice(advice)),
            Some(PoolSizing::NotEnoughData { needed, .. }) => p class="unknown" { b { "Not enough data. " } (needed) },
            None => {}
        }
    }
}

fn facts(pool: &PoolReading) -> Markup {
    let count = |value: f64| amount(value, Unit::Count);
    let stats = pool.stats.unwrap_or_default();
    let interval = pool.interval.unwrap_or_default();
    let values = pool.database.as_ref().map(|database| database.values).unwrap_or_default();
    // Where more were in use than it reports as its most, an interval knows of none.
    let most = pool.interval.map_or_else(|| stats.most(), |interval| interval.most);
    let facts: [(&str, Option<String>); 7] = [
        ("requests", interval.arrivals_per_second.map(|rate| amount(rate, Unit::PerSecond))),
        ("held for", interval.use_seconds.map(|held| amount(held, Unit::Seconds))),
        ("waited, on average", interval.wait_seconds.map(|wait| amount(wait, Unit::Seconds))),
        ("had to wait", interval.queued_ratio.map(percent)),
        ("waiting now", stats.waiting.map(count)),
        ("gave up", interval.timeouts_per_second.map(|rate| amount(rate, Unit::PerSecond))),
        (
            "connections of the server",
            values.connections.map(|open| match values.max_connections {
                Some(most) => format!("{} of {}", count(open), count(most)),
                None => count(open),
            }),
        ),
    ];
    html! {
        @if let Some(used) = stats.in_use {
            (fact("in use", html! {
                (count(used))
                @if let Some(most) = most {
                    " of " (count(most)) (bar(used / most, of_reading(used / most)))
                }
            }))
        }
        @for (name, value) in facts {
            @if let Some(value) = value { (fact(name, html! { (value) })) }
        }
    }
}

fn advice(advice: &PoolAdvice) -> Markup {
    html! {
        p {
            b class="figure" { (advice.size) } " connections"
            @if advice.overflow > 0 { " and " (advice.overflow) " more under load" }
            @if let Some(now) = advice.current_size.filter(|now| *now != advice.size) { " instead of " (now) }
            ", " (confidence(advice.confidence)) ". " (advice.reason)
        }
        p {
            "Requests should wait for " b { (amount(advice.timeout_seconds, Unit::Seconds)) }
            " at most, connections be replaced after " b { (amount(advice.recycle_seconds, Unit::Seconds)) }
            ". What it serves: " (words(advice.pattern.name())) "."
        }
        (what_if(advice))
        @for note in &advice.notes { p class="note after" { (note) } }
        details {
            summary { "What to set" }
            ul class="measures" {
                @for kind in &advice.settings {
                    @for action in &kind.actions {
                        li { (kind.library) " " code { (action.target) } " " b { (action.value) } }
                    }
                }
            }
        }
        @if !advice.evidence.is_empty() {
            details { summary { "What this rests on" } (measures(&advice.evidence)) }
        }
    }
}

fn what_if(advice: &PoolAdvice) -> Markup {
    let advised = advice.size + advice.overflow;
    let present = advice.current_size.map(|size| size + advice.current_overflow.unwrap_or(0));
    scroll(
        "What other sizes would do",
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { "connections" }
                        th scope="col" class="number" { "95 % wait at most" }
                        th scope="col" class="number" { "held for" }
                        th scope="col" class="number" { "in use" }
                        th scope="col" class="number" { "database" }
                    }
                }
                tbody {
                    @for row in &advice.what_if {
                        tr {
                            th scope="row" {
                                (row.size)
                                @if row.size == advised { " " (tag("advised")) }
                                @if Some(row.size) == present { " " (tag("now")) }
                            }
                            td class="number" { (wait(row.wait_p95_seconds)) }
                            td class="number" { (amount(row.use_seconds, Unit::Seconds)) }
                            td class="number" { (percent(row.utilisation)) }
                            td class="number" { (row.database_load.map_or_else(|| "–".to_owned(), percent)) }
                        }
                    }
                }
            }
        },
    )
}
