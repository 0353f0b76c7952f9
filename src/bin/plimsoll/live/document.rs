//! What the live page shows, as JSON: texts as people read them, and numbers for bars and charts.

use plimsoll::checker::TargetState;
use plimsoll::fields::Unit;
use plimsoll::finding::Recommendation;
use plimsoll::monitor::{Report, Resource, TargetFacts};
use plimsoll::report::{amount, percent, span, spoken};
use plimsoll::{Finding, Limit};
use serde::Serialize;

use super::charts::{charts, Chart};
use super::checks::Checks;
use super::hour::{Hour, Point, STEP};
use super::recorder::{Happened, Recorder, SERIES};
use crate::page::actions;
use crate::page::findings::{culprit, raised, severity_from};
use crate::words::{harmless, title};

/// What the page asks for again and again.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    schema: &'static str,
    version: &'static str,
    /// Changes when the server was started anew: its points have other numbers then.
    started_unix_seconds: f64,
    at_unix_seconds: Option<f64>,
    title: String,
    facts: Vec<String>,
    level: &'static str,
    summary: &'a str,
    load_line: LoadLine,
    resources: Vec<Row>,
    findings: Vec<Card>,
    actions: Vec<Todo>,
    happened: Vec<Happened>,
    problems: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checks: Option<Checks>,
    step_seconds: u64,
    charts: Vec<Chart>,
    points: Vec<&'a Point<SERIES>>,
}

/// What a document is made of.
pub struct Source<'a> {
    pub report: &'a Report,
    pub recorder: &'a Recorder,
    /// Nothing where no file names servers.
    pub states: Option<&'a [TargetState]>,
    /// Whether the paths of this machine are those of the container's cgroup files.
    pub has_cgroup_files: bool,
}

#[derive(Debug, Serialize)]
struct LoadLine {
    reading: Option<f64>,
    /// What it is of, and how far it is to the mark.
    text: String,
    advice: &'static str,
}

/// A resource.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    /// As the labels `resource` and `scope` of the metrics.
    resource: String,
    scope: &'static str,
    used: String,
    limit: String,
    share: Option<f64>,
    reading: Option<f64>,
    bound_by: String,
}

/// A finding.
#[derive(Debug, Serialize)]
struct Card {
    rule: &'static str,
    severity: &'static str,
    component: String,
    title: String,
    text: String,
    /// Names and texts.
    facts: Vec<(&'static str, String)>,
    evidence: Vec<String>,
    /// What to do, a sentence each; the actions say it in full.
    advice: Vec<String>,
    culprits: Vec<String>,
}

/// A recommendation.
#[derive(Debug, Serialize)]
struct Todo {
    priority: &'static str,
    title: String,
    text: String,
    effort: String,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    place: &'static str,
    text: String,
    /// To be copied.
    is_code: bool,
}

impl<'a> Document<'a> {
    /// With the points from this number on.
    pub fn of(source: &Source<'a>, hour: &'a Hour<SERIES>, from: u64) -> Self {
        let Source { report, recorder, states, has_cgroup_files } = *source;
        let diagnosis = &report.diagnosis;
        let line = &diagnosis.load_line;
        Document {
            schema: "plimsoll.live/1",
            version: env!("CARGO_PKG_VERSION"),
            started_unix_seconds: recorder.started_unix_seconds,
            at_unix_seconds: diagnosis.observed.wall_time_seconds,
            title: heading(&diagnosis.target),
            facts: facts(&diagnosis.target),
            level: diagnosis.level.map_or("unknown", |level| level.name()),
            summary: &diagnosis.summary,
            load_line: LoadLine {
                reading: line.reading,
                text: load_text(report),
                advice: line.advice.name(),
            },
            resources: diagnosis.resources.iter().map(row).collect(),
            findings: diagnosis.bottlenecks.iter().map(card).collect(),
            actions: report.advice.recommendations.iter().map(|one| todo(one, has_cgroup_files)).collect(),
            happened: recorder.happened(),
            problems: diagnosis
                .problems
                .iter()
                .map(|one| clean(&format!("{}: {}", one.path, one.reason)))
                .collect(),
            checks: states.map(Checks::of),
            step_seconds: STEP.as_secs(),
            charts: charts(hour, &diagnosis.target),
            points: hour.since(from).collect(),
        }
    }
}

fn clean(text: &str) -> String {
    harmless(text).into_owned()
}

/// What is looked at.
fn heading(target: &TargetFacts) -> String {
    match (&target.cgroup, target.pid) {
        (_, Some(pid)) => format!("Process {pid}"),
        (Some(cgroup), None) if cgroup != "/" => clean(cgroup),
        _ => "This container".to_owned(),
    }
}

#[allow(clippy::cast_precision_loss)] // Shown with three digits.
fn facts(target: &TargetFacts) -> Vec<String> {
    let cpus = target.effective_cpus.map(|cpus| format!("can use {}", amount(cpus, Unit::Cpus)));
    let memory = target.memory_limit_bytes.and_then(Limit::value);
    let memory = memory.map(|bytes| format!("memory limit {}", amount(bytes as f64, Unit::Bytes)));
    let cgroups = format!("cgroups {}", target.cgroup_layout);
    cpus.into_iter().chain(memory).chain([cgroups]).collect()
}

fn load_text(report: &Report) -> String {
    let line = &report.diagnosis.load_line;
    if line.reading.is_none() {
        return "The load line is not known: too little could be read.".to_owned();
    }
    let resource = line.resource.as_ref().map(plimsoll::report::component).unwrap_or_default();
    match &line.headroom {
        Some(left) if left.value > 0.0 => {
            format!("{}, {} left up to the mark", clean(&resource), amount(left.value, left.unit))
        }
        _ => format!("{}, over the mark", clean(&resource)),
    }
}

fn row(resource: &Resource) -> Row {
    let unit = resource.used.unit;
    Row {
        name: clean(&title(resource)),
        resource: resource.resource.name().into_owned(),
        scope: resource.used.scope.name(),
        used: amount(resource.used.value, unit),
        limit: match resource.limit {
            Some(Limit::Value(limit)) => amount(limit, unit),
            Some(Limit::Max) => "none".to_owned(),
            None => "–".to_owned(),
        },
        share: resource.share,
        reading: resource.reading,
        bound_by: clean(resource.bound_by.as_deref().unwrap_or("–")),
    }
}

fn card(finding: &Finding) -> Card {
    let mut facts = vec![("Raised", raised(finding))];
    if let Some(worse) = severity_from(finding) {
        facts.push(("Severity from", worse));
    }
    let held = match finding.held_seconds {
        held if held >= 1.0 => format!(", so for {}", span(held.round())),
        _ => String::new(),
    };
    facts.push(("Confidence", format!("{} sure{held}", percent(finding.confidence))));
    if finding.impact_ratio >= 0.005 {
        facts.push(("Costs", format!("about {} of its work", percent(finding.impact_ratio))));
    }
    Card {
        rule: finding.rule,
        severity: finding.severity.name(),
        component: clean(&plimsoll::report::component(&finding.component)),
        title: clean(&finding.title),
        text: clean(&format!("{} {}", finding.description, finding.impact)),
        facts: facts.into_iter().map(|(name, text)| (name, clean(&text))).collect(),
        evidence: finding.evidence.readings.iter().map(|reading| clean(&spoken(reading))).collect(),
        advice: finding.recommendations.iter().map(|one| clean(one)).collect(),
        culprits: finding.culprits.iter().map(|one| clean(&culprit(one))).collect(),
    }
}

fn todo(what: &Recommendation, has_cgroup_files: bool) -> Todo {
    let mut effort = format!("{} effort", what.effort.name());
    if what.gain >= 0.005 {
        effort += &format!(", wins about {}", percent(what.gain));
    }
    let steps = actions::lines(&what.actions, has_cgroup_files).into_iter();
    Todo {
        priority: what.priority.name(),
        title: clean(&what.title),
        text: clean(if what.expected_impact.is_empty() { &what.description } else { &what.expected_impact }),
        effort,
        steps: steps
            .map(|line| Step { place: line.place, text: clean(&line.text), is_code: line.is_code })
            .collect(),
    }
}
