//! The C example, whose values must be those that Rust and the command see.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use plimsoll::fields::{Field, Kind, Scope, FIELDS};
use plimsoll::{Sample, Sampler};

use super::toolbox::{compile, finish, root, run, scratch, source};

/// Values by field name; no limit is infinity.
type Values = BTreeMap<String, f64>;

fn number(text: &str) -> f64 {
    if text == "max" {
        f64::INFINITY
    } else {
        text.parse().unwrap()
    }
}

fn by_the_example() -> Values {
    let binary = compile(&root().join("examples/c/sample.c"), "example-sample", &[]);
    run(Command::new(binary).args(["--all", "1"]))
        .lines()
        .map(|line| {
            let (name, value) = line.split_once('=').unwrap();
            (name.to_owned(), number(value))
        })
        .collect()
}

fn by_rust() -> Values {
    let mut sample = Sample::default();
    Sampler::builder().build().unwrap().read(&mut sample).unwrap();
    sample.values().map(|(field, value)| (field.name.to_owned(), value.as_f64())).collect()
}

fn by_the_command() -> Values {
    let target = scratch().parent().unwrap();
    run(Command::new(env!("CARGO"))
        .current_dir(root())
        // With all that `make test-rust` has: a library with less would take the place of the one that its doctests use.
        .args(["build", "--quiet", "--bin", "plimsoll", "--features", "cli,capi,r2d2", "--target-dir"])
        .arg(target));
    let said = run(Command::new(target.join("debug/plimsoll")).args(["sample", "--json", "--count", "1"]));
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(said.trim()).unwrap();
    let value = |field: &Field| {
        let value = object.get(field.name)?;
        Some((field.name.to_owned(), value.as_str().map_or_else(|| value.as_f64().unwrap(), number)))
    };
    FIELDS.iter().filter_map(value).collect()
}

/// Whether nothing that goes on in a machine changes a value from one moment to the next.
fn is_steady(name: &str) -> bool {
    ["_limit", "_limit_bytes", "_total_bytes", "_quota_cpus", "_effective_cpus", "_cpuset_cpus", "_depth"]
        .iter()
        .any(|end| name.ends_with(end))
        || ["host_cpus_online", "host_disks", "network_interfaces"].contains(&name)
}

/// Whether a value of two processes on one machine only grows. Idle time is known to step back.
fn only_grows(field: &Field) -> bool {
    field.kind == Kind::Counter
        && field.scope != Scope::Process
        && !["host_cpu_idle_seconds", "host_cpu_iowait_seconds"].contains(&field.name)
}

fn check_alike(earlier: &Values, later: &Values) {
    // Of a process of one thread only: this test has more.
    let names = |values: &Values| -> Vec<String> {
        values.keys().filter(|name| *name != "process_run_delay_seconds").cloned().collect()
    };
    assert_eq!(names(earlier), names(later));
    let mut steady = 0;
    for field in
        FIELDS.iter().filter(|field| earlier.contains_key(field.name) && later.contains_key(field.name))
    {
        let (a, b) = (earlier[field.name], later[field.name]);
        if is_steady(field.name) {
            assert_eq!(a, b, "{}", field.name);
            steady += 1;
        } else if only_grows(field) {
            assert!(a <= b, "{}: {a}, later {b}", field.name);
        }
    }
    assert!(steady >= 5, "{steady} steady values say little");
}

#[test]
fn the_example_sees_what_rust_sees() {
    let example = by_the_example();
    check_alike(&example, &by_rust());
}

#[test]
fn the_example_sees_what_the_command_prints() {
    if !root().join("src/bin/plimsoll/sample.rs").exists() {
        eprintln!("no command yet");
        return;
    }
    let example = by_the_example();
    check_alike(&example, &by_the_command());
}

#[test]
fn the_example_prints_a_few_lines_a_second() {
    let binary = compile(&root().join("examples/c/sample.c"), "example-few", &[]);
    let said = run(Command::new(&binary).arg("2"));
    let names: Vec<_> = said.lines().map(|line| line.split_once('=').unwrap().0).collect();
    assert_eq!(names.len() % 2, 0, "{said}");
    assert_eq!(names[..names.len() / 2], names[names.len() / 2..]);
    assert!(names.contains(&"process_resident_bytes"));
}

#[test]
fn the_worker_does_all_its_jobs() {
    let binary = compile(&root().join("examples/c/worker.c"), "example-worker", &[]);
    assert_eq!(run(Command::new(binary).arg("3")), "jobs=3\n");
}

/// Answers every request on a connection of its own with this status.
fn serve(status: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    port
}

#[test]
fn the_checker_tells_well_from_ill() {
    let binary = compile(&root().join("examples/c/checker.c"), "example-checker", &[]);
    let servers = format!(
        "servers:\n\
         \x20 - {{name: well, rest: {{url: 'http://127.0.0.1:{}/'}}}}\n\
         \x20 - {{name: ill, rest: {{url: 'http://127.0.0.1:{}/'}}}}\n\
         \x20 - {{name: off, enabled: false, rest: {{url: 'http://127.0.0.1:1/'}}}}\n",
        serve(200),
        serve(500)
    );
    let output = finish(Command::new(&binary).arg(source("example-checker.yaml", &servers)));
    let said = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<Vec<&str>> =
        said.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    lines.sort_unstable();
    let wanted =
        [["healthy", "ok", "standard"], ["healthy", "ok", "well"], ["unhealthy", "http_status", "ill"]];
    assert_eq!(lines, wanted, "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_prober_tells_well_from_ill() {
    let binary = compile(&root().join("examples/c/probe.c"), "example-probe", &[]);
    let servers = format!(
        "servers:\n\
         \x20 - {{name: well, rest: {{url: 'http://127.0.0.1:{}/'}}}}\n\
         \x20 - {{name: ill, rest: {{url: 'http://127.0.0.1:{}/'}}}}\n\
         \x20 - {{name: off, enabled: false, rest: {{url: 'http://127.0.0.1:1/'}}}}\n",
        serve(200),
        serve(500)
    );
    let output = finish(Command::new(&binary).arg(source("example-servers.yaml", &servers)));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Vec<&str>> = said.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    assert_eq!(lines, [["healthy", "ok", "well"], ["unhealthy", "http_status", "ill"]], "{said}");
    assert_eq!(output.status.code(), Some(1));

    let output = finish(Command::new(&binary).arg(scratch().join("no-servers.yaml")));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-servers.yaml"));
}

#[test]
fn the_pool_that_is_too_small_is_told() {
    let binary = compile(&root().join("examples/c/dbpool.c"), "example-dbpool", &[]);
    let record = |at: u32, in_use: u32, waiting: u32| {
        format!(
            "{{\"name\": \"orders\", \"time_seconds\": {at}, \"pool\": {{\"size\": 4, \"max_overflow\": 0, \"in_use\": {in_use}, \
             \"waiting\": {waiting}, \"requests\": {}, \"queued\": {}, \"wait_seconds\": {}, \"use_seconds\": {}, \
             \"timeouts\": 0}}}}\n",
            at * 100,
            at * waiting * 10,
            at * waiting * 20,
            at * in_use
        )
    };
    for (name, in_use, waiting, code) in [("busy", 4, 9, 1), ("idle", 1, 0, 0)] {
        let records: String = (1..=120).map(|at| record(at, in_use, waiting)).collect();
        let output = finish(Command::new(&binary).arg(source(&format!("dbpool-{name}.jsonl"), &records)));
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}: {said}");
        assert!(said.contains("size: "), "{said}");
        assert_eq!(said.contains("database_pool:recorded"), code == 1, "{said}");
    }
    let output = finish(Command::new(&binary).arg(source("dbpool-wrong.jsonl", "{}\n")));
    assert_eq!(output.status.code(), Some(2));
}
