//! Test cases: it ran to its end, scores, and what became of each measure beside a baseline.

use std::fmt::Write;

use crate::bench::words::amount;
use crate::bench::{BenchResult, Ended, Verdict};
use crate::quoting::xml as quoted;

/// A case and what was said of it.
struct Case {
    class: &'static str,
    name: String,
    failure: Option<String>,
    skipped: bool,
    said: String,
}

impl Case {
    /// What could not be measured or compared.
    fn skipped(class: &'static str, name: &str, why: &str) -> Self {
        Case { class, name: name.to_owned(), failure: None, skipped: true, said: why.to_owned() }
    }
}

pub(super) fn text(result: &BenchResult) -> String {
    let cases = cases(result);
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let skipped = cases.iter().filter(|case| case.skipped).count();
    let time = result.seconds;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"plimsoll bench\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"{time:.3}\">\n",
        cases.len()
    );
    for case in cases {
        let (class, name, said) = (case.class, quoted(&case.name), quoted(&case.said));
        let failure = match case.failure {
            Some(why) => format!("<failure message=\"{}\"/>", quoted(&why)),
            None if case.skipped => format!("<skipped message=\"{said}\"/>"),
            None => String::new(),
        };
        // Into memory: it does not fail.
        let _ = writeln!(
            text,
            "<testcase classname=\"plimsoll bench.{class}\" name=\"{name}\">{failure}<system-out>{said}</system-out></testcase>"
        );
    }
    text.push_str("</testsuite>\n</testsuites>\n");
    text
}

fn cases(result: &BenchResult) -> Vec<Case> {
    let ended = (result.ended == Ended::Interrupted)
        .then(|| format!("given up after {:.1} s of {}", result.seconds, result.profile));
    let mut cases = vec![Case {
        class: "run",
        name: "ran to its end".to_owned(),
        failure: ended,
        skipped: false,
        said: std::iter::once(format!("{} for {:.1} s.", result.profile, result.seconds))
            .chain(result.warnings.iter().cloned())
            .collect::<Vec<_>>()
            .join(" "),
    }];
    let scores = &result.scores;
    for (name, points) in [
        ("overall", scores.overall),
        ("resource", scores.resource.points),
        ("performance", scores.performance.points),
        ("stability", scores.stability.points),
        ("scalability", scores.scalability.points),
    ] {
        let said = points.map_or("not known".to_owned(), |points| format!("{points} of 100 points"));
        cases.push(Case { class: "score", name: name.to_owned(), failure: None, skipped: false, said });
    }
    cases.extend(result.left_out.iter().map(|one| Case::skipped("run", &one.name, &one.why)));
    let Some(comparison) = &result.comparison else { return cases };
    cases.extend(comparison.left_out.iter().map(|one| Case::skipped("baseline", &one.name, &one.why)));
    if !comparison.changes.iter().any(|change| change.judged) {
        let why = "nothing of the baseline could be compared".to_owned();
        cases.push(Case {
            class: "baseline",
            name: "compared".to_owned(),
            failure: Some(why.clone()),
            skipped: false,
            said: why,
        });
    }
    cases.extend(comparison.changes.iter().map(|change| {
        let (then, now) = (amount(change.then, &change.unit), amount(change.now, &change.unit));
        let said = format!("{then} then, {now} now: {}", change.explained());
        Case {
            class: "baseline",
            name: change.name.clone(),
            failure: (change.verdict == Verdict::Worse).then(|| said.clone()),
            skipped: false,
            said,
        }
    }));
    cases
}
