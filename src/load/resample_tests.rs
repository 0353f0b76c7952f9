use std::time::Duration;

use super::super::server_tests::{Behaviour, Server};
use super::*;
use crate::load::{LoadTest, Packed, Part, Scenario, Stage};
use crate::probe::Target;
use crate::stats::bootstrap::interval;

fn result() -> LoadResult {
    let server = Server::new(Behaviour { takes: Duration::from_millis(4), ..Behaviour::default() });
    let part = Part::new(Target::rest("server", server.url()));
    let mut scenario = Scenario::rate(part, 100.0, Duration::from_secs(2));
    scenario.stages.insert(0, Stage::hold(50.0, Duration::from_secs(1)).unmeasured());
    LoadTest::new(scenario).unwrap().run().unwrap()
}

#[test]
fn what_is_drawn_is_about_what_was_measured_and_nothing_else() {
    let result = result();
    let pieces = Pieces::of(&result).unwrap();
    assert_eq!((pieces.count(), pieces.has_latencies()), (2, true));
    let draws = pieces.draw(1);
    let throughput = interval(draws.throughput.clone(), 0.95).unwrap();
    assert!(throughput.0 > 80.0 && throughput.1 < 120.0, "{throughput:?}");
    assert!(draws.error_rate.iter().all(|rate| *rate == 0.0));
    let latency = &result.total.latency;
    for (values, wanted) in
        draws.quantiles.iter().zip([latency.p50_seconds, latency.p95_seconds, latency.p99_seconds])
    {
        let (low, high) = interval(values.clone(), 0.95).unwrap();
        let wanted = wanted.unwrap();
        assert!(low <= wanted * 1.01 && high >= wanted * 0.99, "{low} {wanted} {high}");
    }
    assert_eq!(pieces.draw(1).throughput, draws.throughput);
}

#[test]
fn without_histograms_latencies_are_not_known() {
    let mut result = result();
    result.intervals.iter_mut().for_each(|one| one.histogram = Packed::default());
    let pieces = Pieces::of(&result).unwrap();
    assert!(!pieces.has_latencies());
    assert!(pieces.draw(1).quantiles[0].iter().all(|value| value.is_nan()));
    result.intervals[1].histogram = serde_json::from_str("\"AAAA\"").unwrap();
    assert_eq!(Pieces::of(&result).unwrap_err().kind(), ErrorKind::Malformed);
}

#[test]
fn classes_are_as_fine_as_they_say() {
    for nanoseconds in [1, 64, 1_000, 123_456, 1_000_000_000, 3_600_000_000_000] {
        let told = latency(class(nanoseconds)) * 1e9;
        assert!((told / nanoseconds as f64 - 1.0).abs() <= FINE, "{nanoseconds}: {told}");
    }
    assert_eq!(
        (value_at(0.5, &[1, 1, 2]), value_at(0.99, &[99, 0, 1]), value_at(1.0, &[99, 0, 1])),
        (Some(1), Some(0), Some(2))
    );
    assert_eq!(value_at(0.5, &[0, 0]), None);
}
