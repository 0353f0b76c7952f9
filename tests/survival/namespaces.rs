use std::ffi::CString;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use plimsoll::{Controller, Limit, Sampler};

use super::common::cgroups::Cgroups;
use super::common::children;
use super::common::isolation::{is_root, isolated};
use super::{options, read};

const MIB: u64 = 1 << 20;

/// Two nested cgroups: the outer has 128 MiB and half a CPU, the inner 256 MiB and no quota.
fn nested(name: &str) -> Option<Cgroups> {
    let cgroups = Cgroups::nested(name, 2)?;
    cgroups.write(0, "memory.limit_in_bytes", &(128 * MIB).to_string());
    cgroups.write(0, "cpu.cfs_quota_us", "50000");
    cgroups.write(1, "memory.limit_in_bytes", &(256 * MIB).to_string());
    Some(cgroups)
}

fn unshare(flags: i32) {
    // SAFETY: this child has one thread.
    let result = unsafe { libc::unshare(flags) };
    assert_eq!(result, 0, "unshare: {}", std::io::Error::last_os_error());
}

fn mount(source: &str, point: &Path, kind: &str, flags: libc::c_ulong, data: &str) {
    let text = |text: &str| CString::new(text).unwrap();
    let (source, kind, data) = (text(source), text(kind), text(data));
    let place = CString::new(point.as_os_str().as_bytes()).unwrap();
    // SAFETY: NUL-terminated strings; the mount namespace is this child's own.
    let result =
        unsafe { libc::mount(source.as_ptr(), place.as_ptr(), kind.as_ptr(), flags, data.as_ptr().cast()) };
    assert_eq!(result, 0, "mount on {}: {}", point.display(), std::io::Error::last_os_error());
}

/// A mount namespace of this child's own, of which the machine sees nothing.
fn mounts_of_its_own() {
    unshare(libc::CLONE_NEWNS);
    mount("none", Path::new("/"), "", libc::MS_REC | libc::MS_PRIVATE, "");
}

fn memory_paths(sampler: &Sampler) -> Vec<String> {
    let path = |depth| Some(sampler.cgroup_path(Controller::Memory, depth)?.display().to_string());
    (0..).map_while(path).collect()
}

#[test]
fn ancestors_outside_of_the_cgroup_namespace_still_bind() {
    isolated("namespaces::ancestors_outside_of_the_cgroup_namespace_still_bind", || {
        let Some(cgroups) = nested("outside") else { return };
        children::run(|| {
            cgroups.enter(1);
            unshare(libc::CLONE_NEWCGROUP);
            // No fresh mounts: those there are show more than the namespace.
            let mut sampler = options().build().unwrap();
            let sample = read(&mut sampler);
            assert_eq!(memory_paths(&sampler), ["/", "/..", "/../.."]);
            assert_eq!(sample.cgroup_memory_limit_bytes(), Some(Limit::Value(256 * MIB)));
            assert_eq!(sample.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(128 * MIB)));
            assert_eq!(sample.cgroup_memory_binding_depth(), Some(1));
            assert_eq!(sample.cgroup_cpu_effective_quota_cpus(), Some(Limit::Value(0.5)));
            assert!(sampler.problems().is_empty(), "{:?}", sampler.problems());
            // A child outside of it, in the parent's cgroup: seen from inside it is at `/..`.
            cgroups.enter(0);
            let moved = read(&mut sampler);
            assert_ne!(moved.generation(), sample.generation());
            assert_eq!(memory_paths(&sampler), ["/..", "/../.."]);
            assert_eq!(moved.cgroup_memory_limit_bytes(), Some(Limit::Value(128 * MIB)));
        });
    });
}

#[test]
fn a_limit_that_cannot_be_seen_binds_without_a_name() {
    isolated("namespaces::a_limit_that_cannot_be_seen_binds_without_a_name", || {
        let Some(cgroups) = nested("hidden") else { return };
        children::run(|| {
            cgroups.enter(1);
            let outer = cgroups.directory("memory", 0).join("memory.limit_in_bytes");
            let mut outer = File::options().write(true).open(outer).unwrap();
            mounts_of_its_own();
            unshare(libc::CLONE_NEWCGROUP);
            let top = Path::new("/sys/fs/cgroup");
            mount("tmpfs", top, "tmpfs", 0, "");
            fs::create_dir(top.join("memory")).unwrap();
            mount("cgroup", &top.join("memory"), "cgroup", 0, "memory");

            let mut sampler = options().build().unwrap();
            let sample = read(&mut sampler);
            assert_eq!(memory_paths(&sampler), ["/"]);
            assert_eq!(sample.cgroup_memory_limit_bytes(), Some(Limit::Value(256 * MIB)));
            assert_eq!(sample.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(128 * MIB)));
            assert_eq!(sample.cgroup_memory_binding_depth(), None, "who holds it cannot be said");
            // As long as it binds, it is asked for every time.
            for (megabytes, effective) in [(64, 64), (192, 192), (1024, 256)] {
                outer.write_all((megabytes * MIB).to_string().as_bytes()).unwrap();
                let sample = read(&mut sampler);
                assert_eq!(sample.cgroup_memory_effective_limit_bytes(), Some(Limit::Value(effective * MIB)));
            }
            assert_eq!(read(&mut sampler).cgroup_memory_binding_depth(), Some(0));
        });
    });
}

#[test]
fn a_mount_with_a_long_line_hides_none_behind_it() {
    isolated("namespaces::a_mount_with_a_long_line_hides_none_behind_it", || {
        if !is_root() {
            return;
        }
        let base = std::env::temp_dir().join(format!("plimsoll-mounts-{}", std::process::id()));
        fs::create_dir(&base).unwrap();
        let listed = children::spawn(|| {
            mounts_of_its_own();
            mount("tmpfs", &base, "tmpfs", 0, "size=1m");
            // As the line of an overlay of many layers: some kilobytes. The kernel hands out pages, and
            // a line that does not fit into what is left of one comes with the next.
            for number in 0..3 {
                let long: PathBuf = (0..14).map(|_| format!("{number}").repeat(200)).collect();
                let long = base.join(long);
                fs::create_dir_all(&long).unwrap();
                mount("tmpfs", &long, "tmpfs", 0, "size=1m");
            }
            let last = base.join("caf\u{e9} au lait");
            fs::create_dir(&last).unwrap();
            mount("tmpfs", &last, "tmpfs", 0, "size=2m");
            let mut filesystems = Vec::new();
            options().build().unwrap().filesystems(&mut filesystems).unwrap();
            let found = filesystems.iter().find(|one| one.mount_point() == last.to_str().unwrap());
            assert_eq!(found.expect("the last mount").total_bytes, 2 * MIB);
            let below =
                filesystems.iter().filter(|one| one.mount_point().starts_with(base.to_str().unwrap()));
            assert_eq!(below.count(), 5);

            // One mounted over another is the one whose space is shown.
            mount("tmpfs", &last, "tmpfs", 0, "size=3m");
            options().build().unwrap().filesystems(&mut filesystems).unwrap();
            let on_it = filesystems.iter().filter(|one| one.mount_point() == last.to_str().unwrap());
            assert_eq!(on_it.map(|one| one.total_bytes).collect::<Vec<_>>(), [3 * MIB]);
        });
        let removed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| listed.join()));
        fs::remove_dir(&base).unwrap();
        removed.unwrap();
    });
}
