//! A summary for a pull request.

use std::fmt::Write;

use crate::bench::words::amount;
use crate::bench::{BenchResult, Verdict};
use crate::quoting::markdown as quoted;

pub(super) fn text(result: &BenchResult) -> String {
    let mut text = String::new();
    // Into memory: nothing of it fails.
    let _ = writeln!(text, "## Benchmark: {}\n", quoted(&result.summary()));
    let scores = &result.scores;
    text.push_str(
        "| overall | resource | performance | stability | scalability |\n|---:|---:|---:|---:|---:|\n|",
    );
    for points in [
        scores.overall,
        scores.resource.points,
        scores.performance.points,
        scores.stability.points,
        scores.scalability.points,
    ] {
        let _ = write!(text, " {} |", points.map_or("-".to_owned(), |points| points.to_string()));
    }
    text.push('\n');
    match &result.comparison {
        None => {
            text.push_str("\n| measure | | ± |\n|---|---:|---:|\n");
            for one in &result.measures {
                let spread = one.spread_ratio * 100.0;
                let _ = writeln!(text, "| {} | {} | {spread:.1} % |", quoted(&one.described()), one.shown());
            }
        }
        Some(comparison) => {
            text.push_str("\n| measure | then | now | |\n|---|---:|---:|---|\n");
            for change in &comparison.changes {
                let bold = if change.verdict == Verdict::Same { "" } else { "**" };
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {bold}{}{bold} |",
                    quoted(&change.title),
                    amount(change.then, &change.unit),
                    amount(change.now, &change.unit),
                    quoted(&change.explained())
                );
            }
            let missing =
                comparison.left_out.iter().map(|one| format!("not compared: {}: {}", one.name, one.why));
            let missing: Vec<String> = missing.collect();
            for note in missing.iter().chain(&comparison.unlike).chain(&comparison.differences) {
                let _ = writeln!(text, "\n> {}", quoted(note));
            }
        }
    }
    for warning in &result.warnings {
        let _ = writeln!(text, "\n> {}", quoted(warning));
    }
    text
}
