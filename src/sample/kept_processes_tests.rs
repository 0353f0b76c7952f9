use std::process::{Child, Command};

use super::*;
use crate::Sampler;

fn sleeper() -> Child {
    Command::new("sleep").arg("60").spawn().unwrap()
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Lists these processes, as the sampler does.
fn listing(kept: &mut KeptProcesses, pids: &[u32]) -> Vec<Process> {
    let mut processes: Vec<_> = pids.iter().map(|pid| Process { pid: *pid, ..Process::default() }).collect();
    processes.sort_unstable_by_key(|process| process.pid);
    let proc_directory = Kept::open_directory(Path::new("/proc")).unwrap();
    kept.fill(&mut processes, Path::new("/proc"), &proc_directory, &mut vec![0; 64]);
    processes
}

#[test]
fn kept_or_not_the_list_is_the_same_and_the_ended_are_gone() {
    let (a, b) = (sleeper(), sleeper());
    let pids = [a.id(), b.id(), std::process::id()];
    for most in [0, 1, 10] {
        let mut kept = KeptProcesses::new(most);
        for _ in 0..3 {
            let listed = listing(&mut kept, &pids);
            assert_eq!(listed.len(), 3);
            assert!(listed.iter().filter(|process| process.name() == "sleep").count() >= 1);
            assert_eq!(kept.descriptors(), most.min(3) as u64);
        }
    }
    let mut kept = KeptProcesses::new(10);
    listing(&mut kept, &pids);
    end(a);
    let listed = listing(&mut kept, &pids);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(kept.descriptors(), 2);
    listing(&mut kept, &[std::process::id()]);
    assert_eq!(kept.descriptors(), 1, "what is not listed any more is not kept");
    end(b);
    kept.clear();
    assert_eq!(kept.descriptors(), 0);
}

#[test]
fn a_kept_descriptor_of_an_ended_process_does_not_stand_for_its_successor() {
    let child = sleeper();
    let pid = child.id();
    let mut kept = KeptProcesses::new(10);
    assert_eq!(listing(&mut kept, &[pid]).len(), 1);
    end(child);
    // Plays a successor with the same pid: what is kept speaks of a process that has ended.
    kept.kept[0].0 = std::process::id();
    let listed = listing(&mut kept, &[std::process::id()]);
    assert_eq!(listed.len(), 1);
    assert_ne!(listed[0].name(), "sleep");
}

#[test]
fn the_sampler_keeps_no_more_than_it_may_and_counts_them_as_its_own() {
    let mut sampler = Sampler::builder().kept_processes(1).build().unwrap();
    let mut sample = crate::Sample::default();
    sampler.read(&mut sample).unwrap();
    let before = sample.own_descriptors();
    let mut processes = Vec::new();
    sampler.processes(&mut processes).unwrap();
    sampler.read(&mut sample).unwrap();
    assert_eq!(sample.own_descriptors(), before + 1);
    let refused = Sampler::builder().kept_processes(65_537).build().unwrap_err().to_string();
    assert!(refused.contains("kept_processes") && refused.contains("65537"), "{refused}");
}
