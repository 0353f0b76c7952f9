//! The published schema of results, held against real ones.

use std::time::Duration;

use super::sample_tests::Made;
use super::server_tests::{Behaviour, Server};
use super::{Baseline, Ended, LoadResult, LoadTest, Model, Part, Scenario, SCHEMA};
use crate::probe::Target;
use crate::schema_tests::Schema;

/// Steps with errors, a knee and a baseline; a real rate with statuses, thresholds and late starts; one that was hopeless.
fn results() -> Vec<LoadResult> {
    let levels = vec![1.0, 2.0, 4.0];
    let steps = Made { model: Model::Closed, levels, fails: 40, seconds: 8, ..Made::default() };
    let mut compared = steps.result();
    let before = Made { seed: 2, ..steps }.result();
    compared.comparison = Some(Baseline::new(before).unwrap().compare(&compared).unwrap());
    let answer = "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n".to_owned();
    let server = Server::new(Behaviour { answer, ..Behaviour::default() });
    let part = Part::new(Target::rest("server", server.url()));
    let mut scenario = Scenario::rate(part, 100.0, Duration::from_millis(200));
    scenario.check_first = false;
    scenario.thresholds = vec!["p99 < 1s".parse().unwrap()];
    let real = LoadTest::new(scenario).unwrap().run().unwrap();
    let mut hopeless = real.clone();
    hopeless.ended = Ended::Hopeless("nothing was answered".to_owned());
    vec![compared, real, hopeless]
}

#[test]
fn results_are_as_their_schema_says_and_nothing_is_left_undescribed() {
    let schema = Schema::of(include_str!("../../docs/schemas/plimsoll.load-1.schema.json"), SCHEMA);
    let documents: Vec<_> = results().iter().map(|result| serde_json::to_value(result).unwrap()).collect();
    schema.describes(&documents, &[]);
}
