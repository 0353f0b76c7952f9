//! What a test found, for people.

use anstyle::Style;
use plimsoll::load::{Ended, Judgement, LatencySummary, LoadResult, Model, StageResult};
pub use plimsoll::report::{latency, number};

use crate::page::{Layout, Page};
use crate::style::{of_reading, HEADING};
use crate::table::{Side, Table};
use crate::words::{harmless, plural};

/// More parts are left to the document.
const MOST_PARTS: usize = 20;

/// The page.
pub fn page(result: &LoadResult, width: usize) -> String {
    let mut page = Page::new(Layout { width, all: true, has_cgroup_files: false });
    headline(&mut page, result);
    facts(&mut page, result);
    latencies(&mut page, result);
    stages(&mut page, result);
    parts(&mut page, result);
    if let Some(knee) = result.knee {
        page.gap();
        let text = match knee.advised {
            Some(advised) => format!(
                "At {:.1} requests at a time it serves {}/s; more at a time only wait for each other. Allow {advised}.",
                knee.concurrency,
                number(knee.throughput)
            ),
            None => "Not reached: it went on serving more with every step. Add higher ones.".to_owned(),
        };
        page.fact("Knee", &text);
    }
    thresholds(&mut page, result);
    comparison(&mut page, result);
    if !result.warnings.is_empty() {
        page.heading("Mind");
        for warning in &result.warnings {
            page.paragraph("  ", 2, warning);
        }
    }
    page.text()
}

fn headline(page: &mut Page, result: &LoadResult) {
    let missed = result.thresholds.iter().filter(|judged| !judged.met).count();
    let (word, reading) = match (&result.ended, missed) {
        (Ended::Hopeless(why), _) => (format!("Ended early: {why}"), 2.0),
        (Ended::Interrupted, _) => ("Given up: what was measured until then".to_owned(), 0.9),
        (_, 1..) => (format!("{} not met", plural(missed, "threshold", "thresholds")), 2.0),
        _ if result.nothing_worked() => ("Nothing was answered as expected".to_owned(), 2.0),
        _ => ("Done".to_owned(), 0.0),
    };
    let style = of_reading(reading);
    page.line(&format!(
        "{HEADING}{}{HEADING:#}  {style}{}{style:#}",
        harmless(&result.name),
        harmless(&word)
    ));
    page.gap();
}

fn facts(page: &mut Page, result: &LoadResult) {
    let total = &result.total;
    let counts = &total.counts;
    let model = match result.model {
        Model::Open => format!("open: a rate, at most {} at once", result.most_at_once),
        _ => format!("closed: {} users, each waits for its answer", result.most_at_once),
    };
    page.fact("Model", &model);
    page.fact(
        "Served",
        &format!(
            "{}/s over {:.1} s: {} requests",
            number(total.per_second),
            total.seconds,
            number(counts.ok as f64)
        ),
    );
    let mut errors = Vec::new();
    for (reason, count) in &counts.reasons {
        errors.push(format!("{count} {reason}"));
    }
    for (count, word) in [(counts.timed_out, "timed out"), (counts.aborted, "aborted at the end")] {
        if count > 0 {
            errors.push(format!("{count} {word}"));
        }
    }
    let rate = total.error_rate.map_or("nothing ended".to_owned(), |rate| format!("{:.2} %", rate * 100.0));
    let listed = if errors.is_empty() { String::new() } else { format!(": {}", errors.join(", ")) };
    page.fact("Errors", &format!("{rate}{listed}"));
    if result.model == Model::Open {
        let late = result.start_delay.p99_seconds.map_or("none begun".to_owned(), |late| {
            format!("99 % within {} of when they were due", latency(late))
        });
        let (late_ones, dropped) = (counts.late, counts.dropped);
        page.fact("Begun", &format!("{late}; {late_ones} late, {dropped} never"));
    }
    let client = &result.client;
    let mut told = Vec::new();
    told.extend(client.process_cpus.map(|cpus| format!("{cpus:.2} CPUs")));
    told.extend(client.cpu_ratio.map(|ratio| format!("{:.0} % of those it may use busy", ratio * 100.0)));
    told.extend(
        client.throttled_ratio.map(|ratio| format!("throttled in {:.0} % of the periods", ratio * 100.0)),
    );
    if !told.is_empty() {
        page.fact("This client", &told.join(", "));
    }
}

fn latencies(page: &mut Page, result: &LoadResult) {
    page.heading("Latency");
    let mut table = Table::new(&[
        Side::Left,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
        Side::Right,
    ]);
    table.row(["", "mean", "p50", "p90", "p99", "p99.9", "max"].map(str::to_owned).to_vec());
    let open = result.model == Model::Open;
    let from = if open { "from when due" } else { "from when begun" };
    table.row(row(from, &result.total.latency));
    if open {
        table.row(row("from when begun", &result.total.service));
    }
    if result.total.failures.count > 0 {
        table.row(row("of errors", &result.total.failures));
    }
    for row in table.padded() {
        page.line(&format!("  {}", row.join("  ")));
    }
}

fn row(name: &str, of: &LatencySummary) -> Vec<String> {
    let values =
        [of.mean_seconds, of.p50_seconds, of.p90_seconds, of.p99_seconds, of.p999_seconds, of.max_seconds];
    let shown = values.iter().map(|value| value.map_or("-".to_owned(), latency));
    std::iter::once(name.to_owned()).chain(shown).collect()
}

fn stages(page: &mut Page, result: &LoadResult) {
    if result.stages.len() < 2 {
        return;
    }
    page.heading("Stages");
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Left]);
    table.row(["", "served", "p50", "p99", "errors", ""].map(str::to_owned).to_vec());
    for stage in &result.stages {
        table.row(stage_row(stage));
    }
    for row in table.padded() {
        page.line(&format!("  {}", row.join("  ")));
    }
}

fn stage_row(stage: &StageResult) -> Vec<String> {
    let of = &stage.summary;
    let time = |value: Option<f64>| value.map_or("-".to_owned(), latency);
    vec![
        stage.title.clone(),
        format!("{}/s", number(of.per_second)),
        time(of.latency.p50_seconds),
        time(of.latency.p99_seconds),
        (of.counts.failed + of.counts.timed_out).to_string(),
        if stage.measured { String::new() } else { "not counted".to_owned() },
    ]
}

fn parts(page: &mut Page, result: &LoadResult) {
    if result.parts.len() < 2 {
        return;
    }
    page.heading("Targets");
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Right]);
    table.row(["", "served", "p50", "p99", "errors"].map(str::to_owned).to_vec());
    for part in result.parts.iter().take(MOST_PARTS) {
        let of = &part.summary;
        let time = |value: Option<f64>| value.map_or("-".to_owned(), latency);
        table.row(vec![
            part.name.clone(),
            format!("{}/s", number(of.per_second)),
            time(of.latency.p50_seconds),
            time(of.latency.p99_seconds),
            (of.counts.failed + of.counts.timed_out).to_string(),
        ]);
    }
    for row in table.padded() {
        page.line(&format!("  {}", row.join("  ")));
    }
    if result.parts.len() > MOST_PARTS {
        page.faint(2, &format!("and {} more: see --json", result.parts.len() - MOST_PARTS));
    }
}

fn thresholds(page: &mut Page, result: &LoadResult) {
    if result.thresholds.is_empty() {
        return;
    }
    page.heading("Thresholds");
    for judged in &result.thresholds {
        let style = of_reading(if judged.met { 0.0 } else { 2.0 });
        let word = if judged.met { "met    " } else { "not met" };
        let shares = ["error_rate", "dropped", "late"];
        let value = match judged.value {
            None => "nothing was measured".to_owned(),
            Some(value) if judged.threshold.starts_with("throughput") => format!("{}/s", number(value)),
            Some(value) if shares.iter().any(|share| judged.threshold.starts_with(share)) => {
                format!("{:.3} %", value * 100.0)
            }
            Some(value) => latency(value),
        };
        page.line(&format!("  {style}{word}{style:#}  {}  {value}", judged.threshold));
    }
}

fn comparison(page: &mut Page, result: &LoadResult) {
    let Some(comparison) = &result.comparison else { return };
    page.heading("Against the baseline");
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Left]);
    table.row(["", "then", "now", ""].map(str::to_owned).to_vec());
    for change in &comparison.changes {
        let shown = |value: Option<f64>| match (change.measured.as_str(), value) {
            (_, None) => "-".to_owned(),
            ("throughput", Some(value)) => format!("{}/s", number(value)),
            ("error_rate", Some(value)) => format!("{:.2} %", value * 100.0),
            (_, Some(value)) => latency(value),
        };
        let (then, now) = (shown(change.before), shown(change.after));
        table.row(vec![change.title().to_owned(), then, now, change.text.clone()]);
    }
    let verdicts = std::iter::once(None).chain(comparison.changes.iter().map(|change| Some(change.verdict)));
    for (row, verdict) in table.padded().into_iter().zip(verdicts) {
        let style = match verdict {
            Some(Judgement::Worse) => of_reading(2.0),
            Some(Judgement::Better) => of_reading(0.0),
            _ => Style::new(),
        };
        let (last, others) =
            row.split_last().map_or((String::new(), &row[..]), |(last, others)| (last.clone(), others));
        page.line(&format!("  {}  {style}{last}{style:#}", others.join("  ")));
    }
    for note in &comparison.notes {
        page.paragraph("  ", 2, note);
    }
}
