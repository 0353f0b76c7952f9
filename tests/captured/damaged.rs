use std::collections::BTreeMap;
use std::path::Path;

use plimsoll::fields::{Value, FIELDS};
use plimsoll::Groups;

use super::damage::{Copy, Damage, EVERY};
use super::{read, sampler, values};

/// Readings after which a problem must still have been said once only.
const READINGS: usize = 10;

/// What a tree gives: its values, and for each path how often a problem was said of it.
struct Reading {
    values: BTreeMap<&'static str, Value>,
    problems: BTreeMap<String, usize>,
    words: String,
}

fn reading(root: &Path, readings: usize) -> Reading {
    let mut sampler = sampler(root);
    let mut last = read(&mut sampler);
    for _ in 1..readings {
        last = read(&mut sampler);
    }
    let mut problems = BTreeMap::new();
    for problem in sampler.problems() {
        assert!(!problem.reason.is_empty());
        let path = problem.path.strip_prefix(root).unwrap_or(&problem.path);
        *problems.entry(path.display().to_string()).or_default() += 1;
    }
    Reading { values: values(&last), problems, words: format!("{:?}", sampler.problems()) }
}

/// The groups whose values a file holds.
fn groups_of(file: &Path) -> Groups {
    let path = file.to_str().unwrap();
    let name = file.file_name().unwrap().to_str().unwrap();
    match path {
        "proc/stat" => return Groups::CPU,
        "proc/loadavg" => return Groups::LOAD,
        "proc/meminfo" => return Groups::MEMORY,
        "proc/vmstat" => return Groups::PAGING,
        "proc/diskstats" => return Groups::DISK,
        "proc/self/net/dev" => return Groups::NETWORK,
        "proc/self/net/snmp" | "proc/self/net/sockstat" => return Groups::PROTOCOL,
        "proc/self/cgroup" | "proc/self/mountinfo" => return CGROUP,
        "sys/devices/system/cpu/online" => return Groups::CGROUP_CPU,
        _ => {}
    }
    if path.starts_with("proc/pressure") {
        Groups::PRESSURE
    } else if path.starts_with("proc/self") {
        Groups::PROCESS
    } else if path.starts_with("sys/block") {
        Groups::DISK
    } else if name.ends_with(".pressure") {
        Groups::CGROUP_PRESSURE
    } else if name.starts_with("cpu") {
        Groups::CGROUP_CPU
    } else if name.starts_with("memory") {
        Groups::CGROUP_MEMORY | Groups::CGROUP_MEMORY_STAT
    } else if name.starts_with("blkio") || name.starts_with("io.") {
        Groups::CGROUP_IO
    } else if name.starts_with("pids") {
        Groups::CGROUP_PIDS
    } else {
        Groups::empty()
    }
}

const CGROUP: Groups = Groups::CGROUP_CPU
    .union(Groups::CGROUP_MEMORY)
    .union(Groups::CGROUP_MEMORY_STAT)
    .union(Groups::CGROUP_IO)
    .union(Groups::CGROUP_PIDS)
    .union(Groups::CGROUP_PRESSURE);

/// Files that some kernels, layouts or root cgroups do not have: nothing is said where they are not.
fn may_be_absent(file: &Path) -> bool {
    const NAMES: [&str; 26] = [
        "cpu.cfs_quota_us",
        "cpu.cfs_period_us",
        "cpu.max",
        "cpuset.cpus",
        "cpuset.effective_cpus",
        "cpuset.cpus.effective",
        "memory.limit_in_bytes",
        "memory.memsw.limit_in_bytes",
        "memory.kmem.usage_in_bytes",
        "memory.current",
        "memory.max",
        "memory.high",
        "memory.events",
        "memory.swap.current",
        "memory.swap.max",
        "io.stat",
        "io",
        "limits",
        "pids.current",
        "pids.max",
        "pids.events",
        "schedstat",
        "cpu.pressure",
        "memory.pressure",
        "io.pressure",
        "cgroup.type",
    ];
    let is_v1_stat = file.ends_with("cpu.stat") && file.components().any(|part| part.as_os_str() == "cpu");
    is_v1_stat || NAMES.iter().any(|name| file.file_name().unwrap() == *name)
}

/// Without its file a cgroup has no limit, so that the next one binds.
const OVER_ANCESTORS: [&str; 8] = [
    "cgroup_cpu_effective_quota_cpus",
    "cgroup_cpu_binding_depth",
    "cgroup_cpuset_cpus",
    "cgroup_effective_cpus",
    "cgroup_memory_effective_limit_bytes",
    "cgroup_memory_binding_depth",
    "cgroup_memory_high_bytes",
    "cgroup_pids_effective_limit",
];

/// What is wrong with the reading of a tree in which `file` is damaged.
fn judge(file: &Path, damage: Damage, whole: &Reading, found: &Reading) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut missing = Vec::new();
    // A cgroup without I/O has an empty file. And /proc/diskstats, which stands in for the file of a
    // disk, was captured a moment later.
    let may_differ = damage == Damage::Emptied && file.ends_with("io.stat")
        || damage == Damage::Removed && file.starts_with("sys/block") && file.ends_with("stat");
    for (name, value) in &whole.values {
        match found.values.get(name) {
            Some(found) if found == value => {}
            Some(found) => {
                let next_binds = damage == Damage::Removed && may_be_absent(file);
                if !(may_differ || next_binds && OVER_ANCESTORS.contains(name)) {
                    wrong.push(format!("{name} is {found}, not {value}"));
                }
            }
            None => missing.push(*name),
        }
    }
    for name in found.values.keys().filter(|name| !whole.values.contains_key(*name)) {
        wrong.push(format!("{name} came out of nowhere"));
    }
    let groups = groups_of(file);
    for name in &missing {
        let field = FIELDS.iter().find(|field| field.name == *name).unwrap();
        if !groups.contains(field.group) {
            wrong.push(format!("{name} is missing, though it is not of this file"));
        }
    }
    let path = file.display().to_string();
    let said = found.problems.get(&path).copied().unwrap_or(0);
    let silent = damage == Damage::Removed && may_be_absent(file);
    if said > 1 || said == 0 && !missing.is_empty() && !silent {
        wrong.push(format!("{} values are missing, and it was said {said} times", missing.len()));
    }
    for (other, times) in found.problems.iter().filter(|(other, _)| **other != path) {
        if whole.problems.get(other) != Some(times) {
            wrong.push(format!("a problem was said of {other}: {}", found.words));
        }
    }
    wrong
}

/// Damages each file of a tree in turn.
fn damage_each(tree: &str, kinds: &[Damage]) {
    let copy = Copy::of(tree, &format!("{}", kinds.len()));
    let whole = reading(&copy.root, 1);
    let mut wrong = Vec::new();
    let mut of_consequence = 0;
    for file in &copy.files {
        // A file whose absence changes nothing is not read: one look is enough.
        let mended = copy.damage(file, Damage::Garbage(b"?\n"));
        let without = reading(&copy.root, 1);
        drop(mended);
        if without.values == whole.values && without.problems == whole.problems {
            continue;
        }
        of_consequence += 1;
        for damage in kinds {
            let Some(_mended) = copy.damage(file, *damage) else { continue };
            let found = reading(&copy.root, READINGS);
            for words in judge(file, *damage, &whole, &found) {
                wrong.push(format!("{} {damage:?}: {words}", file.display()));
            }
        }
    }
    assert_eq!(reading(&copy.root, 1).values, whole.values, "the tree is as it was");
    println!("{tree}: {of_consequence} of {} files are read", copy.files.len());
    assert!(of_consequence > 25, "{of_consequence}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_file_of_v1_damaged() {
    damage_each("v1-hybrid", EVERY);
}

#[test]
fn each_file_of_v2_damaged() {
    damage_each("v2-psi", EVERY);
}

#[test]
fn each_file_of_a_container_damaged() {
    damage_each("runc-host-cgroupns", EVERY);
}

#[test]
fn each_file_without_pressure_damaged() {
    damage_each("v2-nopsi-uml", EVERY);
}

#[test]
fn each_file_beside_lxcfs_damaged() {
    damage_each("lxcfs-v1", &[Damage::Removed, Damage::Garbage(b"what\n"), Damage::Truncated(2)]);
}

#[test]
fn each_file_of_many_cores_damaged() {
    damage_each("cores-256", &[Damage::Removed, Damage::Garbage(b"what\n"), Damage::Truncated(2)]);
}

#[test]
fn each_file_blown_up() {
    damage_each("v2-psi", &[Damage::Huge]);
}
