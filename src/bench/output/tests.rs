use crate::bench::sample_tests::{compared, sample};
use crate::bench::Verdict;

#[test]
fn csv_has_a_line_for_each_measure_with_as_many_columns() {
    let result = compared();
    let csv = result.to_csv();
    let lines: Vec<&str> = csv.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 1 + result.measures.len());
    let columns = lines[0].split(',').count();
    // No text of the sample has a comma.
    assert!(lines.iter().all(|line| line.split(',').count() == columns), "{csv}");
    assert!(
        lines[1].starts_with("\"sample\",\"a full sample\",monitoring,\"seconds\",lower,"),
        "{}",
        lines[1]
    );
    assert!(lines[1].ends_with(",worse"), "{}", lines[1]);
    assert!(sample().to_csv().contains(",,,,,,\r\n"));
}

#[test]
fn junit_fails_what_is_worse() {
    let junit = compared().to_junit();
    let worse =
        compared().comparison.unwrap().changes.iter().filter(|one| one.verdict == Verdict::Worse).count();
    assert!(worse > 0);
    assert_eq!(junit.matches("<failure ").count(), worse, "{junit}");
    assert!(
        junit.contains(&format!("failures=\"{worse}\"")) && junit.contains("name=\"overall\""),
        "{junit}"
    );
    let junit = sample().to_junit();
    // What was left out is seen, and is no failure.
    assert_eq!((junit.matches("<testcase ").count(), junit.matches("<skipped ").count()), (7, 1), "{junit}");
    assert!(
        junit.contains("skipped=\"1\"") && junit.contains("<skipped message=\"it was asked not to\"/>"),
        "{junit}"
    );
    let mut nothing = compared();
    nothing.comparison.as_mut().unwrap().changes.clear();
    assert!(nothing.to_junit().contains("<failure message=\"nothing of the baseline could be compared\"/>"));
    let mut given_up = sample();
    given_up.ended = crate::bench::Ended::Interrupted;
    assert!(given_up.to_junit().contains("<failure message=\"given up after"));
}

#[test]
fn markdown_says_what_changed_first() {
    let markdown = compared().to_markdown();
    assert!(markdown.starts_with("## Benchmark: worse than the baseline: sample\n"), "{markdown}");
    assert!(markdown.contains("| **worse by "), "{markdown}");
    let markdown = sample().to_markdown();
    assert!(markdown.contains("| overall | resource |") && markdown.contains(" of 100 points"), "{markdown}");
}
