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
    // Histograms of the same latencies may have room for more: their text differs then.
    let told =
        |of: &Summary| (of.counts.clone(), of.latency, of.service, of.histogram.latencies(), of.seconds);
    let all = |of: &LoadResult| {
        let stages = of.stages.iter().map(|stage| (stage.title.clone(), told(&stage.summary)));
        let parts = of.parts.iter().map(|part| (part.name.clone(), told(&part.summary)));
        (told(&of.total), stages.chain(parts).collect::<Vec<_>>())
    };
    assert_eq!(all(&merged), all(&result));
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

/// A minute ago or so, of a made result that began so much later than another.
fn made(seed: u64, milliseconds: u64) -> LoadResult {
    let mut one = crate::load::sample_tests::Made { seed, seconds: 5, ..Default::default() }.result();
    one.began_unix_ns += milliseconds * 1_000_000;
    // As a clock has it: no interval begins at a whole second.
    for (number, interval) in one.intervals.iter_mut().enumerate() {
        interval.begin_seconds += 0.0003 * number as f64;
        interval.seconds = 1.0003;
    }
    one
}

#[test]
fn levels_are_added_over_machines_and_not_over_a_machine_s_intervals() {
    for (apart, wanted) in [
        (0, vec![200.0; 5]),
        (400, vec![200.0; 5]),
        (500, vec![100.0, 200.0, 200.0, 200.0, 200.0, 100.0]),
        (900, vec![100.0, 200.0, 200.0, 200.0, 200.0, 100.0]),
    ] {
        let merged = LoadResult::merge(&[made(1, 0), made(2, apart)]).unwrap();
        let levels: Vec<f64> = merged.intervals.iter().map(|one| one.level.round()).collect();
        assert_eq!(levels, wanted, "{apart}");
        // What is asked for and what is served belong together.
        assert!(merged.intervals.iter().all(|one| (one.counts.ok as f64 - one.level).abs() < 1.0), "{apart}");
        assert_eq!(merged.stages[0].title, "200/s");
    }
}

#[test]
fn a_short_end_is_no_whole_second() {
    let with_end = |seed| {
        let mut one = made(seed, 0);
        let mut end = one.intervals[4].clone();
        (end.begin_seconds, end.seconds) = (5.0015, 0.4);
        one.intervals.push(end);
        one
    };
    let merged = LoadResult::merge(&[with_end(1), with_end(2)]).unwrap();
    let end = merged.intervals.last().unwrap();
    assert_eq!((merged.intervals.len(), end.seconds, end.level), (6, 0.4, 200.0));
}

#[test]
fn what_is_there_twice_or_did_not_run_at_once_is_refused() {
    let said = |results: &[LoadResult]| LoadResult::merge(results).unwrap_err().to_string();
    let twice = said(&[made(1, 0), made(2, 0), made(1, 0)]);
    assert!(twice.contains("is there twice"), "{twice}");
    for apart in [3_000, 50_000] {
        let apart = said(&[made(1, 0), made(2, apart)]);
        assert!(apart.contains("at the same time"), "{apart}");
    }
    assert!(LoadResult::merge(&[made(1, 0), made(2, 2_000)]).is_ok());
}

#[test]
fn what_was_late_and_never_begun_is_told_of_all_together() {
    let behind = |seed, late, dropped| {
        let mut one = made(seed, 0);
        (one.total.counts.late, one.total.counts.dropped) = (late, dropped);
        let told = Told { model: Model::Open, connections: 64, late_after: "10ms".to_owned() };
        one.warnings = of_counts(&one.total.counts, &told, &Ended::Complete);
        one.warnings.push("This client was throttled.".to_owned());
        one
    };
    let merged = LoadResult::merge(&[behind(1, 100, 500), behind(2, 50, 100)]).unwrap();
    let told = merged.warnings.join("\n");
    assert_eq!((merged.warnings.len(), told.matches("throttled").count()), (3, 1), "{told}");
    assert!(
        told.contains("600 requests that were due (37.5 %)") && told.contains("all 128 connections"),
        "{told}"
    );
    assert!(told.contains("150 requests (9.4 %) were begun more than 10ms late"), "{told}");
}
