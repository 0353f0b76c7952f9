use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use serde_json::Value;

use super::{command, run};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What was said besides the sources that this machine does not let us read.
fn complaints(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with("not read: ")).collect()
}

#[test]
fn json_is_one_object_a_line_as_many_as_asked_for_and_that_far_apart() {
    let said = run(&["sample", "--json", "--count", "4", "--interval", "50ms"]);
    assert_eq!((said.code, complaints(&said.err)), (Some(0), vec![]));
    let samples = lines(&said.out);
    assert_eq!(samples.len(), 4);
    for sample in &samples {
        assert_eq!(sample["schema"], "plimsoll.sample/1");
        assert!(sample["host_memory_total_bytes"].is_u64());
        assert!(sample.get("processes").is_none());
    }
    let times: Vec<f64> =
        samples.iter().map(|sample| sample["boot_time_seconds"].as_f64().unwrap()).collect();
    let spread = times[3] - times[0];
    // Never early; late only by what a busy machine does.
    assert!((0.149..5.0).contains(&spread), "{times:?}");
}

#[test]
fn groups_are_the_only_ones_read() {
    let said = run(&["sample", "--json", "--count", "1", "--groups", "load,memory"]);
    let sample = &lines(&said.out)[0];
    assert_eq!(sample["groups"], serde_json::json!(["load", "memory"]));
    assert!(sample["host_load1"].is_number() && sample.get("host_cpu_user_seconds").is_none());
}

#[test]
fn processes_are_ranked_by_cpu_and_memory() {
    let said = run(&["sample", "--json", "--count", "2", "--interval", "50ms", "--processes", "2"]);
    let samples = lines(&said.out);
    for by in ["by_cpu", "by_memory"] {
        let top = samples[1]["processes"][by].as_array().unwrap();
        assert!((1..=2).contains(&top.len()), "{top:?}");
        assert!(top[0]["pid"].is_u64() && top[0]["name"].is_string() && top[0]["cpu_usage_cpus"].is_number());
    }
    let first = &samples[0]["processes"]["by_memory"][0];
    assert!(first.get("cpu_usage_cpus").is_none(), "no rate before a second look: {first}");
    let memory = samples[1]["processes"]["by_memory"].as_array().unwrap();
    assert!(memory
        .windows(2)
        .all(|pair| pair[0]["resident_bytes"].as_u64() >= pair[1]["resident_bytes"].as_u64()));
}

#[test]
fn people_get_one_listing_with_units_and_rates_from_the_second_on() {
    let said = run(&["sample", "--groups", "cpu,memory,cgroup_cpu"]);
    assert_eq!(said.code, Some(0));
    assert_eq!(said.out.matches("host_memory_total_bytes").count(), 1, "one reading: {}", said.out);
    assert!(said.out.contains("iB\n") && said.out.contains("\nmemory\n"), "{}", said.out);
    assert!(!said.out.contains("/s\n"), "no rate yet: {}", said.out);
    let said = run(&["sample", "--groups", "cpu", "--count", "2", "--interval", "50ms"]);
    assert!(said.out.contains(" s/s\n"), "{}", said.out);
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let mut child = command(&["sample", "--json", "--interval", "10ms"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("{\"schema\""), "the first line comes at once: {line}");
    drop(out);
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!((child.wait().unwrap().code(), complaints(&complaint)), (Some(0), vec![]));
}

#[test]
fn another_process_can_be_looked_at() {
    let pid = std::process::id().to_string();
    let said = run(&["sample", "--json", "--count", "1", "--pid", &pid, "--groups", "process"]);
    let sample = &lines(&said.out)[0];
    assert!(sample["process_resident_bytes"].as_u64().unwrap() > 0);
    assert_eq!(sample["own_descriptors"], 0, "another's descriptors hold none of ours");
}

#[test]
fn what_cannot_be_read_is_said_once_and_nothing_read_is_exit_code_3() {
    for json in [&["--json"][..], &[]] {
        let nowhere = ["sample", "--count", "2", "--interval", "10ms", "--filesystem", "/nowhere/at/all"];
        let groups = |names| [&nowhere[..], &["--groups", names], json].concat();
        let said = run(&groups("filesystem"));
        assert_eq!(said.code, Some(3), "{}", said.err);
        assert_eq!(said.err.matches("not read: /nowhere/at/all").count(), 1, "{}", said.err);
        assert!(said.err.contains("not one value could be read: check --groups"), "{}", said.err);
        let said = run(&groups("filesystem,load"));
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert_eq!(said.err.matches("not read:").count(), 1, "{}", said.err);
    }
}

#[test]
fn cgroups_are_named_only_where_they_were_asked_for() {
    let said = run(&["sample", "--groups", "load"]);
    assert!(said.out.starts_with("read in "), "{}", said.out);
    let said = run(&["sample", "--groups", "load,cgroup_cpu"]);
    assert!(said.out.starts_with("cgroups "), "{}", said.out);
}
