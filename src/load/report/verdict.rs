//! The verdict: whether it showed what it had to, how quick it was, how much it served, and what makes that less than it seems.

use maud::{html, Markup};

use super::texts;
use crate::finding::Recommendation;
use crate::load::{ClientUsage, Ended, LoadResult, Model};
use crate::report::page::Section;
use crate::report::parts::{fact, tag};
use crate::report::words::{latency, moment, percent, plural, span};

/// More warnings are left to the data.
const MOST_WARNINGS: usize = 12;

/// What the page is called.
pub(super) fn title(result: &LoadResult) -> String {
    format!("Load test of {}", texts::name(&result.name))
}

/// What stands below the title.
pub(super) fn facts(result: &LoadResult) -> Vec<String> {
    let began =
        (result.began_unix_ns > 0).then(|| format!("{} UTC", moment(result.began_unix_ns as f64 / 1e9)));
    let ran = format!("ran for {}", span((result.seconds * 10.0).round() / 10.0));
    began.into_iter().chain([ran]).collect()
}

/// The section.
pub(super) fn section(result: &LoadResult, recommendations: &[Recommendation]) -> Section {
    let (class, word, sentence) = judged(result);
    let body = html! {
        div class="verdict" {
            div {
                p class="summary" {
                    span class={ "level " (class) } { (word) } " " (sentence) " " (answered(result))
                }
                (headlines(result))
                (warnings(result))
                @if let Some(first) = recommendations.first() {
                    p class="first" { "First: " a href="#actions" { (first.title) } }
                }
            }
            (about(result))
        }
    };
    Section { id: "verdict", title: "Verdict", count: None, body }
}

/// A class, a word, a sentence.
fn judged(result: &LoadResult) -> (&'static str, &'static str, String) {
    let missed: Vec<&str> =
        result.thresholds.iter().filter(|one| !one.met).map(|one| one.threshold.as_str()).collect();
    let all = result.thresholds.len();
    match (&result.ended, missed.len()) {
        (Ended::Hopeless(why), _) => ("poor", "failed", format!("It was ended early: {}.", texts::name(why))),
        (_, 1) => {
            let which = if all == 1 { "Its threshold".to_owned() } else { format!("1 of {all} thresholds") };
            ("poor", "failed", format!("{which} was not met: {}.", texts::name(missed[0])))
        }
        (_, 2..) => ("poor", "failed", format!("{} of {all} thresholds were not met.", missed.len())),
        (Ended::Interrupted, _) => ("degraded", "given up", "This was measured until then.".to_owned()),
        _ if all == 0 => ("good", "done", "No threshold was set.".to_owned()),
        _ => (
            "good",
            "passed",
            format!("{} met.", if all == 1 { "Its threshold was" } else { "All thresholds were" }),
        ),
    }
}

/// How its users fared, in words.
fn answered(result: &LoadResult) -> String {
    let total = &result.total;
    let (counts, latencies) = (&total.counts, &total.latency);
    let ended = counts.ok + texts::errors(counts);
    let failed = match (texts::errors(counts), ended) {
        (_, 0) => return "No request ended.".to_owned(),
        (0, _) => format!("All {} requests were answered", texts::count(ended)),
        (failed, _) if failed == ended => return format!("All {} requests failed.", texts::count(ended)),
        (failed, _) => format!(
            "{} of {} requests failed; the others were answered",
            texts::count(failed),
            texts::count(ended)
        ),
    };
    match (latencies.p50_seconds, latencies.p99_seconds) {
        (Some(half), Some(most)) => {
            format!("{failed}, half of them within {}, 99 of 100 within {}.", latency(half), latency(most))
        }
        _ => format!("{failed}."),
    }
}

/// What everybody asks for first.
fn headlines(result: &LoadResult) -> Markup {
    let (total, of) = (&result.total, &result.total.latency);
    let errors = total.error_rate.map_or_else(|| texts::NONE.to_owned(), texts::share);
    let numbers = [
        ("p50, half within", texts::time(of.p50_seconds)),
        ("p95", texts::time(of.p95_seconds)),
        ("p99", texts::time(of.p99_seconds)),
        ("slowest", texts::time(of.max_seconds)),
        ("served", texts::rate(total.per_second)),
        ("errors", errors),
    ];
    html! { dl class="headlines" { @for (name, value) in numbers { (fact(name, html! { (value) })) } } }
}

/// Those of the client first: they make all numbers doubtful.
fn warnings(result: &LoadResult) -> Markup {
    let (client, other): (Vec<&String>, Vec<&String>) =
        result.warnings.iter().partition(|warning| ClientUsage::is_warning(warning));
    html! {
        @if !result.warnings.is_empty() {
            ul class="warnings" aria-label="Mind" {
                @for (number, warning) in client.iter().chain(&other).take(MOST_WARNINGS).enumerate() {
                    @if number < client.len() {
                        li class="edge-high" { b { "The client may have been the limit. " } (texts::text(warning)) }
                    } @else { li { (texts::text(warning)) } }
                }
            }
        }
    }
}

/// What was asked, of whom, by what.
fn about(result: &LoadResult) -> Markup {
    let most = result.most_at_once;
    let (model, detail) = match result.model {
        Model::Open => ("open model", format!("a rate, whatever the target does; at most {most} at once")),
        _ => (
            "closed model",
            format!("{}, each of whom waits for the answer", plural(most as usize, "user", "users")),
        ),
    };
    let measured = result.stages.iter().filter(|stage| stage.measured).count();
    html! {
        dl class="facts" {
            (fact("Model", html! { (tag(model)) " " (detail) }))
            (fact("Asked for", html! { (asked(result)) }))
            (fact("Targets", html! {
                (plural(result.parts.len(), "target", "targets"))
                @if let [one] = &result.parts[..] { ": " code { (texts::name(&one.name)) } }
            }))
            (fact("Measured", html! {
                (span((result.total.seconds * 10.0).round() / 10.0)) " in "
                (plural(measured, "stage", "stages")) " of " (result.stages.len())
            }))
            @if result.model == Model::Open {
                @if let Some(late) = result.start_delay.p99_seconds {
                    (fact("Begun", html! { "99 of 100 within " (latency(late)) " of when they were due" }))
                }
            }
            @if let Some(text) = client(&result.client) { (fact("Client", html! { (text) })) }
        }
    }
}

/// The levels of the measured stages.
fn asked(result: &LoadResult) -> String {
    let measured = || result.stages.iter().filter(|stage| stage.measured);
    let levels = || measured().flat_map(|stage| [stage.from, stage.to]);
    let low = levels().fold(f64::INFINITY, f64::min);
    let high = levels().fold(0.0, f64::max);
    let unit = result.model.unit();
    if low < high {
        format!("{low} to {high} {unit}")
    } else {
        format!("{high} {}", if high == 1.0 && unit == "users" { "user" } else { unit })
    }
}

fn client(usage: &ClientUsage) -> Option<String> {
    let mut told = Vec::new();
    told.extend(usage.cpu_ratio.map(|share| format!("{} of its CPUs busy", percent(share))));
    told.extend(
        usage
            .throttled_ratio
            .filter(|share| *share > 0.0)
            .map(|share| format!("throttled in {}", percent(share))),
    );
    (!told.is_empty()).then(|| told.join(", "))
}
