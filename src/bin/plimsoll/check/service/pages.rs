//! What is answered over HTTP.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use plimsoll::checker::{Check, TargetState};
use plimsoll::config::ExportSettings;
use plimsoll::export::{Exposition, Format};
use plimsoll::finding::Recommendation;
use plimsoll::serve::{Request, Response};
use plimsoll::Admission;
use serde::Serialize;

use super::super::Summary;
use super::ship::{Parts, Ship};
use crate::live;

/// Between two looks at this container, twenty times what there should be.
const OBSERVED: Duration = Duration::from_secs(10);
/// A turn may be late by that much on a machine that is busy.
const LATE: Duration = Duration::from_secs(10);

const INDEX: &str = "\
/           everything, live, for a browser
/metrics    for Prometheus
/healthz    200 while checks are run, 503 if not
/checks     every server with its history, and what to change, as JSON
/diagnosis  what limits this container, as JSON
";

/// What is answered over HTTP.
pub struct Pages {
    parts: Arc<Parts>,
    /// Kept for its memory.
    metrics: Mutex<Exposition>,
}

#[derive(Serialize)]
struct Health {
    schema: &'static str,
    status: &'static str,
    /// Why it is not ok.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'static str>,
    watched: usize,
    since_checked_seconds: f64,
    lateness_p99_seconds: f64,
}

#[derive(Serialize)]
struct Checks<'a> {
    schema: &'static str,
    summary: Summary,
    checks: &'a [TargetState],
    recommendations: Vec<Recommendation>,
}

impl Pages {
    pub fn new(ship: &Ship) -> Self {
        let settings: ExportSettings = ship.config().export.clone();
        Pages { parts: ship.parts().clone(), metrics: Mutex::new(Exposition::with(settings)) }
    }

    pub fn answer(&self, request: &Request) -> Response {
        match request.path() {
            "/metrics" => self.metrics(request),
            "/healthz" => self.health(),
            "/checks" => self.checks(),
            "/diagnosis" => json(200, &self.parts.monitor().report()),
            "/live" => self.live(request),
            path => live::file(path).unwrap_or_else(|| {
                Response::text(404, format!("There is no such page. There are:\n{INDEX}"))
            }),
        }
    }

    fn metrics(&self, request: &Request) -> Response {
        let parts = &self.parts;
        let mut page = self.metrics.lock().unwrap_or_else(PoisonError::into_inner);
        let format = Format::wanted(request.accept());
        page.set_format(format);
        write(parts, &mut page);
        request.served().export(&mut page);
        page.finish();
        Response::new(200, format.content_type(), page.text())
    }

    /// Whether checks are run, and in time; not whether servers are healthy.
    fn health(&self) -> Response {
        let parts = &self.parts;
        let checks = parts.checks();
        let late = parts.checker.statistics().lateness.recent_p99;
        let quiet = parts.pulse.since_checked();
        let problem = if !checks.is_empty() && quiet > longest_silence(&checks) {
            Some("no check was run for longer than any of them waits for its turn")
        } else if parts.pulse.since_observed() > OBSERVED {
            Some("this container was not looked at for 10 s")
        } else if late > LATE {
            Some("of the last minute's checks one in 100 began more than 10 s late")
        } else {
            None
        };
        let health = Health {
            schema: "plimsoll.health/1",
            status: if problem.is_none() { "ok" } else { "failing" },
            problem,
            watched: checks.len(),
            since_checked_seconds: quiet.as_secs_f64(),
            lateness_p99_seconds: late.as_secs_f64(),
        };
        json(if problem.is_none() { 200 } else { 503 }, &health)
    }

    /// What the live page shows, with the points that it does not have yet.
    fn live(&self, request: &Request) -> Response {
        let parts = &self.parts;
        let report = parts.monitor().report();
        let states = parts.has_file.then(|| parts.checker.states());
        let source = live::Source {
            report: &report,
            recorder: &parts.recorder,
            states: states.as_deref(),
            has_cgroup_files: parts.has_cgroup_files,
        };
        let hour = parts.recorder.hour();
        json(200, &live::Document::of(&source, &hour, live::wanted(request.query(), &parts.recorder)))
    }

    fn checks(&self) -> Response {
        let states = self.parts.checker.states();
        let summary = Summary::count(states.iter().map(|state| state.status));
        let recommendations = self.parts.checker.recommendations();
        json(200, &Checks { schema: "plimsoll.checks/1", summary, checks: &states, recommendations })
    }
}

/// Everything that is known but of the server, from the beginning of the page.
pub fn write(parts: &Parts, page: &mut Exposition) {
    page.clear();
    page.build();
    {
        let monitor = parts.monitor();
        if let Some(sample) = monitor.sample() {
            page.sample(sample);
        }
        page.diagnosis(&monitor.diagnose());
    }
    if let Some(exporter) = &parts.exporter {
        exporter.statistics().export(page);
    }
    if !parts.has_file {
        return;
    }
    let states = parts.checker.states();
    let checks = parts.checks();
    page.checks(&states, &checks);
    page.outcomes(&parts.tally, &states, &checks);
    page.checker(&parts.checker.statistics(), states.len());
    let reach = parts.reach();
    page.shard(reach.shard.as_ref(), reach.servers);
    let reading = parts.reading();
    let used = reading.used.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
    page.reload(reading.was_used, used);
    page.gate(&parts.gate.state(), &parts.gate.statistics());
    parts.alerter.statistics().export(page);
}

/// The one that is checked most often has had two turns and all its time by then.
fn longest_silence(checks: &[Check]) -> Duration {
    let turn = |check: &Check| check.interval.unwrap_or(Duration::from_secs(60)) + check.timeout();
    checks.iter().map(turn).min().unwrap_or_default() * 2 + LATE
}

fn json(status: u16, document: &impl Serialize) -> Response {
    match serde_json::to_vec(document) {
        Ok(mut text) => {
            text.push(b'\n');
            Response::json(status, text)
        }
        Err(error) => Response::text(500, format!("{error}\n")),
    }
}
