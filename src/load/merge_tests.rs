use super::super::server_tests::{Behaviour, Server};
use super::super::{LoadTest, Part, Scenario, Stage};
use super::*;
use crate::probe::Target;

/// Two clients against one server, at the same time.
fn both(scenario: &Scenario) -> [LoadResult; 2] {
    std::thread::scope(|scope| {
        let run = || LoadTest::new(scenario.clone()).unwrap().run().unwrap();
        let other = scope.spawn(run);
        [run(), other.join().unwrap()]
    })
}

fn scenario(server: &Server) -> Scenario {
    let part = Part::new(Target::rest("server", server.url()));
    let mut scenario = Scenario::rate(part, 100.0, Duration::from_secs(1));
    scenario.stages.push(Stage::hold(50.0, Duration::from_millis(500)).unmeasured());
    scenario.thresholds = vec!["throughput > 150".parse().unwrap(), "p50 < 10s".parse().unwrap()];
    scenario
}

#[test]
fn requests_and_latencies_add_up() {
    let server = Server::new(Behaviour { takes: Duration::from_millis(3), ..Behaviour::default() });
    let results = both(&scenario(&server));
    assert!(results.iter().all(|one| !one.passed()), "alone they are too few");
    let merged = LoadResult::merge(&results).unwrap();
    assert!(merged.passed(), "{:?}", merged.thresholds);
    assert_eq!(
        (merged.total.counts.ok, merged.total.latency.count, merged.start_delay.count),
        (200, 200, 250)
    );
    assert!((merged.total.per_second - 200.0).abs() < 1.0);
    assert_eq!((merged.stages[0].from, merged.stages[1].to, merged.most_at_once), (200.0, 100.0, 128));
    assert_eq!(merged.stages[1].summary.counts.ok, 50);
    let most = |of: &LoadResult| of.total.latency.max_seconds.unwrap();
    assert_eq!(most(&merged), most(&results[0]).max(most(&results[1])));
    let counted: u64 = merged.intervals.iter().map(|one| one.counts.ok).sum();
    let kept: u64 = merged.intervals.iter().map(|one| one.latency.count).sum();
    assert_eq!((counted, kept), (250, 250));
    assert!(merged.intervals.windows(2).all(|pair| pair[0].begin_seconds < pair[1].begin_seconds));
}

#[test]
fn one_alone_stays_as_it_is() {
    let server = Server::new(Behaviour::default());
    let result = LoadTest::new(scenario(&server)).unwrap().run().unwrap();
    let merged = LoadResult::merge(std::slice::from_ref(&result)).unwrap();
    // Histograms may have room for other ranges, and hold the same.
    let told = |one: &LoadResult| {
        let of = |one: &Summary| (one.counts.clone(), one.latency, one.service, one.per_second);
        let stages: Vec<_> =
            one.stages.iter().map(|stage| (stage.title.clone(), of(&stage.summary))).collect();
        let parts: Vec<_> = one.parts.iter().map(|part| (part.name.clone(), of(&part.summary))).collect();
        (of(&one.total), stages, parts)
    };
    assert_eq!(told(&merged), told(&result));
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let server = Server::new(Behaviour::default());
    let result = LoadTest::new(scenario(&server)).unwrap().run().unwrap();
    let refused = |change: fn(&mut LoadResult), holds: &str| {
        let mut other = result.clone();
        change(&mut other);
        let said = LoadResult::merge(&[result.clone(), other]).unwrap_err().to_string();
        assert!(said.contains(holds), "{said}");
    };
    refused(|one| one.model = crate::load::Model::Closed, "is of the open model");
    refused(|one| drop(one.stages.pop()), "their stages");
    refused(|one| one.parts[0].name = "another".to_owned(), "[\"another\"]");
    refused(|one| one.began_unix_ns += 3_600_000_000_000, "began 3600 s after");
    refused(|one| one.total.histogram = serde_json::from_str("\"AAAA\"").unwrap(), "cannot be read");
    assert!(LoadResult::merge(&[]).is_err());
}
