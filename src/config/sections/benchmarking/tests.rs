use std::time::Duration;

use super::Form;
use crate::config::fixtures_tests::{right, wrong};
use crate::load::{Model, Scenario, Stage, Think};

const SERVERS: &str = "
servers:
  - {name: a, rest: {url: http://a}}
  - {name: b, rest: {url: http://b}}
  - {name: c, enabled: false, rest: {url: http://c}}
";

fn scenarios(benchmarking: &str) -> Vec<Scenario> {
    right(&format!("{SERVERS}benchmarking:\n{benchmarking}")).benchmarking.scenarios
}

fn refused(benchmarking: &str) -> Vec<String> {
    wrong(&format!("{SERVERS}benchmarking:\n{benchmarking}"))
}

fn names(scenario: &Scenario) -> Vec<&str> {
    scenario.parts.iter().map(crate::load::Part::name).collect()
}

fn held(scenario: &Scenario) -> Vec<(f64, Option<usize>)> {
    let measured = scenario.stages.iter().filter(|stage| stage.measured);
    measured.map(|stage| (stage.to, stage.targets)).collect()
}

#[test]
fn the_lists_of_the_earlier_system_are_steps() {
    let config = right(&format!(
        "{SERVERS}benchmarking:\n  defaults: {{duration_seconds: 60}}\n  concurrent_users: [1, 5]\n  server_counts: [1, 2, 25]\n"
    ));
    let scenario = &config.benchmarking.scenarios[0];
    assert_eq!((scenario.name.as_str(), scenario.model), ("benchmarking", Model::Closed));
    assert_eq!(names(scenario), ["a", "b"]);
    assert_eq!(held(scenario), [(1.0, Some(1)), (5.0, Some(1)), (1.0, Some(2)), (5.0, Some(2))]);
    assert!(scenario
        .stages
        .iter()
        .filter(|stage| stage.measured)
        .all(|stage| stage.duration.as_secs() == 60));
    let notes: Vec<String> = config.notes.iter().map(ToString::to_string).collect();
    assert!(
        notes[0].contains("`benchmarking.server_counts` has 25, and there are 2 servers: left out"),
        "{notes:?}"
    );
}

#[test]
fn a_scenario_says_who_is_asked_and_how_much() {
    let all = scenarios(
        "  defaults: {think: 1s, thresholds: ['p99 < 300ms']}
  scenarios:
    - {name: one, rate: 500, duration: 30s, ramp_up: 5s, connections: 10}
    - {name: two, users: [1, 2], servers: [{name: b, weight: 3}, c], think: {constant: 2s}, thresholds: [], warm_up: 0}
    - name: three
      model: open
      stages: [{to: 50, for: 2s}, {at: 50, for: 10s}, {at: 500, for: 5s, name: spike}, {to: 0, for: 1s, measured: true}]
",
    );
    let [one, two, three] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((one.model, names(one), held(one)), (Model::Open, vec!["a", "b"], vec![(500.0, None)]));
    assert_eq!(
        (one.connections, one.think, one.thresholds.len()),
        (10, Think::Exponential(Duration::from_secs(1)), 1)
    );
    assert_eq!(one.duration(), Duration::from_secs(35));
    assert_eq!(
        (two.model, names(two), held(two)),
        (Model::Closed, vec!["b", "c"], vec![(1.0, None), (2.0, None)])
    );
    assert_eq!((two.parts[0].weight, two.parts[1].weight), (3.0, 1.0));
    assert_eq!(
        (two.think, two.thresholds.len(), two.stages.len()),
        (Think::Constant(Duration::from_secs(2)), 0, 2)
    );
    let second = Duration::from_secs(1);
    assert_eq!(
        three.stages,
        [
            Stage::ramp(0.0, 50.0, 2 * second),
            Stage::hold(50.0, 10 * second),
            Stage::hold(500.0, 5 * second).named("spike"),
            Stage { measured: true, ..Stage::ramp(500.0, 0.0, second) },
        ]
    );
}

#[test]
fn where_it_is_written() {
    let output =
        right(&format!("{SERVERS}benchmarking: {{output: {{directory: out, forms: [junit, csv]}}}}\n"))
            .benchmarking
            .output;
    assert!(output.directory.unwrap().ends_with("out"));
    assert_eq!(output.forms, [Form::Junit, Form::Csv]);
    assert_eq!(
        right("benchmarking: {output: {directory: /tmp}}\n").benchmarking.output.forms,
        [Form::Json, Form::Html]
    );
}

#[test]
fn what_contradicts_itself_is_said() {
    for (benchmarking, said) in [
        (
            "  scenarios: [{name: x}]",
            "does not say how much to ask: give one of rate, users, concurrent_users, stages",
        ),
        (
            "  scenarios: [{name: x, rate: 5, users: 3}]",
            "`benchmarking.scenarios[0].users` does not go with `rate`",
        ),
        ("  scenarios: [{name: x, users: 0}]", "is 0: allowed are 1 to 100000"),
        ("  scenarios: [{name: x, users: []}]", "is empty"),
        ("  scenarios: [{name: x, rate: 5, model: closed}]", "goes with `stages`"),
        ("  scenarios: [{name: x, stages: [{at: 5, for: 1s}]}]", "has no `model`"),
        ("  scenarios: [{name: x, model: open, stages: [{at: 5, to: 3, for: 1s}]}]", "has either `at`"),
        ("  scenarios: [{name: x, model: open, stages: [{at: 0, for: 1s}]}]", "makes no sense"),
        ("  scenarios: [{name: x, model: open, stages: [{to: 5, for: 1s}]}]", "none is measured"),
        ("  scenarios: [{name: x, rate: 5, servers: [d]}]", "is `d`, which is no server here"),
        ("  scenarios: [{name: x, rate: 5, servers: []}]", "is empty: leave it out"),
        ("  scenarios: [{name: x, rate: 5, thresholds: [p99]}]", "is no condition"),
        ("  scenarios: [{name: x, users: 5, think: {from: 2s, to: 1s}}]", "makes no sense"),
        ("  scenarios: [{name: x, rate: 5}, {name: x, rate: 6}]", "is a second scenario with the name `x`"),
        ("  scenarios: [{name: x, rate: 5, think: 1s}]", "is of users"),
        ("  scenarios: [{name: x, users: 5, connections: 9}]", "is of a `rate`"),
        (
            "  scenarios: [{name: x, model: open, stages: [{at: 5, for: 1s}], warm_up: 1s}]",
            "does not go with `stages`",
        ),
        ("  scenarios: [{name: x, rate: 5, stop_when: ['dropped > 1%']}]", "known at the end only"),
        ("  scenarios: [{rate: 5}]", "has no `name`"),
        ("  server_counts: [1]", "needs `concurrent_users` or `scenarios`"),
        ("  concurent_users: [1]", "did you mean `concurrent_users`?"),
        ("  output: {forms: [pdf]}", "is `pdf`"),
        ("  defaults: {duration: 1s, duration_seconds: 2}", "which mean the same"),
    ] {
        let problems = refused(benchmarking);
        assert!(problems.iter().any(|problem| problem.contains(said)), "{benchmarking}: {problems:?}");
    }
}
