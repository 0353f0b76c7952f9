//! The verdict: how the container fares, how laden it is, and what was looked at.

use maud::{html, Markup};

use super::page::Section;
use super::parts::{fact, of_reading};
use super::view::Document;
use super::words::{component, measure, moment, plural, span};
use crate::fields::Unit;
use crate::finding::quantity;
use crate::monitor::{Diagnosis, LoadAdvice, LoadLine, TargetFacts};
use crate::units::Limit;

/// The bar of the load line ends here: the mark at 1.0 stands at four fifths, and what is over it can be seen.
const FULL: f64 = 1.25;

/// What the page is called.
pub(super) fn title(document: &Document) -> String {
    let target = &document.diagnosis.target;
    match (&document.title, &target.cgroup, target.pid) {
        (Some(title), ..) => title.clone(),
        (None, Some(cgroup), None) if cgroup != "/" => cgroup.clone(),
        (None, _, Some(pid)) => format!("Process {pid}"),
        (None, ..) => "This container".to_owned(),
    }
}

/// What stands below the title.
pub(super) fn facts(document: &Document) -> Vec<String> {
    let observed = &document.diagnosis.observed;
    let taken = observed.wall_time_seconds.map(|at| format!("{} UTC", moment(at)));
    let readings = plural(observed.samples, "reading", "readings");
    let window = match observed.window_seconds {
        Some(seconds) => format!("{readings} over {}", span(seconds)),
        None => readings,
    };
    taken.into_iter().chain([window]).collect()
}

/// The section.
pub(super) fn section(document: &Document) -> Section {
    let diagnosis = document.diagnosis;
    let level = diagnosis.level.map_or("unknown", |level| level.name());
    let body = html! {
        div class="verdict" {
            div {
                p class="summary" {
                    span class={ "level " (level) } { (level) } " "
                    (diagnosis.summary)
                }
                (load_line(&diagnosis.load_line))
                @if let Some(first) = document.recommendations.first() {
                    p class="first" { "First: " a href="#actions" { (first.title) } }
                }
            }
            (target(diagnosis))
        }
    };
    Section { id: "verdict", title: "Verdict", count: None, body }
}

fn load_line(line: &LoadLine) -> Markup {
    let Some(reading) = line.reading else {
        return html! { p class="unknown" { "The load line is not known: too little could be read." } };
    };
    let resource = line.resource.as_ref().map(component).unwrap_or_default();
    let room = match &line.headroom {
        Some(left) if left.value > 0.0 => format!("{} left up to the mark", measure(left)),
        _ => "over the mark".to_owned(),
    };
    let width = format!("{:.1}", (reading / FULL).clamp(0.0, 1.0) * 100.0);
    let mark = format!("{:.1}", 100.0 / FULL);
    let text = format!("Load line: {reading:.2} of 1.0, {resource}, {room}: {}", advice(line.advice));
    html! {
        div class={ "gauge " (of_reading(reading)) } {
            p {
                "Load line " b class="reading" { (format!("{reading:.2}")) } " " (resource) ", " (room) ": "
                b { (advice(line.advice)) }
            }
            svg role="img" tabindex="0" aria-label=(text) viewBox="0 0 100 10" preserveAspectRatio="none" {
                rect class="track" width="100" height="10" {}
                rect class="fill" width=(width) height="10" {}
                line class="at" x1=(mark) x2=(mark) y1="0" y2="10" vector-effect="non-scaling-stroke" {}
            }
            p class="scale" aria-hidden="true" { span { "0" } span { "1.0, the mark" } }
        }
    }
}

fn advice(advice: LoadAdvice) -> &'static str {
    match advice {
        LoadAdvice::Accept => "accept work",
        LoadAdvice::Slow => "slow down",
        LoadAdvice::Refuse => "refuse work",
    }
}

fn target(diagnosis: &Diagnosis) -> Markup {
    let target = &diagnosis.target;
    html! {
        dl class="facts" {
            @if let Some(cgroup) = &target.cgroup { (fact("Cgroup", html! { code { (cgroup) } })) }
            (fact("Cgroup version", html! { (target.cgroup_layout) }))
            @if let Some(pid) = target.pid { (fact("Process", html! { (pid) })) }
            (cpus(target))
            (memory(target))
            (host(target))
        }
    }
}

fn cpus(target: &TargetFacts) -> Markup {
    html! {
        @if let Some(cpus) = target.effective_cpus {
            (fact("CPUs it can use", html! { (quantity(cpus, Unit::Cpus)) }))
        }
        @if let Some(quota) = target.cpu_quota_cpus {
            (fact("CPU quota", limit(quota, Unit::Cpus, holder(target, &target.cpu_bound_by))))
        }
    }
}

#[allow(clippy::cast_precision_loss)] // Shown with three digits.
fn memory(target: &TargetFacts) -> Markup {
    let bytes = target.memory_limit_bytes.map(|limit| match limit {
        Limit::Max => Limit::Max,
        Limit::Value(bytes) => Limit::Value(bytes as f64),
    });
    html! {
        @if let Some(bytes) = bytes {
            (fact("Memory limit", limit(bytes, Unit::Bytes, holder(target, &target.memory_bound_by))))
        }
    }
}

#[allow(clippy::cast_precision_loss)] // Shown with three digits.
fn host(target: &TargetFacts) -> Markup {
    let cpus = target.host_cpus_online.map(|cpus| quantity(cpus as f64, Unit::Cpus));
    let memory = target.host_memory_total_bytes.map(|bytes| quantity(bytes as f64, Unit::Bytes));
    let both: Vec<String> = cpus.into_iter().chain(memory).collect();
    html! { @if !both.is_empty() { (fact("Host", html! { (both.join(", ")) })) } }
}

/// The cgroup that holds a limit, where that is not the target's own.
fn holder<'a>(target: &TargetFacts, bound_by: &'a Option<String>) -> Option<&'a str> {
    bound_by.as_deref().filter(|holder| Some(*holder) != target.cgroup.as_deref())
}

fn limit(limit: Limit<f64>, unit: Unit, holder: Option<&str>) -> Markup {
    html! {
        @match limit {
            Limit::Max => "none",
            Limit::Value(value) => (quantity(value, unit)),
        }
        @if let Some(holder) = holder { " " span class="faint" { "of " code { (holder) } } }
    }
}
