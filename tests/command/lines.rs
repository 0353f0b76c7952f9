//! `watch --events` and `watch --json`: lines for programs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::tree::{Directory, Tree};
use super::{command, run};

/// However busy the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

fn watch(tree: &Tree, arguments: &[&str]) -> Vec<Value> {
    let options = tree.options();
    let mut all = vec!["watch", "--interval", "100ms"];
    all.extend(options.iter().map(String::as_str));
    all.extend(arguments);
    let said = run(&all);
    assert_eq!(said.code, Some(0), "{}", said.err);
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ended(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn events_are_told_as_they_happen_and_thresholds_decide_which() {
    let tree = Tree::host(30);
    let events = watch(&tree, &["--events", "--for", "4s"]);
    assert_eq!(events[0]["event"], "baseline");
    let raised = events.iter().find(|event| event["event"] == "bottleneck_raised").unwrap();
    assert_eq!((&raised["rule"], &raised["severity"]), (&"memory.host".into(), &"critical".into()));
    let events = watch(&tree, &["--events", "--for", "2s", "--threshold", "memory.host=off"]);
    assert!(events.iter().all(|event| event["event"] != "bottleneck_raised"), "{events:?}");
}

#[test]
fn verdicts_have_the_documents_keys() {
    let verdicts = watch(&Tree::host(900), &["--json", "--for", "300ms"]);
    assert!(verdicts.len() >= 2, "{verdicts:?}");
    for verdict in &verdicts {
        assert_eq!(verdict["schema"], "plimsoll.diagnosis/1");
        for key in ["level", "load_line", "bottlenecks", "recommendations", "allocation", "trends"] {
            assert!(verdict.get(key).is_some(), "{key}: {verdict}");
        }
    }
}

#[test]
fn a_reader_that_leaves_ends_it_at_once_though_nothing_happens() {
    // Readings far apart: it must notice while it waits, and not when it next writes.
    for (what, interval) in [("--events", "1m"), ("--json", "1m"), ("--json", "100ms")] {
        let mut child = command(&["watch", what, "--interval", interval])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        drop(out);
        assert_eq!(ended(&mut child), Some(0), "{what} {interval}");
        let mut complaint = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        assert_eq!(complaint, "");
    }
}

#[test]
fn a_signal_ends_it_and_what_was_learnt_is_saved() {
    let directory = Directory::new("lines");
    let file = directory.file("state");
    let mut child = command(&["watch", "--json", "--interval", "1m", "--state", &file])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(!std::path::Path::new(&file).exists(), "not while it watches for less than a minute");
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(ended(&mut child), Some(0));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("{\"schema\":\"plimsoll.state/1\""));
    assert_eq!(directory.names(), ["state"]);
}
