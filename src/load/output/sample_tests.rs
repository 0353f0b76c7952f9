use std::time::Duration;

use hdrhistogram::serialization::interval_log::{IntervalLogIterator, LogEntry};

use crate::finding::Reason;
use crate::load::sample_tests::Made;
use crate::load::{Baseline, LoadResult, LoadTest, Part, Scenario};

/// A real, short run: 150 requests of a function, every fifth of which fails.
fn result() -> LoadResult {
    let call = |turn: &crate::load::Turn| if turn.number % 5 == 4 { Reason::Reported } else { Reason::Ok };
    let own = Part::own("=a \"b\" <c> & |d|", Duration::from_secs(1), call);
    let mut scenario = Scenario::rate(own, 100.0, Duration::from_millis(1500));
    scenario.connections = 1;
    scenario.thresholds = vec!["p99 < 1s".parse().unwrap(), "error_rate < 1%".parse().unwrap()];
    LoadTest::new(scenario).unwrap().run().unwrap()
}

#[test]
fn every_form_tells_the_same() {
    let result = result();
    assert_eq!(result.total.counts.ok, 120);

    let csv = result.to_csv();
    let lines: Vec<&str> = csv.split("\r\n").collect();
    let column = |name: &str| lines[0].split(',').position(|one| one == name).unwrap();
    // The title has no comma.
    let sum = |name: &str| -> u64 {
        let rows = lines[1..].iter().filter(|line| !line.is_empty());
        rows.map(|line| line.split(',').nth(column(name)).unwrap().parse::<u64>().unwrap()).sum()
    };
    assert_eq!((sum("ok"), sum("failed")), (120, 30));
    let columns = lines[0].split(',').count();
    assert!(lines[1..].iter().filter(|line| !line.is_empty()).all(|line| line.split(',').count() == columns));

    let log = result.to_hdr_log();
    assert!(log.starts_with("#[Histogram log format version 1.3]\n"), "{log}");
    let intervals = IntervalLogIterator::new(log.as_bytes()).filter_map(|entry| match entry.unwrap() {
        LogEntry::Interval(interval) => Some(interval.duration().as_secs_f64()),
        _ => None,
    });
    let length: f64 = intervals.sum();
    assert!((length - result.seconds).abs() < 0.1, "{length} of {}", result.seconds);

    let junit = result.to_junit();
    assert!(junit.contains("tests=\"2\" failures=\"1\""), "{junit}");
    assert!(
        junit.contains("name=\"=a &quot;b&quot; &lt;c&gt; &amp; |d|\"")
            && junit.contains("error_rate &lt; 1%")
    );
    assert_eq!(junit.matches("<failure ").count(), 1);

    let markdown = result.to_markdown();
    assert!(markdown.starts_with("## =a \"b\" \\<c\\> & \\|d\\|: 1 of 2 thresholds not met\n"), "{markdown}");
    assert!(markdown.contains("| `error_rate < 1%` | 0.200000 | **not met** |"), "{markdown}");

    let document = serde_json::to_string(&result).unwrap();
    assert!(document.starts_with("{\"schema\":\"plimsoll.load/1\""));
    let read: LoadResult = serde_json::from_str(&document).unwrap();
    // Numbers may differ in the last digit; what others are made from does not.
    assert_eq!((&read.total.counts, &read.total.histogram), (&result.total.counts, &result.total.histogram));
    assert_eq!((read.intervals.len(), &read.ended), (result.intervals.len(), &result.ended));
    assert_eq!((read.to_junit(), read.to_hdr_log()), (result.to_junit(), result.to_hdr_log()));
}

#[test]
fn a_summary_holds_what_changed() {
    let mut result = Made { latency: 0.02, seed: 2, ..Made::default() }.result();
    assert!(!result.to_markdown().contains("baseline"));
    result.comparison = Some(Baseline::new(Made::default().result()).unwrap().compare(&result).unwrap());
    let markdown = result.to_markdown();
    assert!(
        markdown.contains("| against the baseline | |") && markdown.contains("| p50 | worse by "),
        "{markdown}"
    );
}
