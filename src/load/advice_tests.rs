use super::super::sample_tests::Made;
use super::super::{Baseline, ClientUsage};
use super::*;

fn rules(result: &LoadResult) -> Vec<&'static str> {
    result.recommendations().iter().map(|one| one.rule).collect()
}

fn find(result: &LoadResult, rule: &str) -> Recommendation {
    let all = result.recommendations();
    all.iter().find(|one| one.rule == rule).unwrap_or_else(|| panic!("{rule}: {all:?}")).clone()
}

#[test]
fn where_all_is_well_there_is_nothing_to_do() {
    assert!(rules(&Made::default().result()).is_empty());
}

#[test]
fn a_client_that_is_short_comes_first() {
    let with = |client| Made { client, fails: 50, ..Made::default() }.result();
    let throttled =
        ClientUsage { throttled_ratio: Some(0.31), cpu_ratio: Some(0.99), ..ClientUsage::default() };
    assert_eq!(rules(&with(throttled))[0], "load.client_throttled");
    assert!(find(&with(throttled), "load.client_throttled").description.contains("31 %"));
    let busy = ClientUsage { cpu_ratio: Some(0.95), ..ClientUsage::default() };
    assert_eq!(rules(&with(busy))[0], "load.client_cpu");
    let pressed = ClientUsage {
        cpu_pressure_ratio: Some(0.5),
        memory_pressure_ratio: Some(0.2),
        ..ClientUsage::default()
    };
    assert!(rules(&with(pressed)).starts_with(&["load.client_memory", "load.client_pressure"]));
}

#[test]
fn errors_say_where_to_look_by_their_reason() {
    let mut result = Made { fails: 10, ..Made::default() }.result();
    result.total.counts.reasons.insert("unheard_of".to_owned(), 1);
    result.total.counts.timed_out = 2;
    let errors: Vec<Recommendation> =
        result.recommendations().into_iter().filter(|one| one.rule == "load.errors").collect();
    let told: Vec<(Severity, &str)> = errors.iter().map(|one| (one.priority, one.title.as_str())).collect();
    assert_eq!(
        told,
        [
            (Severity::High, "Read the target's log for the statuses it answered"),
            (Severity::Low, "See what the slowest requests wait for"),
            (Severity::Low, "Look at the errors"),
        ]
    );
    assert!(
        errors[0].description.starts_with("300 requests (9.99 %) ended with http_status. An HTTP status"),
        "{errors:?}"
    );
    result.ended = Ended::Hopeless("nothing was answered".to_owned());
    assert_eq!(result.recommendations()[0].priority, Severity::Critical);
}

#[test]
fn late_and_dropped_starts_are_the_targets_or_the_clients() {
    let mut result = Made::default().result();
    result.total.counts.late = 500;
    assert_eq!(rules(&result), ["load.standstill"]);
    result.total.counts.dropped = 100;
    result.most_at_once = 1;
    assert_eq!(rules(&result), ["load.target_behind"]);
    let behind = find(&result, "load.target_behind");
    assert!(behind.description.contains("500 requests were begun late and 100 never, of 3100"), "{behind:?}");
    result.client.throttled_ratio = Some(0.5);
    assert_eq!(rules(&result), ["load.client_throttled", "load.client_late"]);
}

#[test]
fn the_knee_is_what_to_allow() {
    let mut made =
        Made { model: Model::Closed, levels: vec![1.0, 2.0, 4.0, 8.0], requests: 1000, ..Made::default() };
    let result = made.result();
    // As much is served at each level: one at a time is enough.
    let knee = find(&result, "load.knee");
    assert_eq!((knee.title.as_str(), knee.actions[0].value.as_str()), ("Allow 1 request at a time", "1"));
    made.levels = vec![1.0, 2.0];
    assert!(!rules(&made.result()).contains(&"load.knee"));
}

#[test]
fn a_closed_model_and_few_requests_are_told() {
    let made = Made { model: Model::Closed, seconds: 5, ..Made::default() };
    let result = made.result();
    assert_eq!(rules(&result), ["load.closed", "load.few"]);
    assert_eq!(find(&result, "load.closed").actions[0].value, "plimsoll load --url URL --rate 90");
    assert!(find(&result, "load.few").description.contains("Of 500 requests p99 rests on the 5 slowest"));
}

#[test]
fn what_became_worse_is_told() {
    let mut result = Made { latency: 0.02, seed: 2, ..Made::default() }.result();
    result.comparison = Some(Baseline::new(Made::default().result()).unwrap().compare(&result).unwrap());
    let worse = find(&result, "load.worse");
    assert!(
        worse.description.starts_with("p50 worse by ") && worse.description.contains("; p99 worse by "),
        "{worse:?}"
    );
}
