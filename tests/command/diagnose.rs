use serde_json::Value;

use super::tree::Tree;
use super::{command, run, said, Said};

fn diagnose(tree: &Tree, arguments: &[&str]) -> Said {
    let options = tree.options();
    let mut all = vec!["diagnose", "--for", "100ms"];
    all.extend(options.iter().map(String::as_str));
    all.extend(arguments);
    run(&all)
}

#[test]
fn this_container_gets_a_verdict_with_the_documents_keys() {
    let said = run(&["diagnose", "--for", "200ms", "--json", "--fail-on", "never"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    assert!(said.out.starts_with("{\n  \"schema\": \"plimsoll.diagnosis/1\","), "{}", said.out);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert!(["optimal", "good", "degraded", "poor"].contains(&json["level"].as_str().unwrap()));
    assert!(json["load_line"]["reading"].is_number() && json["load_line"]["resource"].is_string());
    assert!(json["bottlenecks"].is_array() && json["recommendations"].is_array());
    assert_eq!(json["allocation"]["status"], "not_enough_data");
    assert!(json["observed"]["window_seconds"].as_f64().unwrap() >= 0.2);
    assert!(json["observed"]["samples"].as_u64().unwrap() >= 3);
    assert_eq!(json["target"]["kind"], "own");
    let resources: Vec<_> =
        json["resources"].as_array().unwrap().iter().map(|row| row["resource"].as_str().unwrap()).collect();
    assert!(resources.contains(&"cpu") && resources.contains(&"memory"), "{resources:?}");
    assert!(["accept", "slow", "refuse"].contains(&json["load_line"]["advice"].as_str().unwrap()));
    assert!(json["workload_pattern"]["needed_seconds"].is_number());
    assert!(json["efficiency"]["parts"].is_array());
    for key in ["trends", "anomalies", "forecasts"] {
        assert!(json[key].is_array(), "{key}: {json}");
    }
    assert!(json.get("history").is_none());
}

#[test]
fn a_healthy_container_gets_one_screen_and_all_of_it_where_asked_for() {
    let tree = Tree::host(900);
    let short = diagnose(&tree, &[]);
    assert!(short.out.starts_with("OPTIMAL  Nothing limits the container.\nload line  "), "{}", short.out);
    assert!(short.out.contains(": accept work\n"), "{}", short.out);
    // What this made-up container does not have is no part of it.
    let page = short.out.split("Not read").next().unwrap();
    assert!(page.lines().count() <= 16, "{page}");
    assert!(page.contains("Not yet known: "), "{page}");
    let all = diagnose(&tree, &["--all"]);
    assert!(all.out.contains("Not yet     right-sizing: watched for "), "{}", all.out);
    assert!(all.out.lines().count() > short.out.lines().count(), "{}", all.out);
}

#[test]
fn thresholds_of_ones_own_decide() {
    // 88 % are used, which is high from 85 % on.
    let tree = Tree::host(120);
    assert_eq!(diagnose(&tree, &[]).code, Some(1));
    for other in ["memory.host.high=90%", "memory.host.high=0.9/0.8", "memory.host=off"] {
        let said = diagnose(&tree, &["--threshold", other]);
        assert_eq!(said.code, Some(0), "{other}: {}", said.out);
    }
    let two = ["--threshold", "memory.host.high=60%", "--threshold", "memory.host.critical=70%"];
    let said = diagnose(&tree, &[&two[..], &["--json"]].concat());
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["bottlenecks"][0]["severity"], "critical");
    assert_eq!(json["bottlenecks"][0]["threshold"]["value"], 0.7);
}

#[test]
fn it_is_never_wider_than_its_terminal() {
    let tree = Tree::host(30);
    for columns in [60, 72, 100, 140] {
        let plimsoll = env!("CARGO_BIN_EXE_plimsoll");
        let line = format!(
            "stty rows 24 cols {columns}; {plimsoll} diagnose --for 100ms --all {}",
            tree.options().join(" ")
        );
        let mut script = std::process::Command::new("script");
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
        let said = said(script.env("SHELL", "/bin/sh").env("NO_COLOR", "1").output().unwrap());
        assert_eq!(said.code, Some(1), "{}", said.out);
        // What is to be copied is never broken.
        let whole =
            |line: &str| ["/", "echo ", "docker ", "     command "].iter().any(|sign| line.contains(sign));
        let lines = said.out.lines().filter(|line| !whole(line));
        let widest = lines.map(|line| line.trim_end().chars().count()).max().unwrap();
        assert!((50..=columns.min(100)).contains(&widest), "{widest} of {columns}: {}", said.out);
    }
}

#[test]
fn a_finding_at_or_above_fail_on_is_exit_code_1() {
    let full = Tree::host(30);
    let said = diagnose(&full, &["--json"]);
    assert_eq!(said.code, Some(1), "{}", said.out);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["level"], "poor");
    let finding = &json["bottlenecks"][0];
    assert_eq!((&finding["component"], &finding["severity"]), (&"memory".into(), &"critical".into()));
    assert_eq!(finding["current"]["scope"], "host");
    assert_eq!(json["recommendations"][0]["component"], "memory");
    assert!(json["problems"]
        .as_array()
        .unwrap()
        .iter()
        .any(|unread| unread["path"].as_str().unwrap().ends_with("stat")));
    assert_eq!(diagnose(&full, &["--fail-on", "critical"]).code, Some(1));
    assert_eq!(diagnose(&full, &["--fail-on", "never"]).code, Some(0));
    let high = Tree::host(120);
    assert_eq!(diagnose(&high, &[]).code, Some(1));
    assert_eq!(diagnose(&high, &["--fail-on", "critical"]).code, Some(0));
    assert_eq!(diagnose(&Tree::host(900), &["--fail-on", "low"]).code, Some(0));
}

#[test]
fn what_cannot_be_measured_is_exit_code_3_and_no_level() {
    let empty = Tree::empty();
    let said = diagnose(&empty, &["--json"]);
    assert_eq!(said.code, Some(3), "{}", said.out);
    assert!(said.err.contains("could not measure"), "{}", said.err);
    assert!(serde_json::from_str::<Value>(&said.out).unwrap()["level"].is_null());
    let said = diagnose(&empty, &[]);
    assert!(
        said.out.starts_with("UNKNOWN  Neither CPU time nor memory of the container could be measured."),
        "{}",
        said.out
    );
    assert!(said.out.contains("Not read"), "{}", said.out);
    let host = Tree::empty();
    host.write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 900 kB\nMemAvailable: 900 kB\n");
    host.write("proc/stat", "garbage\n");
    host.write("proc/self/mountinfo", "");
    let said = diagnose(&host, &["--json"]);
    assert_eq!(said.code, Some(3), "{}", said.out);
    assert!(serde_json::from_str::<Value>(&said.out).unwrap()["level"].is_null());
    // Above every pid the kernel gives out.
    let said = run(&["diagnose", "--for", "100ms", "--pid", "4294967295"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.err.contains("4294967295"), "{}", said.err);
}

#[test]
fn kills_before_the_window_are_told_and_are_no_finding() {
    let tree = Tree::host(900);
    tree.write("sys/fs/cgroup/a/memory.events", "low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\n");
    let said = diagnose(&tree, &["--fail-on", "low"]);
    assert_eq!(said.code, Some(0), "{}", said.out);
    assert!(said.out.contains("1 process OOM-killed since the cgroup began"), "{}", said.out);
    let json: Value = serde_json::from_str(&diagnose(&tree, &["--json"]).out).unwrap();
    let facts = json["memory"].as_array().unwrap();
    let kills = facts.iter().find(|fact| fact["name"] == "cgroup_memory_oom_kills").unwrap();
    assert_eq!((&kills["value"], &kills["unit"]), (&1.0.into(), &"count".into()));
}

#[test]
fn the_page_reads_well_in_80_columns_without_colour() {
    let said = diagnose(&Tree::host(30), &[]);
    assert!(said.out.starts_with("POOR  The host's memory is 97 % used."), "{}", said.out);
    for part in [
        "load line",
        "RESOURCE",
        "What limits it",
        "critical memory:",
        "     sure  ",
        "     raised  ",
        "     evidence  ",
        ", above 95 %, cleared at 90 % (",
        "What to do",
        "  1. ",
    ] {
        assert!(said.out.contains(part), "{part} is not in:\n{}", said.out);
    }
    for line in said.out.lines() {
        assert!(!line.contains('\x1b'), "{line:?}");
        // Paths of files that could not be read are not broken.
        assert!(line.chars().count() <= 80 || line.contains("/proc/"), "{line}");
        assert_eq!(line, line.trim_end(), "{line:?}");
    }
}

#[test]
fn colour_comes_when_forced_and_goes_with_no_color() {
    let tree = Tree::host(30);
    let options = tree.options();
    let mut arguments = vec!["diagnose", "--for", "100ms"];
    arguments.extend(options.iter().map(String::as_str));
    let forced = said(command(&arguments).env("CLICOLOR_FORCE", "1").output().unwrap());
    assert!(forced.out.contains("\x1b[1m\x1b[31mPOOR"), "{:?}", forced.out);
    let plain = said(command(&arguments).env("NO_COLOR", "1").output().unwrap());
    assert!(!plain.out.contains('\x1b'), "{:?}", plain.out);
}
