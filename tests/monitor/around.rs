//! What is around a container reaches its advice: files of its own cgroup, and the weight that is set.

use std::path::{Path, PathBuf};
use std::{fs, io};

use plimsoll::finding::Place;
use plimsoll::{Monitor, Severity};

use super::quiet::monitor_of;

/// A copy of captured files, gone with it.
struct Copy(PathBuf);

impl Copy {
    fn of(tree: &str) -> Self {
        let to = std::env::temp_dir().join(format!("plimsoll-around-{}", std::process::id()));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/kernels").join(tree), &to).unwrap();
        Copy(to)
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).unwrap();
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, to) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &to)?;
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(entry.path())?, to)?;
        } else {
            fs::write(to, fs::read(entry.path())?)?;
        }
    }
    Ok(())
}

/// A few readings, in which the container runs.
fn observed(monitor: &mut Monitor, files: &Copy, from: u64) {
    for second in from..from + 4 {
        let usage = "sys/fs/cgroup/cpuacct/plimsoll-outer/inner/cpuacct.usage";
        files.write(usage, &format!("{}\n", 1_000_000_000_000 + second * 1_000_000_000));
        monitor.observe().unwrap();
    }
}

#[test]
fn the_weight_that_is_set_is_doubled() {
    let copy = Copy::of("v1-hybrid");
    copy.write("proc/loadavg", "90.0 50.0 20.0 90/300 7\n");
    let stat = fs::read_to_string(copy.0.join("proc/stat")).unwrap();
    copy.write("proc/stat", &stat.replace("procs_running 1\n", "procs_running 90\n"));
    let shares = "sys/fs/cgroup/cpu/plimsoll-outer/inner/cpu.shares";
    copy.write(shares, "8192\n");
    let mut monitor = monitor_of(&copy.0, |options| {
        options.thresholds.set("load.per_cpu", Severity::Medium, 0.5, 0.4).unwrap();
    });
    observed(&mut monitor, &copy, 0);
    let advised = |monitor: &Monitor| {
        let advice = monitor.recommend();
        let actions = advice.recommendations.into_iter().flat_map(|what| what.actions);
        let shares =
            actions.filter(|action| action.place == Place::Cgroup && action.target.ends_with("cpu.shares"));
        shares.map(|action| (action.target, action.value)).collect::<Vec<_>>()
    };
    let file = "/plimsoll-outer/inner/cpu.shares".to_owned();
    assert_eq!(advised(&monitor), [(file.clone(), "16384".to_owned())]);
    // It is looked at again as long as something is found.
    copy.write(shares, "512\n");
    observed(&mut monitor, &copy, 10);
    assert_eq!(advised(&monitor), [(file, "1024".to_owned())]);
    let load = monitor.diagnose().bottlenecks.into_iter().find(|finding| finding.rule == "load.per_cpu");
    assert!(load.unwrap().culprits.is_empty(), "whose load it is, is not known");
}
