//! A real container that is throttled, where cgroups can be made.

use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::cgroups::Cgroups;
use super::run;

/// A shell that computes without end; ended when dropped.
struct Busy(Child);

impl Busy {
    fn inside(cgroups: &Cgroups) -> Self {
        let enter = ["cpu", "cpuacct", "memory", "pids", "blkio"].map(|controller| {
            format!("echo $$ > {}/cgroup.procs; ", cgroups.directory(controller, 0).display())
        });
        let line = format!("{}while :; do :; done", enter.concat());
        Busy(Command::new("sh").args(["-c", &line]).stdin(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_throttled_container_is_told_what_who_and_what_to_do() {
    let Some(cgroups) = Cgroups::nested("command", 1) else { return };
    cgroups.write(0, "cpu.cfs_quota_us", "5000");
    cgroups.write(0, "memory.limit_in_bytes", "67108864");
    let busy = Busy::inside(&cgroups);
    let pid = busy.0.id().to_string();

    let said = run(&["diagnose", "--for", "4s", "--pid", &pid, "--json"]);
    assert_eq!(said.code, Some(1), "{}", said.out);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    let finding = &json["bottlenecks"][0];
    assert_eq!(finding["rule"], "cpu.throttling", "{finding}");
    assert_eq!(finding["culprits"][0]["name"], "sh");
    assert_eq!(json["load_line"]["advice"], "refuse");
    assert!(!json["recommendations"].as_array().unwrap().is_empty());

    let said = run(&["diagnose", "--for", "4s", "--pid", &pid]);
    assert_eq!(said.code, Some(1), "{}", said.out);
    for words in [
        "CPU, over the mark: refuse work",
        "The CPU quota of 0.05 CPUs throttles the container",
        "time stopped by the quota",
        "own quota",
        &format!("sh ({pid}) 0.0"),
        "What to do\n  1. ",
        "Kubernetes ",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    // What is to be copied names files that are there.
    for line in said.out.lines().filter(|line| line.contains("cgroup     echo ")) {
        let file = line.rsplit("> ").next().unwrap();
        assert!(std::path::Path::new(file).is_file(), "{line}");
    }
    drop(busy);
}
