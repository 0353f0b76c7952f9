//! A summary for a pull request.

use std::fmt::Write;

use crate::finding::people::{latency, number, plural, share};
use crate::load::{Ended, LatencySummary, LoadResult, Model};
use crate::quoting::markdown as escaped;

pub(super) fn text(result: &LoadResult) -> String {
    let mut text = String::new();
    let missed = result.thresholds.iter().filter(|judged| !judged.met).count();
    let verdict = match (&result.ended, missed) {
        (Ended::Hopeless(why), _) => format!("ended early: {why}"),
        (Ended::Interrupted, _) => "given up before its end".to_owned(),
        (_, 0) if result.nothing_worked() => "nothing was answered as expected".to_owned(),
        (_, 0) if result.thresholds.is_empty() => "done".to_owned(),
        (_, 0) => "all thresholds met".to_owned(),
        (_, missed) => {
            format!("{missed} of {} not met", plural(result.thresholds.len(), "threshold", "thresholds"))
        }
    };
    let verdict = match result.total.counts.never_begun() {
        Some(never) => format!("{verdict}, {never}"),
        None => verdict,
    };
    let total = &result.total;
    // Into memory: nothing of it fails.
    let _ = writeln!(text, "## {}: {}\n", escaped(&result.name), escaped(&verdict));
    let model = if result.model == Model::Open { "open model" } else { "closed model" };
    let _ = writeln!(
        text,
        "{} requests per second over {:.1} s ({model}, {} at once), {} ({}).\n",
        number(total.per_second),
        total.seconds,
        result.most_at_once,
        plural((total.counts.failed + total.counts.timed_out) as usize, "error", "errors"),
        total.error_rate.map_or("nothing ended".to_owned(), share)
    );
    if !total.counts.statuses.is_empty() {
        let _ = writeln!(text, "Statuses that were not expected: {}.\n", total.counts.shown_statuses());
    }
    text.push_str("| latency | mean | p50 | p90 | p99 | p99.9 | max |\n|---|---|---|---|---|---|---|\n");
    let from = if result.model == Model::Open { "from when due" } else { "from when begun" };
    row(&mut text, from, &total.latency);
    if result.model == Model::Open {
        row(&mut text, "from when begun", &total.service);
    }
    if !result.thresholds.is_empty() {
        text.push_str("\n| threshold | measured | |\n|---|---|---|\n");
        for judged in &result.thresholds {
            let met = if judged.met { "met" } else { "**not met**" };
            let _ = writeln!(text, "| `{}` | {} | {met} |", judged.threshold, judged.shown());
        }
    }
    if let Some(comparison) = &result.comparison {
        text.push_str("\n| against the baseline | |\n|---|---|\n");
        for change in &comparison.changes {
            let _ = writeln!(text, "| {} | {} |", change.title(), escaped(&change.text));
        }
    }
    for warning in &result.warnings {
        let _ = writeln!(text, "\n> {}", escaped(warning));
    }
    text
}

fn row(text: &mut String, name: &str, of: &LatencySummary) {
    let _ = write!(text, "| {name} |");
    for value in
        [of.mean_seconds, of.p50_seconds, of.p90_seconds, of.p99_seconds, of.p999_seconds, of.max_seconds]
    {
        let shown = value.map_or("-".to_owned(), latency);
        let _ = write!(text, " {shown} |");
    }
    text.push('\n');
}
