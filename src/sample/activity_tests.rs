use std::fs::File;
use std::process::{Child, Command};
use std::time::Duration;

use super::*;
use crate::{Groups, Sampler};

/// Of the group of processes that tests are in, all that can be seen.
fn sampler() -> Sampler {
    Sampler::builder().groups(Groups::LOAD).build().unwrap()
}

fn of(pid: u32, what: Activity) -> ProcessActivity {
    let mut found = Vec::new();
    assert_eq!(sampler().activity(what, &mut found).unwrap(), 0);
    *found.iter().find(|process| process.pid == pid).expect("a process that is there")
}

fn sleeper() -> Child {
    Command::new("sleep").arg("60").spawn().unwrap()
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_is_not_asked_for_is_missing_and_the_rest_is_there() {
    let mut child = sleeper();
    for what in [Activity::empty(), Activity::MEMORY, Activity::IO, Activity::DESCRIPTORS, Activity::all()] {
        let found = of(child.id(), what);
        assert_eq!(found.anonymous_bytes.is_some(), what.contains(Activity::MEMORY));
        assert_eq!(found.read_bytes.is_some(), what.contains(Activity::IO));
        assert_eq!(found.written_bytes.is_some(), what.contains(Activity::IO));
        assert_eq!(found.descriptors.is_some(), what.contains(Activity::DESCRIPTORS));
        assert_eq!(found.descriptors_limit.is_some(), what.contains(Activity::DESCRIPTORS));
        assert_eq!((found.threads, found.ppid), (1, std::process::id()));
        assert!(found.start_time_seconds > 0.0);
    }
    let found = of(child.id(), Activity::all());
    assert_eq!(found.name(), "sleep");
    assert!((3..20).contains(&found.descriptors.unwrap()), "{found:?}");
    assert!(found.anonymous_bytes.unwrap() < 16 << 20, "{found:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = Vec::new();
    sampler().activity(Activity::empty(), &mut rest).unwrap();
    assert!(rest.iter().all(|process| process.pid != child.id()), "one that ended is not listed");
    assert!(rest.is_sorted_by_key(|process| process.pid));
}

#[test]
fn what_it_holds_and_did_is_counted() {
    const HELD: usize = 24 << 20;
    let own = std::process::id();
    let before = of(own, Activity::all());
    let held = vec![1u8; HELD];
    let files: Vec<_> = (0..50).map(|_| File::open("/dev/null").unwrap()).collect();
    let after = of(own, Activity::all());
    // Other tests of this process hold and open things too.
    let grown = after.anonymous_bytes.unwrap().saturating_sub(before.anonymous_bytes.unwrap());
    assert!(grown > HELD as u64 / 2, "{grown} bytes for {HELD}");
    assert!(after.descriptors.unwrap() > before.descriptors.unwrap(), "{before:?} {after:?}");
    drop((held, files));
}

#[test]
fn descriptors_are_the_same_by_size_and_by_list() {
    let child = sleeper();
    let proc_root = std::path::Path::new("/proc");
    let proc_directory = Kept::open_directory(proc_root).unwrap();
    let mut reader = Reader {
        proc_root,
        proc_directory: &proc_directory,
        what: Activity::DESCRIPTORS,
        size_counts: false,
        ticks_per_second: 100.0,
    };
    let listed = reader.descriptors(child.id(), &mut [0; 1024]);
    assert!(listed.unwrap() >= 3, "{listed:?}");
    if size_counts(&proc_directory) {
        reader.size_counts = true;
        // Between fork and exec of a neighbour's child there can be more.
        assert_eq!(reader.descriptors(child.id(), &mut [0; 1024]), listed);
    }
    end(child);
}

#[test]
fn time_of_ended_children_is_the_parents() {
    let mut shell = Command::new("sh")
        .args(["-c", "i=0; while [ $i -lt 20 ]; do sh -c 'j=0; while [ $j -lt 5000 ]; do j=$((j+1)); done'; i=$((i+1)); done; read x"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut found = of(shell.id(), Activity::empty());
    for _ in 0..200 {
        if found.children_cpu_seconds > 0.02 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
        found = of(shell.id(), Activity::empty());
    }
    assert!(found.children_cpu_seconds > 0.02, "{found:?}");
    shell.kill().unwrap();
    shell.wait().unwrap();
}

#[test]
fn captured_processes_have_what_their_files_say() {
    let tree = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels/v2-psi");
    let mut sampler =
        Sampler::builder().proc_root(tree.join("proc")).sys_root(tree.join("sys")).build().unwrap();
    let mut found = Vec::new();
    sampler.activity(Activity::all(), &mut found).unwrap();
    assert!(!found.is_empty());
    let text = |pid: u32, name: &str| {
        std::fs::read_to_string(tree.join(format!("proc/{pid}/{name}"))).unwrap_or_default()
    };
    for process in &found {
        let status = text(process.pid, "status");
        let anon = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        if let Some(anon) = anon {
            let anon: u64 = anon.trim().trim_end_matches(" kB").parse().unwrap();
            // Counted for each processor, and summed now and then (mm/memory.c).
            let ours = process.anonymous_bytes.unwrap() / 1024;
            assert!(ours.abs_diff(anon) <= 512, "{process:?}: {anon} KiB");
        }
        let io = text(process.pid, "io");
        let written = io.lines().find_map(|line| line.strip_prefix("write_bytes: "));
        assert_eq!(process.written_bytes, written.and_then(|written| written.parse().ok()), "{process:?}");
    }
}
