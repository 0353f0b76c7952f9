use super::*;

/// As a program reads them: a document from JSON, the page from that.
#[test]
fn a_worse_result_is_named_in_its_headline() {
    let text = include_str!("page_tests.json");
    let result = BenchResult::from_json(text.as_bytes()).unwrap();
    let page = anstream::adapter::strip_str(&page(&result, 100)).to_string();
    for words in [
        "Benchmark  worse than the baseline: sample",
        "Machine     Sixfold 9000, 0.5 of 16 CPUs, 64.0 MiB of memory, Linux 6.1.0",
        "throttled in 52 % of the periods",
        "time refused by the quota 50 %",
        "worse by 7 to 11 %",
        "same within noise (up to 3.0 % is noise)",
        "disk_write: it was asked not to",
        "with one CPU, or one thread, there is nothing to compare",
    ] {
        assert!(page.contains(words), "{words} is not in:\n{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 100), "{page}");
}
