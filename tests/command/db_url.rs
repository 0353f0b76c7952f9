//! `plimsoll db --url`: what the command does for whoever reads the database, and says where nobody does.

use std::io::Write;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::{command, run, said, Said};

const URL: &str = "postgresql://app:s3cret@db.example/orders";

/// The command as the Python package starts it: the plan, and what it said of what was read.
fn told(arguments: &[&str], read: &str) -> (Value, Said) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let plan = std::env::temp_dir().join(format!("plimsoll-plan-{}-{number}", std::process::id()));
    std::fs::write(&plan, "").unwrap();
    let mut child = command(&[&["db", "--url", "postgresql://app@db.example/orders"], arguments].concat());
    child.env("PLIMSOLL_DB_PLAN", &plan);
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    // Whoever found a wrong command line reads nothing.
    let _ = child.stdin.take().unwrap().write_all(read.as_bytes());
    let said = said(child.wait_with_output().unwrap());
    let written = std::fs::read(&plan).unwrap();
    std::fs::remove_file(&plan).unwrap();
    (serde_json::from_slice(&written).unwrap_or(Value::Null), said)
}

fn readings() -> String {
    let line = |second: u32| {
        let commits = second * 50;
        format!(
            r#"{{"name": "orders", "time_seconds": {second}, "database": {{"system": "postgresql", "version": "17.2", "values": {{"max_connections": 100, "connections": 98, "commits": {commits}, "rollbacks": 0}}}}}}"#
        ) + "\n"
    };
    (0..=10).map(line).collect()
}

#[test]
fn alone_it_says_what_to_do_next_and_nothing_secret() {
    let said = run(&["db", "--url", URL]);
    assert_eq!((said.code, said.out.as_str()), (Some(3), ""));
    for words in ["pip install plimsoll-monitor", "`python -m plimsoll db --url URL`", "--stats FILE"] {
        assert!(said.err.contains(words), "{}", said.err);
    }
    // What has no name may be a URL, too.
    for arguments in [&["db", URL][..], &["db", "--url", URL, URL], &["db", "--stats", "x", URL]] {
        let wrong = run(arguments);
        assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""), "{}", wrong.err);
        assert!(!wrong.err.contains("s3cret") && wrong.err.contains("--url"), "{}", wrong.err);
    }
    assert!(!said.err.contains("s3cret"), "{}", said.err);
}

#[test]
fn whoever_reads_is_told_how_and_the_page_is_of_a_database() {
    let (plan, said) = told(&["--for", "1m", "--interval", "500ms"], &readings());
    assert_eq!(
        plan,
        serde_json::json!({"for_seconds": 60.0, "interval_seconds": 0.5, "timeout_seconds": 3.0})
    );
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""), "{}", said.out);
    for words in [
        "database orders  ",
        "PostgreSQL 17.2 · 11 readings",
        "98 of 100",
        "How large its pools should be\nNot known",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    assert!(!said.out.contains("How large it should be") && !said.out.contains("-0 "), "{}", said.out);
}

#[test]
fn its_document_names_what_was_read() {
    let (_, said) = told(&["--json", "--fail-on", "never"], &readings());
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &document["schema"]), (Some(0), &"plimsoll.db/1".into()));
    assert_eq!(document["file"], "postgresql://app@db.example/orders");
    let pool = &document["pools"][0];
    assert_eq!(pool["sizing"]["status"], "not_enough_data");
    assert!(!pool["bottlenecks"].as_array().unwrap().is_empty());
    assert!(!said.out.contains("-0.0"), "{}", said.out);
}

#[test]
fn how_to_read_is_only_for_a_database() {
    for (arguments, words) in [
        (&["db", "--stats", "x", "--for", "5s"][..], "cannot be used with"),
        (&["db", "--url", URL, "--for", "soon"], "5s, 200ms"),
        (&["db", "--url", URL, "--timeout", "5m"], "allowed are 100ms to 1m"),
        (&["db", "--url", URL, "--interval", "1ms"], "allowed are 100ms to 1m"),
    ] {
        let said = run(arguments);
        assert!(
            said.code == Some(2) && said.err.contains(words) && !said.err.contains("s3cret"),
            "{}",
            said.err
        );
    }
    let (plan, said) = told(&["--fail-on", "bad"], "");
    assert_eq!((plan, said.code), (Value::Null, Some(2)));
    let (_, said) = told(&[], "");
    assert!(said.code == Some(3) && said.err.contains("holds no observation"), "{}", said.err);
}
