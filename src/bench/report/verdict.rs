//! The verdict: what came of it, and what makes that less than it seems.

use maud::{html, Markup};

use super::texts;
use crate::bench::{BenchResult, Ended, Machine, Verdict};
use crate::report::page::Section;
use crate::report::parts::fact;
use crate::report::words::{moment, plural, span};
use crate::units::Bytes;

/// What the page is called.
pub(super) fn title(_: &BenchResult) -> String {
    "Benchmark of the container".to_owned()
}

/// What stands below the title.
pub(super) fn facts(result: &BenchResult) -> Vec<String> {
    vec![
        format!("{} UTC", moment(result.began_unix_ns as f64 / 1e9)),
        format!("measured for {}", span((result.seconds * 10.0).round() / 10.0)),
        plural(result.rounds, "round", "rounds"),
    ]
}

/// The section.
pub(super) fn section(result: &BenchResult) -> Section {
    let (class, word, sentence) = judged(result);
    let scores = &result.scores;
    let all = [
        ("overall", scores.overall),
        ("resource", scores.resource.points),
        ("performance", scores.performance.points),
        ("stability", scores.stability.points),
        ("scalability", scores.scalability.points),
    ];
    let body = html! {
        div class="verdict" {
            div {
                p class="summary" { span class={ "level " (class) } { (word) } " " (sentence) }
                dl class="headlines" {
                    @for (name, points) in all { (fact(name, html! { (texts::points(points)) })) }
                }
                @if !result.warnings.is_empty() {
                    ul class="warnings" aria-label="Mind" {
                        @for warning in &result.warnings { li class="edge-high" { (warning) } }
                    }
                }
            }
            (about(result))
        }
    };
    Section { id: "verdict", title: "Verdict", count: None, body }
}

/// A class, a word, a sentence.
fn judged(result: &BenchResult) -> (&'static str, &'static str, String) {
    if result.ended == Ended::Interrupted {
        return ("degraded", "given up", "This was measured until then.".to_owned());
    }
    let points = match result.scores.overall {
        Some(points) => format!("{points:.0} of 100 points."),
        None => "Nothing could be measured.".to_owned(),
    };
    let Some(comparison) = &result.comparison else {
        let (class, word) = texts::level(result.scores.overall);
        return (class, word, points);
    };
    let summary = comparison.summary();
    let (class, word) = match comparison.verdict {
        Verdict::Worse => ("poor", "worse"),
        Verdict::Better => ("good", "better"),
        Verdict::Same if !comparison.changes.iter().any(|change| change.judged) => ("unknown", "not known"),
        Verdict::Same => ("good", "the same"),
    };
    // The word goes before it: WORSE than the baseline.
    let rest = summary.strip_prefix(word).map_or(summary.as_str(), str::trim_start);
    (class, word, format!("{rest}. {points}"))
}

/// What was measured, and where.
fn about(result: &BenchResult) -> Markup {
    let machine = &result.machine;
    let resources = &result.resources;
    let throttled = resources.throttled_periods_ratio.map(|ratio| match ratio {
        ratio if ratio > 0.0 => format!("in {} of the periods of its quota", texts::share(ratio)),
        _ => "not at all".to_owned(),
    });
    html! {
        dl class="facts" {
            (fact("Processor", html! { (machine.cpu_model.as_deref().unwrap_or(&machine.architecture)) }))
            @if let Some(cpus) = machine.effective_cpus {
                (fact("CPUs", html! { (cpus) @if let Some(host) = machine.host_cpus { " of the host's " (host) } }))
            }
            (fact("Memory", html! { (memory(machine)) }))
            @if let Some(kernel) = &machine.kernel {
                (fact("Kernel", html! { "Linux " (kernel) ", cgroups " (machine.cgroup_layout) }))
            }
            (fact("Profile", html! { (result.profile) }))
            @if let Some(throttled) = throttled { (fact("Throttled", html! { (throttled) })) }
            (fact("Plimsoll", html! { (result.version) @if !machine.optimised { ", built without optimisation" } }))
        }
    }
}

fn memory(machine: &Machine) -> String {
    match (machine.memory_limit_bytes, machine.host_memory_bytes) {
        (Some(limit), Some(host)) => format!("{} of the host's {}", Bytes(limit), Bytes(host)),
        (Some(limit), None) => Bytes(limit).to_string(),
        (None, Some(host)) => format!("{}, no limit", Bytes(host)),
        (None, None) => "not known".to_owned(),
    }
}
