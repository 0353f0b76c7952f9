use super::super::sample_tests::Made;
use super::*;
use crate::finding::Reason;
use crate::load::{ClientUsage, Model, Packed, Part, Stage};

fn compared(before: &Made, after: &Made) -> Comparison {
    Baseline::new(before.result()).unwrap().compare(&after.result()).unwrap()
}

fn verdicts(comparison: &Comparison) -> Vec<(&str, Judgement)> {
    comparison.changes.iter().map(|change| (change.measured.as_str(), change.verdict)).collect()
}

fn change<'a>(comparison: &'a Comparison, measured: &str) -> &'a Change {
    comparison.changes.iter().find(|change| change.measured == measured).unwrap()
}

#[test]
fn what_only_varies_is_the_same() {
    let same = ["p50", "p95", "p99", "throughput", "error_rate"].map(|name| (name, Judgement::Same));
    let mut right = 0;
    for seed in 2..22 {
        let comparison = compared(&Made::default(), &Made { seed, ..Made::default() });
        right += usize::from(verdicts(&comparison) == same);
        assert!(comparison.notes.is_empty(), "{:?}", comparison.notes);
    }
    // All five together at 95 %.
    assert!(right >= 18, "{right} of 20");
}

#[test]
fn slower_is_worse_and_quicker_is_better() {
    let slower = Made { latency: 0.011, seed: 2, ..Made::default() };
    let comparison = compared(&Made::default(), &slower);
    let p50 = change(&comparison, "p50");
    assert_eq!(p50.verdict, Judgement::Worse, "{p50:?}");
    assert!(p50.low.unwrap() < 0.1 && p50.high.unwrap() > 0.1, "{p50:?}");
    assert!(p50.text.starts_with("worse by ") && p50.text.ends_with(" %"), "{}", p50.text);
    assert!(comparison.is_worse());
    assert!(
        comparison.summary().starts_with("Against the baseline: p50 worse by "),
        "{}",
        comparison.summary()
    );

    let comparison = compared(&slower, &Made::default());
    assert_eq!(change(&comparison, "p50").verdict, Judgement::Better);
    assert!(!comparison.is_worse());
}

#[test]
fn more_requests_are_better_and_more_errors_are_worse() {
    let more = Made { requests: 120, fails: 20, seed: 2, ..Made::default() };
    let comparison = compared(&Made::default(), &more);
    assert_eq!(change(&comparison, "throughput").verdict, Judgement::Better, "{comparison:?}");
    let errors = change(&comparison, "error_rate");
    assert_eq!((errors.verdict, errors.before, errors.after), (Judgement::Worse, Some(0.0), Some(0.05)));
    assert_eq!(errors.text, "worse by about 5.0 percentage points");
}

#[test]
fn each_level_counts_as_often_as_it_was_held() {
    // Were levels mixed up, what is drawn of two would vary as much as they differ.
    let steps = Made { levels: vec![50.0, 100.0], ..Made::default() };
    let comparison = compared(&steps, &Made { seed: 2, ..steps.clone() });
    let throughput = change(&comparison, "throughput");
    assert!(throughput.high.unwrap() - throughput.low.unwrap() < 0.01, "{throughput:?}");
}

#[test]
fn too_short_is_not_known() {
    let short = Made { seconds: 5, ..Made::default() };
    let comparison = compared(&short, &Made { seed: 2, ..short.clone() });
    assert!(comparison.changes.iter().all(|change| change.verdict == Judgement::Unknown), "{comparison:?}");
    assert!(comparison.notes[0].starts_with("Too short to tell noise"), "{:?}", comparison.notes);
    assert_eq!(comparison.summary(), "Against the baseline: it cannot be told whether anything changed.");
    assert!(change(&comparison, "p50").before.is_some());
}

#[test]
fn without_histograms_of_intervals_latencies_are_not_known() {
    let mut before = Made::default().result();
    before.intervals.iter_mut().for_each(|one| one.histogram = Packed::default());
    let comparison =
        Baseline::new(before).unwrap().compare(&Made { seed: 2, ..Made::default() }.result()).unwrap();
    assert_eq!(change(&comparison, "p99").verdict, Judgement::Unknown);
    assert_eq!(change(&comparison, "throughput").verdict, Judgement::Same);
    assert!(comparison.notes[0].contains("no histograms"), "{:?}", comparison.notes);
}

#[test]
fn another_test_is_refused_unless_it_is_wanted() {
    let baseline = Baseline::new(Made::default().result()).unwrap();
    let other = Made { levels: vec![200.0], ..Made::default() }.result();
    let said = baseline.compare(&other).unwrap_err().to_string();
    assert!(said.contains("Stage 1 was 100 requests per second"), "{said}");
    let comparison = baseline.clone().any().compare(&other).unwrap();
    assert!(comparison.notes[0].starts_with("Stage 1 was"), "{:?}", comparison.notes);

    let own = Part::own("target 0", std::time::Duration::from_secs(1), |_| Reason::Ok);
    let mut scenario = Scenario::rate(own, 100.0, std::time::Duration::from_secs(30));
    baseline.check(&scenario).unwrap();
    scenario.stages = vec![Stage::hold(101.0, std::time::Duration::from_secs(30))];
    assert_eq!(baseline.check(&scenario).unwrap_err().kind(), ErrorKind::InvalidArgument);
    baseline.any().check(&scenario).unwrap();
}

#[test]
fn what_makes_them_less_alike_is_told() {
    let mut before = Made::default().result();
    before.ended = Ended::Interrupted;
    before.engine = "workers".to_owned();
    before.most_at_once = 8;
    let client = ClientUsage { throttled_ratio: Some(0.5), ..ClientUsage::default() };
    let after = Made { seconds: 60, client, ..Made::default() }.result();
    let notes = Baseline::new(before).unwrap().compare(&after).unwrap().notes.join(" ");
    for holds in [
        "ended before its time",
        "This test's client was short",
        "by `workers`",
        "8 were at once",
        "30 s were measured",
    ] {
        assert!(notes.contains(holds), "{holds}: {notes}");
    }
}

#[test]
fn it_is_in_the_document_and_is_read_again() {
    let mut result = Made { model: Model::Closed, seed: 2, ..Made::default() }.result();
    let baseline = Made { model: Model::Closed, ..Made::default() }.result();
    result.comparison = Some(Baseline::new(baseline).unwrap().compare(&result).unwrap());
    let document = serde_json::to_value(&result).unwrap();
    assert_eq!(document["comparison"]["changes"][0]["verdict"], "same");
    let read = serde_json::from_value::<LoadResult>(document).unwrap().comparison.unwrap();
    assert_eq!(verdicts(&read), verdicts(result.comparison.as_ref().unwrap()));
    let without = serde_json::to_value(Made::default().result()).unwrap();
    assert!(without.get("comparison").is_none());
}

#[test]
fn words_of_changes_round_as_people_do() {
    let said = |kind: Kind, verdict, ends| kind.text(verdict, Some(ends));
    assert_eq!(said(Kind::Latency, Judgement::Worse, (0.07, 0.11)), "worse by 7 to 11 %");
    assert_eq!(said(Kind::Latency, Judgement::Better, (-0.11, -0.07)), "better by 7 to 11 %");
    assert_eq!(said(Kind::Throughput, Judgement::Worse, (-0.081, -0.078)), "worse by 7.8 to 8.1 %");
    assert_eq!(said(Kind::Latency, Judgement::Same, (-0.03, 0.04)), "the same within noise (−3.0 to +4.0 %)");
    assert_eq!(said(Kind::Latency, Judgement::Same, (0.001, 0.004)), "all but the same (+0.1 to +0.4 %)");
    assert_eq!(said(Kind::Errors, Judgement::Same, (0.0, 0.0)), "the same");
    assert_eq!(said(Kind::Errors, Judgement::Worse, (0.002, 0.002)), "worse by about 0.2 percentage points");
}
