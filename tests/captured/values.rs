use std::fs;

use plimsoll::fields::{Source, Value, FIELDS};
use plimsoll::{Controller, ErrorKind, Groups, Limit, Sampler, Target};

use super::damage::Copy;
use super::expected::{Tree, TREES};
use super::{kernels, read, sampler};

#[test]
fn every_tree_is_expected() {
    let mut there: Vec<_> = std::fs::read_dir(kernels())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    there.sort();
    let mut wanted: Vec<_> = TREES.iter().map(|tree| tree.name).collect();
    wanted.sort_unstable();
    assert_eq!(there, wanted, "a new tree wants its values in expected.rs");
}

#[test]
fn values_are_what_the_files_say() {
    let mut wrong = Vec::new();
    for tree in TREES {
        let mut sampler = sampler(&kernels().join(tree.name));
        let sample = read(&mut sampler);
        for (name, wanted) in tree.values() {
            assert!(FIELDS.iter().any(|field| field.name == name), "no field is called {name}");
            let found = sample.get(name);
            if !is(found, wanted) {
                wrong.push(format!("{}: {name} is {found:?}, not {wanted}", tree.name));
            }
        }
        if sample.cgroup_layout().name() != tree.layout {
            wrong.push(format!("{}: layout {:?}", tree.name, sample.cgroup_layout()));
        }
        let path = sampler.cgroup_path(Controller::Memory, 0).map(|path| path.display().to_string());
        if path.as_deref() != Some(tree.memory_path) {
            wrong.push(format!("{}: memory cgroup {path:?}", tree.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn is(found: Option<Value>, wanted: &str) -> bool {
    match (found, wanted) {
        (None, "-") => true,
        (Some(Value::F64(found)), wanted) => {
            wanted.parse::<f64>().is_ok_and(|wanted| (found - wanted).abs() <= 1e-9 * wanted.abs())
        }
        (Some(found), wanted) => found.to_string() == wanted,
        (None, _) => false,
    }
}

#[test]
fn what_cannot_be_read_is_said_once_and_nothing_else() {
    for tree in TREES {
        let mut sampler = sampler(&kernels().join(tree.name));
        for _ in 0..10 {
            read(&mut sampler);
        }
        let mut said: Vec<_> = sampler
            .problems()
            .iter()
            .map(|problem| problem.path.strip_prefix(kernels().join(tree.name)).unwrap().to_str().unwrap())
            .collect();
        said.sort_unstable();
        assert_eq!(said, tree.problems, "{}: {:?}", tree.name, sampler.problems());
    }
}

/// Version 1 counts nothing before the first throttle limit of a disk was set: what looks like none may be any.
#[test]
fn io_that_nobody_counts_is_missing() {
    let copy = Copy::of("v1-hybrid", "uncounted");
    let reads = || read(&mut sampler(&copy.root)).cgroup_io_reads();
    assert_eq!(reads(), None);
    // Where it is counted further up, there was none.
    let top = copy.root.join("sys/fs/cgroup/blkio/blkio.throttle.io_service_bytes");
    fs::write(top, "254:0 Read 4096\n254:0 Total 4096\nTotal 4096\n").unwrap();
    assert_eq!(reads(), Some(0));
}

#[test]
fn pressure_is_there_or_said_not_to_be() {
    let mut sampler = sampler(&kernels().join("v2-nopsi-uml"));
    let sample = read(&mut sampler);
    assert!(!sample.values().any(|(field, _)| field.name.contains("pressure")));
    assert!(!sampler.available().intersects(Groups::PRESSURE | Groups::CGROUP_PRESSURE));
    let about: Vec<_> = sampler.problems().iter().filter(|one| one.group == Groups::PRESSURE).collect();
    assert_eq!(about.len(), 3);
    assert!(about.iter().all(|problem| problem.reason.contains("psi=1")), "{about:?}");
}

#[test]
fn what_lxcfs_rendered_is_labelled_and_nothing_else() {
    for Tree { name, lxcfs, .. } in TREES {
        let sample = read(&mut sampler(&kernels().join(name)));
        for field in FIELDS {
            let wanted = if lxcfs.contains(field.group) { Source::Lxcfs } else { Source::Kernel };
            assert_eq!(sample.source(field), wanted, "{name}: {}", field.name);
        }
    }
}

#[test]
fn two_hundred_and_fifty_six_cores_add_up() {
    let mut sampler = sampler(&kernels().join("cores-256"));
    let sample = read(&mut sampler);
    let mut cores = Vec::new();
    sampler.cores(&mut cores).unwrap();
    assert_eq!(cores.len(), 256);
    assert!(cores.iter().enumerate().all(|(index, core)| core.number as usize == index));
    let sum: f64 = cores.iter().map(|core| core.user_seconds).sum();
    let total = sample.host_cpu_user_seconds().unwrap();
    assert!((sum - total).abs() <= 0.01 * 256.0, "{sum} over the cores, {total} in all");
}

#[test]
fn another_target_is_read_from_the_same_tree() {
    let tree = kernels().join("v1-hybrid");
    let builder = || Sampler::builder().proc_root(tree.join("proc")).sys_root(tree.join("sys"));
    for path in ["/plimsoll-outer", "/sys/fs/cgroup/memory/plimsoll-outer"] {
        let sample = read(&mut builder().target(Target::Cgroup(path.into())).build().unwrap());
        assert_eq!(sample.cgroup_memory_limit_bytes(), Some(Limit::Value(100_663_296)), "{path}");
        assert_eq!(sample.cgroup_memory_binding_depth(), Some(0));
        assert_eq!(sample.cgroup_memory_max_events(), Some(316));
        assert_eq!(sample.cgroup_cpu_quota_cpus(), Some(Limit::Value(0.5)));
        assert_eq!(sample.cgroup_cpu_throttled_periods(), Some(16));
        assert_eq!(sample.process_resident_bytes(), None, "a cgroup is no process");
    }
    let sample = read(&mut builder().target(Target::Pid(1)).build().unwrap());
    assert_eq!(sample.process_threads(), Some(1));
    for target in [Target::Pid(77), Target::Cgroup("/plimsoll-outer/nowhere".into())] {
        let error = builder().target(target).build().expect_err("not in the tree");
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}

#[test]
fn details_come_from_the_tree() {
    let mut sampler = sampler(&kernels().join("v1-hybrid"));
    let (mut disks, mut interfaces, mut processes) = (Vec::new(), Vec::new(), Vec::new());
    sampler.disks(&mut disks).unwrap();
    assert_eq!(disks.iter().map(|disk| disk.name()).collect::<Vec<_>>(), ["vda"]);
    assert_eq!((disks[0].major, disks[0].minor, disks[0].reads), (254, 0, 69825));
    sampler.interfaces(&mut interfaces).unwrap();
    let names: Vec<_> = interfaces.iter().map(|interface| interface.name()).collect();
    assert_eq!(names, ["lo", "ifb0", "ifb1", "eth0"]);
    assert_eq!(interfaces[3].received_bytes, 291_923_375);
    sampler.processes(&mut processes).unwrap();
    let process = processes.iter().find(|process| process.pid == 1).unwrap();
    assert_eq!((process.name(), process.state, process.threads), ("sh", b'S', 1));
    assert_eq!(process.virtual_bytes, 2_654_208);
}
