//! The published schema of results, held against real ones.

use std::time::Duration;

use super::result::SCHEMA;
use super::sample_tests::{compared, sample};
use super::{BenchProfile, BenchResult, Benchmark};
use crate::checker::Cancel;
use crate::schema_tests::Schema;

fn result() -> BenchResult {
    let benchmark = Benchmark::new(BenchProfile::Lasting(Duration::from_secs(1)));
    benchmark.count_allocations(|| 0).run_with(&Cancel::new(), |_| {}).unwrap()
}

#[test]
fn results_are_as_their_schema_says_and_nothing_is_left_undescribed() {
    let schema = Schema::of(include_str!("../../docs/schemas/plimsoll.bench-1.schema.json"), SCHEMA);
    let documents = [result(), sample(), compared()].map(|one| serde_json::to_value(one).unwrap());
    schema.describes(&documents, &[]);
}
