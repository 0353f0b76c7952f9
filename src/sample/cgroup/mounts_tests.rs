use super::*;

const HYBRID: &str = "\
22 27 0:21 / /proc rw,relatime - proc proc rw
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
41 31 0:38 /x\\040y/c1 /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
50 22 0:50 /proc/meminfo /proc/meminfo rw - fuse.lxcfs lxcfs rw
garbage cgroup line
";

#[test]
fn finds_every_hierarchy_with_its_root_and_skips_garbage() {
    let mounts = parse(HYBRID.as_bytes(), &Roots::default());
    assert_eq!(mounts.cgroups.len(), 4);
    assert!(mounts.cgroups[0].controllers.contains(&"cpuacct".to_owned()));
    assert_eq!(mounts.cgroups[3].version, Version::V2);
    assert_eq!(mounts.cgroups[3].root, Path::new("/x y/c1"));
    assert_eq!(mounts.lxcfs, Groups::MEMORY);
}

#[test]
fn a_later_mount_on_the_same_place_hides_the_earlier() {
    let twice = "\
1 0 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
2 0 0:1 /inner /sys/fs/cgroup rw - cgroup2 cgroup2 rw
";
    let mounts = parse(twice.as_bytes(), &Roots::default());
    assert_eq!(mounts.cgroups.len(), 1);
    assert_eq!(mounts.cgroups[0].root, Path::new("/inner"));
}

#[test]
fn an_injected_root_moves_the_directories() {
    let roots = Roots { proc: "/tree/proc".into(), sys: "/tree/sys".into() };
    let mounts = parse(HYBRID.as_bytes(), &roots);
    assert_eq!(mounts.cgroups[1].directory, Path::new("/tree/sys/fs/cgroup/memory"));
    assert_eq!(roots.locate(Path::new("/cgroup/memory")), Path::new("/tree/cgroup/memory"));
}

#[test]
fn a_mount_point_and_a_root_may_hold_any_bytes() {
    let line = b"5 1 0:9 /caf\xe9 /mnt/\\134x\xff rw - cgroup2 cgroup2 rw\n";
    let mounts = parse(line, &Roots::default());
    assert_eq!(mounts.cgroups[0].root.as_os_str().as_encoded_bytes(), b"/caf\xe9");
    assert_eq!(mounts.cgroups[0].point.as_os_str().as_encoded_bytes(), b"/mnt/\\x\xff");
}

#[test]
fn damage_is_noticed() {
    assert!(!parse(HYBRID.as_bytes(), &Roots::default()).is_damaged);
    for damaged in [b"".as_slice(), b"garbage\n", &HYBRID.as_bytes()[..HYBRID.len() - 5]] {
        assert!(parse(damaged, &Roots::default()).is_damaged);
    }
}

#[test]
fn each_file_of_lxcfs_has_its_group() {
    let lines = ["stat", "diskstats", "loadavg", "uptime", "pressure/io"]
        .map(|file| format!("50 22 0:50 /proc/{file} /proc/{file} rw - fuse.lxcfs lxcfs rw\n"));
    let mounts = parse(lines.concat().as_bytes(), &Roots::default());
    assert_eq!(mounts.lxcfs, Groups::CPU | Groups::DISK | Groups::LOAD | Groups::PRESSURE);
}
