//! How the container fared that made the load.

use maud::{html, Markup};

use super::texts;
use super::timeline::{chart, Chart, Column, Fold};
use crate::fields::Unit;
use crate::finding::quantity;
use crate::load::watch::{CPU_SHORT, PRESSED, THROTTLED};
use crate::load::{ClientUsage, Interval, LoadResult};
use crate::report::axis::Axis;
use crate::report::page::Section;
use crate::report::parts::scroll;
use crate::report::words::percent;

/// A share that is watched.
struct Watched {
    title: &'static str,
    of: fn(&ClientUsage) -> Option<f64>,
    /// From here on latencies hold the client's own waits.
    short: f64,
}

static WATCHED: [Watched; 4] = [
    Watched { title: "CPUs busy", of: |usage| usage.cpu_ratio, short: CPU_SHORT },
    Watched { title: "throttled", of: |usage| usage.throttled_ratio, short: THROTTLED },
    Watched { title: "waiting for a CPU", of: |usage| usage.cpu_pressure_ratio, short: PRESSED },
    Watched { title: "waiting for memory", of: |usage| usage.memory_pressure_ratio, short: THROTTLED },
];

/// The section.
pub(super) fn section(result: &LoadResult) -> Section {
    let known = WATCHED.iter().any(|one| (one.of)(&result.client).is_some());
    let body = html! {
        @if known { (table(result)) }
        @else { p class="unknown" { "Nothing of the client's container could be read." } }
        div class="charts" { @for figure in [shares(result), cpus(result)].into_iter().flatten() { (figure) } }
    };
    Section { id: "client", title: "The client's own container", count: None, body }
}

fn table(result: &LoadResult) -> Markup {
    let all = result.intervals.len();
    let rows = WATCHED.iter().filter_map(|one| {
        let whole = (one.of)(&result.client)?;
        let values = || result.intervals.iter().filter_map(|interval| (one.of)(&interval.client));
        let highest = values().fold(whole, f64::max);
        Some((one, whole, highest, values().filter(|value| *value >= one.short).count()))
    });
    let rows: Vec<_> = rows.collect();
    html! {
        (scroll("The client", html! {
            table {
                thead {
                    tr {
                        th scope="col" { "" span class="hidden" { "what" } }
                        th scope="col" class="number" { "whole test" }
                        th scope="col" class="number" { "highest" }
                        th scope="col" class="number" { "too much from" }
                        th scope="col" class="number" { "intervals of " (all) }
                        th scope="col" { "" span class="hidden" { "verdict" } }
                    }
                }
                tbody {
                    @for (one, whole, highest, short) in &rows {
                        tr {
                            th scope="row" { (one.title) }
                            td class="number" { b { (texts::share(*whole)) } }
                            td class="number" { (texts::share(*highest)) }
                            td class="number" { (percent(one.short)) }
                            td class="number" { (short) }
                            td { (badge(*whole >= one.short, *short > 0)) }
                        }
                    }
                }
            }
        }))
        p class="note after" {
            "What the client waits for stands in the latencies. "
            @if rows.iter().any(|(one, whole, ..)| *whole >= one.short) {
                b { "It was short of something: it may have been the limit, and not the target." }
            } @else if rows.iter().any(|(.., short)| *short > 0) {
                "It was short of something at times: compare with the latencies of that time."
            } @else { "It was short of nothing." }
        }
    }
}

fn badge(whole: bool, at_times: bool) -> Markup {
    let (class, word) = match (whole, at_times) {
        (true, _) => ("critical", "short"),
        (false, true) => ("medium", "at times"),
        _ => ("good", "enough"),
    };
    html! { span class={ "badge " (class) } { (word) } }
}

fn shares(result: &LoadResult) -> Option<Markup> {
    // What the kernel does not tell has no line.
    let known = WATCHED.iter().filter(|one| (one.of)(&result.client).is_some());
    let column = |one: &'static Watched| Column {
        title: one.title,
        told: (one.of)(&result.client).map_or_else(|| texts::NONE.to_owned(), texts::share),
        fold: Fold::Highest,
        of: Box::new(move |interval: &Interval| (one.of)(&interval.client)),
    };
    chart(
        result,
        &Chart {
            id: "client-over-time",
            title: "What the client was short of",
            note: "Shares of its CPUs, of the periods of its quota, and of the time.",
            columns: known.map(column).collect(),
            shown: texts::share,
            up: |_, most| Axis::values(0.0, most.max(1.0), Unit::Ratio),
            limits: vec![(CPU_SHORT, format!("CPUs are short from {} on", percent(CPU_SHORT)))],
        },
    )
}

fn cpus(result: &LoadResult) -> Option<Markup> {
    let told = |value: f64| quantity(value, Unit::Cpus);
    chart(
        result,
        &Chart {
            id: "client-cpus-over-time",
            title: "CPUs that the client used",
            note: "CPU time of this process a second.",
            columns: vec![Column {
                title: "used",
                told: result.client.process_cpus.map_or_else(|| texts::NONE.to_owned(), told),
                fold: Fold::Mean,
                of: Box::new(|interval| interval.client.process_cpus),
            }],
            shown: told,
            up: |_, most| Axis::values(0.0, most.max(0.1), Unit::Count),
            limits: Vec::new(),
        },
    )
}
