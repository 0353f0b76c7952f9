//! A test case for each threshold.

use std::fmt::Write;

use crate::load::{Ended, Judged, LoadResult};
use crate::quoting::xml as escaped;

pub(super) fn text(result: &LoadResult) -> String {
    let mut cases: Vec<(String, Option<String>)> = result.thresholds.iter().map(case).collect();
    let ended = match &result.ended {
        Ended::Complete => None,
        Ended::Hopeless(why) => Some(format!("ended early: {why}")),
        Ended::Interrupted => Some("given up before its end".to_owned()),
    };
    if cases.is_empty() || ended.is_some() {
        cases.push(("ran to its end".to_owned(), ended));
    }
    if result.nothing_worked() {
        cases.push((
            "something was answered".to_owned(),
            Some("no request was answered as expected".to_owned()),
        ));
    }
    let failures = cases.iter().filter(|(_, failure)| failure.is_some()).count();
    let (name, time) = (escaped(&result.name), result.seconds);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"{name}\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"{time:.3}\">\n",
        cases.len()
    );
    // The time is the test's, which the suite has: thresholds take none.
    for (case, failure) in cases {
        let case = escaped(&case);
        // Into memory: it does not fail.
        let _ = match failure {
            None => writeln!(text, "<testcase classname=\"{name}\" name=\"{case}\" time=\"0\"/>"),
            Some(why) => writeln!(
                text,
                "<testcase classname=\"{name}\" name=\"{case}\" time=\"0\"><failure message=\"{}\"/></testcase>",
                escaped(&why)
            ),
        };
    }
    text.push_str("</testsuite>\n</testsuites>\n");
    text
}

fn case(judged: &Judged) -> (String, Option<String>) {
    let failure = (!judged.met).then(|| format!("{} was measured", judged.shown()));
    (judged.threshold.clone(), failure)
}
