//! What cannot be told yet, and how long it takes.

use plimsoll::advise::Allocation;
use plimsoll::anomaly::Outlook;
use plimsoll::report::span;
use plimsoll::trends::Assessment;
use plimsoll::Report;

use crate::page::Page;

/// Something that cannot be told yet.
struct Missing {
    what: &'static str,
    observed_seconds: f64,
    needed_seconds: f64,
}

pub fn section(page: &mut Page, report: &Report) {
    let missing = missing(report);
    let Some(observed) = missing.iter().map(|one| one.observed_seconds).reduce(f64::max) else { return };
    if page.layout.all {
        for one in &missing {
            let text = format!(
                "{}: watched for {} of {}",
                one.what,
                span(one.observed_seconds),
                span(one.needed_seconds)
            );
            page.fact("Not yet", &text);
        }
        return;
    }
    let list: Vec<String> =
        missing.iter().map(|one| format!("{} ({})", one.what, span(one.needed_seconds))).collect();
    let text = format!(
        "Not yet known{}: {}. Watch longer (--for), or add up runs (--state FILE).",
        if observed < 1.0 { String::new() } else { format!(" after {}", span(observed.round())) },
        list.join(", ")
    );
    page.faint(0, &text);
}

/// What is missing, the soonest first.
fn missing(report: &Report) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut add = |what, observed_seconds: f64, needed_seconds: f64| {
        // What was watched for long enough is missing for another reason, which is said elsewhere.
        if needed_seconds > observed_seconds {
            missing.push(Missing { what, observed_seconds, needed_seconds });
        }
    };
    if let Allocation::NotEnoughData { observed_seconds, needed_seconds, .. } = report.allocation {
        add("right-sizing", observed_seconds, needed_seconds);
    }
    let pattern = &report.workload_pattern;
    if pattern.pattern.is_none() {
        add("kind of work", pattern.observed_seconds, pattern.needed_seconds);
    }
    let efficiency = &report.efficiency;
    if efficiency.score.is_none() {
        add("efficiency", efficiency.observed_seconds, efficiency.needed_seconds);
    }
    let growth = report.diagnosis.trends.iter().filter_map(|trend| match trend.assessment {
        Assessment::NotEnoughData { observed_seconds, needed_seconds } => {
            Some((observed_seconds, needed_seconds))
        }
        _ => None,
    });
    if let Some((observed, needed)) = growth.min_by(|a, b| a.1.total_cmp(&b.1)) {
        add("growth", observed, needed);
    }
    let forecasts = report.diagnosis.forecasts.iter().filter_map(|ahead| match ahead.outlook {
        Outlook::NotEnoughData { observed_seconds, needed_seconds } => {
            Some((observed_seconds, needed_seconds))
        }
        Outlook::Expected(_) => None,
    });
    if let Some((observed, needed)) = forecasts.min_by(|a, b| a.1.total_cmp(&b.1)) {
        add("forecasts", observed, needed);
    }
    missing.sort_by(|a, b| a.needed_seconds.total_cmp(&b.needed_seconds));
    missing
}
