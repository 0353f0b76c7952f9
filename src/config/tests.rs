use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::fixtures_tests::{right, wrong, Folder};
use super::{examine, keys, load, parse, Config, LoadOptions, Problem};
use crate::checker::{Check, Checker};
use crate::gate::Gate;
use crate::monitor::Monitor;
use crate::ErrorKind;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn names(config: &Config) -> Vec<&str> {
    config.servers.iter().map(|server| server.target.name.as_str()).collect()
}

/// A text as it is in one of its environments.
fn in_environment(text: &str, name: &str) -> Result<Config, Vec<String>> {
    let folder = Folder::new(&format!("environment-{name}-{:?}", std::thread::current().id()));
    let file = folder.file("file", text);
    let line = |problem: &Problem| format!("{}:{}: {}", problem.line, problem.column, problem.message);
    let read = examine(&file, &LoadOptions::environment(name));
    read.map_err(|problems| problems.list().iter().map(line).collect())
}

#[test]
fn many_errors_are_told_at_once() {
    let text = include_str!("wrong.yaml");
    let mut said = wrong(text).join("\n");
    said.push('\n');
    let golden = include_str!("wrong.txt");
    assert_eq!(said, golden, "src/config/wrong.txt");
    // Every line that is wrong says so itself.
    let marked: BTreeSet<usize> = (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains("# wrong"))
        .map(|(number, _)| number)
        .collect();
    let told = golden.lines().map(|line| line.split(':').next().unwrap().parse().unwrap());
    assert_eq!(told.collect::<BTreeSet<usize>>(), marked);
    assert!(!said.contains("hunter2"), "a secret");
}

#[test]
fn problems_are_a_list_for_programs() {
    let folder = Folder::new("problems");
    let file = folder.file("file.yaml", "servers:\n- name: a\n  rest: {ulr: http://a}\n");
    let problems = examine(&file, &LoadOptions::default()).unwrap_err();
    let paths: Vec<_> = problems.list().iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["servers[0].rest.url", "servers[0].rest.ulr"]);
    let last = &problems.list()[1];
    assert_eq!((last.file.as_path(), last.line, last.column), (file.as_path(), 3, 10));
    assert_eq!(last.message, "unknown key `ulr` in `servers[0].rest`: did you mean `url`?");
    assert!(!problems.has_more());
    assert_eq!(problems.to_string().lines().count(), 2);
    assert_eq!(last.server.as_deref(), Some("a"));
    assert!(last.to_string().ends_with("unknown key `ulr` in `servers[0].rest` (a): did you mean `url`?"));

    let keys: String = (0..1000).map(|at| format!("k{at}: 1\n")).collect();
    let file = folder.file("many.yaml", &keys);
    let problems = examine(&file, &LoadOptions::default()).unwrap_err();
    assert_eq!((problems.list().len(), problems.has_more()), (200, true));
    assert!(problems.to_string().ends_with("\nand more"));
}

#[test]
fn both_languages_have_the_same_keys() {
    let yaml = "servers:\n- name: a\n  timeout: 5s\n  rest: {url: http://a, headers: {X: y}}\n";
    let json =
        r#"{"servers": [{"name": "a", "timeout": 5, "rest": {"url": "http://a", "headers": {"X": "y"}}}]}"#;
    assert_eq!(format!("{:?}", right(yaml)), format!("{:?}", right(json)));
}

#[test]
fn a_document_may_hold_what_others_read() {
    let config = right("databases: {anything: 1}\nx-mine: 1\n");
    assert!(config.servers.is_empty());
    assert_eq!(
        wrong("moniter: {}\nservers: {a: b}\n"),
        [
            "1:1: unknown key `moniter`: did you mean `monitor`?",
            "2:10: `servers` is a mapping: expected a list"
        ]
    );
    assert_eq!(wrong("- a\n"), ["1:1: the document is a list: expected a mapping"]);
    assert_eq!(wrong("servers:\n"), ["1:1: `servers` has no value: give one, or leave the key out"]);
    assert_eq!(wrong("version: '1'\n"), ["1:10: `version` is text: expected a whole number"]);
}

const ENVIRONMENTS: &str = "
servers:
  - {name: a, timeout: 5s, proxy: 'http://p:1', rest: {url: http://a, expect: {status: [200, 201]}}}
  - {name: b, rest: {url: http://b}}
mcpServers:
  c: {command: x}
environments:
  test:
    databases: {anything: 1}
    servers:
      - {name: a, timeout: 7s, proxy: null, rest: {expect: {status: 500}}}
      - {name: new, rest: {url: http://new}}
    mcpServers: {c: null, d: {command: y}}
  other: {servers: [{name: b, enabled: false}]}
";

#[test]
fn an_environment_overrides_what_it_names() {
    let config = right(ENVIRONMENTS);
    assert_eq!(names(&config), ["a", "b", "c"]);
    assert!(config.servers[0].target.proxy.is_some());

    let config = in_environment(ENVIRONMENTS, "test").unwrap();
    assert_eq!(names(&config), ["a", "b", "new", "d"]);
    let a = &config.servers[0].target;
    assert_eq!((a.timeout.as_secs(), &a.proxy), (7, &None));
    let rest = a.rest.as_ref().unwrap();
    assert_eq!(rest.url, "http://a");
    assert_eq!(rest.expect.status.iter().map(|range| range.first).collect::<Vec<_>>(), [500]);

    let config = in_environment(ENVIRONMENTS, "other").unwrap();
    assert_eq!(config.servers.iter().map(|server| server.enabled).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn an_environment_that_is_not_there_is_told() {
    let said = |text: &str, name: &str| in_environment(text, name).unwrap_err();
    assert_eq!(said(ENVIRONMENTS, "tset"), ["7:1: there is no environment `tset`: did you mean `test`?"]);
    assert_eq!(
        said(ENVIRONMENTS, "production"),
        ["7:1: there is no environment `production`: known are test, other"]
    );
    assert_eq!(said("servers: []\n", "test"), ["1:1: there is no environment `test`: there are none"]);
}

#[test]
fn what_is_wrong_in_an_environment_is_told_whichever_is_chosen() {
    let text = "servers:\n- name: a\n  rest: {}\nenvironments:\n  one: {servers: [{name: a, rest: {url: http://a}}]}\n  \
                two: {servers: [{name: a, timeot: 1s, depends_on: [x]}, {timeout: 1s}], include: []}\n  three: 3\n";
    let always = [
        "6:29: unknown key `timeot` in `servers[0]`: did you mean `timeout`?",
        "6:59: `environments.two.servers[1]` has no `name`, which says what it overrides",
        "6:75: unknown key `include` in `environments.two`: known are servers, mcpServers, monitor, gate, \
         performance_optimization, alerts, export, serve, benchmarking, shard, databases",
        "7:10: `environments.three` is a number: expected a mapping",
    ];
    assert_eq!(in_environment(text, "one").unwrap_err(), always);
    // What is left open is told only where it matters.
    let mut chosen = always.to_vec();
    chosen.insert(0, "3:9: `servers[0].rest` has no `url`");
    assert_eq!(wrong(text), chosen);
    chosen.insert(2, "6:54: `servers[0].depends_on[0]` is `x`, which is no server here");
    assert_eq!(in_environment(text, "two").unwrap_err(), chosen);
}

#[test]
fn environments_have_an_end() {
    let environments: String = (0..33).map(|at| format!("  e{at}: {{}}\n")).collect();
    assert_eq!(
        wrong(&format!("environments:\n{environments}")),
        ["34:8: `environments.e32` is one environment more than 32"]
    );
}

#[test]
fn the_example_is_right_in_every_environment() {
    let path = repository("examples/config/servers.yaml");
    for (environment, timeout) in [(None, 5), (Some("staging"), 10), (Some("laptop"), 5)] {
        let options = LoadOptions { environment: environment.map(str::to_owned), ..LoadOptions::default() };
        let config = load(&path, &options).unwrap_or_else(|error| panic!("{error}"));
        let wanted =
            ["intranet", "catalogue", "orders", "search", "files", "assistant", "reports", "time", "weather"];
        assert_eq!(names(&config), wanted);
        assert_eq!(config.servers[2].target.timeout.as_secs(), timeout);
    }
}

#[test]
fn the_example_shows_every_key_that_is_read() {
    let text = std::fs::read_to_string(repository("examples/config/servers.yaml")).unwrap();
    let text: String =
        text.lines().map(|line| line.split(" #").next().unwrap_or_default().to_owned() + "\n").collect();
    for (section, keys) in keys::ALL.iter().filter(|(section, _)| section.starts_with("servers[]")) {
        for key in *keys {
            assert!(text.contains(&format!("{key}:")), "{key} of {section}");
        }
    }
}

#[test]
fn a_checker_takes_what_is_enabled() {
    let config = right(
        "servers:
  - {name: a, enabled: false, rest: {url: http://a}}
  - {name: b, interval: 5s, priority: 150, labels: {x: y}, depends_on: [a, c], rest: {url: http://b}}
  - {name: c, rest: {url: http://c}}
",
    );
    assert_eq!(config.servers[1].check().depends_on, ["a", "c"]);
    let checks = config.checks();
    assert_eq!(checks.iter().map(Check::name).collect::<Vec<_>>(), ["b", "c"]);
    let b = &checks[0];
    assert_eq!((b.priority.value(), b.interval.unwrap().as_secs(), b.labels["x"].as_str()), (150, 5, "y"));
    assert_eq!(b.depends_on, ["c"]);
}

#[test]
fn what_is_loaded_again_unchanged_keeps_its_state() {
    let text = |timeout: &str| {
        format!(
            "servers:\n  - {{name: a, interval: 1h, rest: {{url: http://127.0.0.1:9/, expect: {{regex: x}}}}}}\n  \
             - {{name: b, interval: 1h, timeout: {timeout}, mcp: {{command: /nowhere}}}}\n"
        )
    };
    let first = right(&text("1s"));
    let checker = Checker::new(first.checker.clone()).unwrap();
    checker.watch(first.checks()).unwrap();
    let again = checker.watch(right(&text("1000ms")).checks()).unwrap();
    assert_eq!((again.kept, again.changed.len()), (2, 0), "{again:?}");
    let other = checker.watch(right(&text("2s")).checks()).unwrap();
    assert_eq!((other.kept, other.changed), (1, vec!["b".to_owned()]));
    checker.close(std::time::Duration::from_secs(5));
}

#[test]
fn there_is_an_example_for_each_stage() {
    for (stage, checks, connections, entries) in
        [("development", 10, 20, 100), ("staging", 50, 100, 1_000), ("production", 100, 200, 2_000)]
    {
        let path = repository(&format!("examples/config/{stage}.yaml"));
        let config = load(&path, &LoadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        assert!(config.notes.is_empty(), "{stage}: {:?}", config.notes);
        assert!(config.servers.len() >= 2, "{stage}");
        let checker = &config.checker;
        let caches = &checker.probe.caches;
        assert_eq!(checker.max_concurrent, checks, "{stage}");
        // A size is compared with all that is in use where it runs: on a developer's machine nothing would be checked.
        assert_eq!(config.gate.load.max_memory_usage_bytes, None, "{stage}");
        assert!(config.gate.load.max_memory_usage_ratio >= Some(0.8), "{stage}");
        for pool in [&checker.probe.mcp_pool, &checker.probe.rest_pool] {
            assert_eq!(pool.max_connections, connections, "{stage}");
        }
        for category in [caches.config, caches.auth_tokens, caches.results] {
            assert_eq!(category.max_size, entries, "{stage}");
        }
        // What is read is what the parts take.
        Checker::new(config.checker).unwrap();
        Gate::new(config.gate).unwrap();
        Monitor::new(config.monitor).unwrap();
    }
}

#[test]
fn the_example_for_production_shows_every_key_of_the_sections() {
    // Other names for a key that is shown.
    const OTHERS: [&str; 12] = [
        "max_memory_usage_mb",
        "max_cpu_usage_percent",
        "max_throttled_percent",
        "max_concurrent_checks",
        "max_queue_size",
        "keepalive_timeout",
        "max_cache_size",
        "resource_limits",
        "low",
        "duration_seconds",
        // In the place of `endpoint`.
        "metrics_endpoint",
        // In another form of `think`.
        "constant",
    ];
    let text = std::fs::read_to_string(repository("examples/config/production.yaml")).unwrap();
    let text: String =
        text.lines().map(|line| line.split('#').next().unwrap_or_default().to_owned() + "\n").collect();
    let others = ["document", "environments.NAME", "servers[]", "mcpServers.NAME"];
    let is_section = |name: &str| !others.contains(&name) && !name.starts_with("servers[].");
    for (section, keys) in keys::ALL.iter().filter(|(section, _)| is_section(section)) {
        for key in keys.iter().filter(|key| !OTHERS.contains(*key)) {
            let key = format!("{key}:");
            let is_key = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            assert!(text.match_indices(&key).any(|(at, _)| is_key(at)), "{key} of {section}");
        }
    }
}

#[test]
fn the_page_describes_every_key_and_no_other() {
    let page = std::fs::read_to_string(repository("docs/configuration.md")).unwrap();
    let mut sections: Vec<(&str, BTreeSet<&str>)> = Vec::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            sections.push((name, BTreeSet::new()));
        } else if let Some(row) = line.strip_prefix("| `") {
            // The first cell: one key, or several between commas.
            let cell = row.split(" |").next().unwrap();
            let keys = cell.trim_end_matches('`').split("`, `");
            sections.last_mut().unwrap().1.extend(keys);
        }
    }
    // A list of earlier keys, in words.
    sections.retain(|(name, _)| *name != "Earlier keys");
    let known: Vec<_> =
        keys::ALL.iter().map(|(name, keys)| (*name, keys.iter().copied().collect())).collect();
    assert_eq!(sections, known);
}

#[test]
fn an_error_is_of_the_kind_for_configurations() {
    let error = parse("a", Path::new("name of a text")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.to_string(), "name of a text:1:1: the document is text: expected a mapping");
}
