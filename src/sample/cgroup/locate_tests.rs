use std::ffi::OsStr;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::sample::cgroup::mounts;
use crate::sample::roots::Roots;

/// A tree of cgroup directories as one machine shows them, gone with it.
struct World {
    root: PathBuf,
    mountinfo: Vec<u8>,
}

impl World {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("plimsoll-locate-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        World { root, mountinfo: Vec::new() }
    }

    /// A mount of version 1 or, where `options` is empty, of version 2, that shows the cgroup `root`
    /// at `point` and has these directories below it.
    fn mount(mut self, root: &[u8], point: &str, options: &str, directories: &[&[u8]]) -> Self {
        let kind = if options.is_empty() { "cgroup2" } else { "cgroup" };
        let mut line = b"40 30 0:30 ".to_vec();
        line.extend(root);
        line.extend(format!(" {point} rw,nosuid - {kind} {kind} rw").bytes());
        if !options.is_empty() {
            line.push(b',');
            line.extend(options.bytes());
        }
        line.push(b'\n');
        self.mountinfo.extend(line);
        let top = self.root.join(point.trim_start_matches('/'));
        fs::create_dir_all(&top).unwrap();
        for directory in directories {
            fs::create_dir_all(top.join(OsStr::from_bytes(directory))).unwrap();
        }
        self
    }

    fn member(self, procs: &str, pids: &str) -> Self {
        fs::write(self.root.join(procs), pids).unwrap();
        self
    }

    fn mounts(&self) -> Mounts {
        let roots = Roots { proc: self.root.join("proc"), sys: self.root.join("sys") };
        mounts::parse(&self.mountinfo, &roots)
    }

    fn of_process(&self, cgroup: &[u8]) -> Located {
        of_process(&self.mounts(), cgroup, Some(7))
    }

    fn of_path(&self, path: &str) -> Located {
        of_path(&self.mounts(), Path::new(path))
    }

    /// Directories below the world's root, and names, from the own cgroup upwards.
    fn levels(&self, chain: Option<&Chain>) -> Vec<(String, String)> {
        let levels = &chain.expect("found").levels;
        let text = |path: &Path| path.to_string_lossy().trim_end_matches('/').to_owned();
        levels
            .iter()
            .map(|level| (text(level.directory.strip_prefix(&self.root).unwrap()), display(&level.name)))
            .collect()
    }
}

fn display(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn levels<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.iter().map(|(directory, name)| (directory.to_string(), name.to_string())).collect()
}

const MEMORY: &str = "/sys/fs/cgroup/memory";

#[test]
fn a_container_in_the_hosts_namespace_sees_its_own_cgroup_at_the_top() {
    let world = World::new().mount(b"/x/c1", MEMORY, "memory", &[b"below"]);
    let located = world.of_process(b"4:memory:/x/c1\n0::/x/c1\n");
    assert_eq!(world.levels(located.memory.as_ref()), levels([("sys/fs/cgroup/memory", "/x/c1")]));
    assert_eq!(located.layout(), CgroupLayout::V1);
    assert!(located.unified.is_none() && located.unseen.is_empty(), "no version 2 mount is no problem");
    let below = world.of_process(b"4:memory:/x/c1/below\n");
    assert_eq!(
        world.levels(below.memory.as_ref()),
        levels([("sys/fs/cgroup/memory/below", "/x/c1/below"), ("sys/fs/cgroup/memory", "/x/c1")])
    );
}

#[test]
fn a_container_in_a_namespace_of_its_own_is_at_the_root() {
    let world = World::new().mount(b"/", "/sys/fs/cgroup", "", &[b"init.scope"]);
    let located = world.of_process(b"0::/\n");
    assert_eq!(located.layout(), CgroupLayout::V2);
    assert_eq!(world.levels(located.unified.as_ref()), levels([("sys/fs/cgroup", "/")]));
    for chain in [&located.cpu, &located.cpuset, &located.memory, &located.io, &located.pids] {
        assert_eq!(chain, &located.unified);
    }
}

#[test]
fn ancestors_outside_of_the_namespace_are_found_by_the_process_in_it() {
    let directories: &[&[u8]] = &[b"a/first", b"a/second", b"b/third"];
    let world = World::new()
        .mount(b"/../..", "/sys/fs/cgroup", "", directories)
        .member("sys/fs/cgroup/a/second/cgroup.procs", "3\n7\n")
        .member("sys/fs/cgroup/a/first/cgroup.procs", "77\n")
        .member("sys/fs/cgroup/b/third/cgroup.procs", "");
    let located = world.of_process(b"0::/\n");
    assert_eq!(
        world.levels(located.unified.as_ref()),
        levels([("sys/fs/cgroup/a/second", "/"), ("sys/fs/cgroup/a", "/.."), ("sys/fs/cgroup", "/../..")])
    );
}

#[test]
fn one_level_outside_and_one_inside() {
    let world = World::new()
        .mount(b"/..", MEMORY, "memory", &[b"other", b"mine/inner"])
        .member("sys/fs/cgroup/memory/mine/inner/cgroup.procs", "7\n");
    let located = world.of_process(b"4:memory:/inner\n");
    assert_eq!(
        world.levels(located.memory.as_ref()),
        levels([
            ("sys/fs/cgroup/memory/mine/inner", "/inner"),
            ("sys/fs/cgroup/memory/mine", "/"),
            ("sys/fs/cgroup/memory", "/..")
        ])
    );
}

#[test]
fn a_process_beside_the_namespace_is_found_too() {
    let world = World::new()
        .mount(b"/../..", MEMORY, "memory", &[b"a/mine", b"a/beside", b"b/beside"])
        .member("sys/fs/cgroup/memory/a/beside/cgroup.procs", "7\n");
    let located = world.of_process(b"4:memory:/../beside\n");
    assert_eq!(
        world.levels(located.memory.as_ref()),
        levels([
            ("sys/fs/cgroup/memory/a/beside", "/../beside"),
            ("sys/fs/cgroup/memory/a", "/.."),
            ("sys/fs/cgroup/memory", "/../..")
        ])
    );
    // As far outside as the mount shows: no search is needed.
    let top = world.of_process(b"4:memory:/../../b\n");
    assert_eq!(
        world.levels(top.memory.as_ref()),
        levels([("sys/fs/cgroup/memory/b", "/../../b"), ("sys/fs/cgroup/memory", "/../..")])
    );
    let further = world.of_process(b"4:memory:/../../../b\n");
    assert!(further.memory.is_none());
    assert_eq!(further.unseen, ["memory:/../../../b"]);
}

#[test]
fn a_process_outside_of_what_is_mounted_is_said_to_be() {
    let world =
        World::new().mount(b"/", MEMORY, "memory", &[b"x"]).mount(b"/in", "/sys/fs/cgroup/pids", "pids", &[]);
    let located = world.of_process(b"8:pids:/out\n4:memory:/../x\n");
    assert!(located.is_empty());
    assert_eq!(located.unseen, ["pids:/out", "memory:/../x"]);
    assert_eq!(located.layout(), CgroupLayout::None);
}

#[test]
fn controllers_may_share_a_mount_or_have_one_each() {
    let world = World::new()
        .mount(b"/", "/sys/fs/cgroup/cpu,cpuacct", "cpu,cpuacct", &[b"x"])
        .mount(b"/", MEMORY, "memory", &[b"y"])
        .mount(b"/", "/sys/fs/cgroup/systemd", "name=systemd", &[b"z"]);
    let located = world.of_process(b"9:name=systemd:/z\n4:memory:/y\n2:cpu,cpuacct:/x\n1:pids:/w\n");
    let together = levels([("sys/fs/cgroup/cpu,cpuacct/x", "/x"), ("sys/fs/cgroup/cpu,cpuacct", "/")]);
    assert_eq!(world.levels(located.cpu.as_ref()), together);
    assert_eq!(located.cpu, located.cpuacct);
    assert_eq!(world.levels(located.memory.as_ref()).len(), 2);
    assert!(located.pids.is_none(), "a hierarchy that is not mounted");
    assert_eq!(located.layout(), CgroupLayout::V1);
}

#[test]
fn the_unified_hierarchy_has_what_no_other_takes() {
    let world = World::new().mount(b"/", MEMORY, "memory", &[b"x"]).mount(
        b"/",
        "/sys/fs/cgroup/unified",
        "",
        &[b"x"],
    );
    let located = world.of_process(b"4:memory:/x\n0::/x\n");
    assert_eq!(located.layout(), CgroupLayout::Hybrid);
    assert_eq!(located.cpu, located.unified);
    assert_ne!(located.memory, located.unified);
    // A controller that sits in a hierarchy not mounted here is not in the unified one either.
    let elsewhere = world.of_process(b"4:memory:/x\n1:cpu:/x\n0::/x\n");
    assert!(elsewhere.cpu.is_none());
}

#[test]
fn the_mount_that_shows_most_ancestors_is_taken() {
    // A part of the hierarchy is mounted once more, after the whole and before it.
    for order in [[0, 1], [1, 0]] {
        let mut world = World::new();
        for which in order {
            world = match which {
                0 => world.mount(b"/", MEMORY, "memory", &[b"x/y"]),
                _ => world.mount(b"/x", "/mnt/part", "memory", &[b"y"]),
            };
        }
        let located = world.of_process(b"4:memory:/x/y\n");
        assert_eq!(world.levels(located.memory.as_ref()).len(), 3, "{order:?}");
        assert_eq!(world.levels(world.of_path("/x/y").memory.as_ref()).len(), 3, "{order:?}");
    }
}

#[test]
fn a_bind_mount_is_all_there_is_in_some_sandboxes() {
    let world = World::new().mount(b"/pods/p1", "/mnt/cg", "", &[b"c1"]);
    let located = world.of_process(b"0::/pods/p1/c1\n");
    assert_eq!(
        world.levels(located.memory.as_ref()),
        levels([("mnt/cg/c1", "/pods/p1/c1"), ("mnt/cg", "/pods/p1")])
    );
}

#[test]
fn a_cgroup_that_was_deleted_is_said_not_to_be_seen() {
    let world = World::new().mount(b"/", "/sys/fs/cgroup", "", &[b"x"]);
    let located = world.of_process(b"0::/x/gone (deleted)\n");
    assert!(located.is_empty());
    assert_eq!(located.unseen, ["/x/gone (deleted)"]);
}

#[test]
fn paths_are_bytes() {
    let world = World::new().mount(b"/", MEMORY, "memory", &[b"caf\xe9/a b\tc"]);
    let located = world.of_process(b"4:memory:/caf\xe9/a b\tc\n");
    let chain = located.memory.unwrap();
    assert_eq!(chain.levels[0].name.as_os_str().as_bytes(), b"/caf\xe9/a b\tc");
    assert!(chain.own().is_dir());
    // And so they are in mountinfo, with blanks written as the kernel writes them.
    let world = World::new().mount(b"/caf\xe9/a\\040b", MEMORY, "memory", &[]);
    let located = world.of_process(b"4:memory:/caf\xe9/a b\n");
    assert_eq!(located.memory.unwrap().levels[0].name.as_os_str().as_bytes(), b"/caf\xe9/a b");
}

#[test]
fn a_path_names_a_cgroup_in_every_hierarchy_or_a_directory_in_one() {
    let world = World::new()
        .mount(b"/", MEMORY, "memory", &[b"x/y"])
        .mount(b"/", "/sys/fs/cgroup/pids", "pids", &[b"x"])
        .mount(b"/x", "/mnt/part", "cpu", &[b"y"]);
    for path in ["/x/y", "/sys/fs/cgroup/memory/x/y", "/mnt/part/y"] {
        let located = world.of_path(path);
        assert_eq!(display(&located.memory.as_ref().unwrap().levels[0].name), "/x/y", "{path}");
        assert_eq!(world.levels(located.cpu.as_ref()).len(), 2);
        assert!(located.pids.is_none(), "{path} is not among the pids");
    }
    assert!(world.of_path("/nowhere").is_empty());
    assert!(world.of_path("/x/../x/y").is_empty(), "not as the kernel names it");
}

#[test]
fn a_search_ends() {
    let many: Vec<Vec<u8>> = (0..40).map(|number| format!("a{number}/b").into_bytes()).collect();
    let many: Vec<&[u8]> = many.iter().map(Vec::as_slice).collect();
    let world = World::new().mount(b"/../..", "/sys/fs/cgroup", "", &many);
    let located = world.of_process(b"0::/\n");
    assert!(located.is_empty());
    assert_eq!(located.unseen, ["/"]);
}
