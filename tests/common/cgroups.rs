//! Real cgroups of version 1, nested, made for one test and removed with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use procfs::process::Process;

/// Controllers that the sampler reads and that may be nested without further ado.
const WANTED: [&str; 6] = ["cpu", "cpuacct", "cpuset", "memory", "blkio", "pids"];

/// A chain of cgroups `/plimsoll-NAME/1/2/...` in every hierarchy, the unified one included.
pub struct Cgroups {
    tops: Vec<Hierarchy>,
    /// Path below the top of each hierarchy, from the outermost to the innermost.
    levels: Vec<PathBuf>,
}

struct Hierarchy {
    controllers: Vec<String>,
    mount_point: PathBuf,
}

impl Cgroups {
    /// Makes `depth` nested cgroups; none, with the reason printed, where this is not possible.
    pub fn nested(name: &str, depth: usize) -> Option<Self> {
        let tops = hierarchies();
        if !tops.iter().any(|top| top.has("memory")) {
            println!("skipped: no cgroup hierarchy of version 1 with memory is mounted here");
            return None;
        }
        let unique = format!("plimsoll-{name}-{}", std::process::id());
        let levels = (0..depth).scan(PathBuf::from(unique), |path, depth| {
            if depth > 0 {
                path.push(depth.to_string());
            }
            Some(path.clone())
        });
        let made = Cgroups { tops, levels: levels.collect() };
        for level in &made.levels {
            for top in &made.tops {
                let directory = top.mount_point.join(level);
                if let Err(error) = fs::create_dir(&directory) {
                    println!("skipped: {} cannot be made: {error}", directory.display());
                    return None;
                }
                if top.has("cpuset") {
                    // A new cpuset is empty, and no task can be in an empty one.
                    let parent = directory.parent().expect("below a mount");
                    for file in ["cpuset.cpus", "cpuset.mems"] {
                        fs::write(directory.join(file), fs::read(parent.join(file)).expect(file))
                            .expect(file);
                    }
                }
            }
        }
        Some(made)
    }

    /// The path of a level as the kernel names it; 0 is the outermost.
    pub fn path(&self, level: usize) -> PathBuf {
        Path::new("/").join(&self.levels[level])
    }

    /// The directory of a level in the hierarchy of a controller (`unified` for version 2).
    pub fn directory(&self, controller: &str, level: usize) -> PathBuf {
        let top = self.tops.iter().find(|top| top.has(controller)).expect("a mounted controller");
        top.mount_point.join(&self.levels[level])
    }

    /// The files that take a process into a level, one for each hierarchy.
    pub fn procs(&self, level: usize) -> Vec<PathBuf> {
        let procs = |top: &Hierarchy| top.mount_point.join(&self.levels[level]).join("cgroup.procs");
        self.tops.iter().map(procs).collect()
    }

    /// Writes to a file of a level, and fails the test if the kernel refuses.
    pub fn write(&self, level: usize, file: &str, value: &str) {
        let controller = file.split('.').next().expect("controller.file");
        let path = self.directory(controller, level).join(file);
        fs::write(&path, value).unwrap_or_else(|error| panic!("{value} to {}: {error}", path.display()));
    }

    /// Moves the calling process into a level, in every hierarchy.
    pub fn enter(&self, level: usize) {
        for procs in self.procs(level) {
            fs::write(&procs, "0").unwrap_or_else(|error| panic!("{}: {error}", procs.display()));
        }
    }

    /// Removes the innermost level, which must be empty.
    pub fn remove_innermost(&mut self) {
        let level = self.levels.pop().expect("a level");
        for top in &self.tops {
            remove(&top.mount_point.join(&level));
        }
    }
}

impl Drop for Cgroups {
    fn drop(&mut self) {
        for level in self.levels.iter().rev() {
            for top in &self.tops {
                remove(&top.mount_point.join(level));
            }
        }
    }
}

/// A process that has just ended may still be counted for a moment.
fn remove(directory: &Path) {
    for _ in 0..200 {
        match fs::remove_dir(directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                std::thread::sleep(Duration::from_millis(10));
            }
            _ => return,
        }
    }
    eprintln!("left behind: {}", directory.display());
}

impl Hierarchy {
    fn has(&self, controller: &str) -> bool {
        self.controllers.iter().any(|name| name == controller)
    }
}

fn hierarchies() -> Vec<Hierarchy> {
    let mounts = Process::myself().and_then(|process| process.mountinfo()).expect("mountinfo");
    let mut tops = Vec::new();
    for mount in mounts.into_iter().filter(|mount| mount.root == "/") {
        let controllers: Vec<String> = match mount.fs_type.as_str() {
            "cgroup" => {
                mount.super_options.into_keys().filter(|name| WANTED.contains(&name.as_str())).collect()
            }
            "cgroup2" => vec!["unified".to_owned()],
            _ => continue,
        };
        if !controllers.is_empty() {
            tops.push(Hierarchy { controllers, mount_point: mount.mount_point });
        }
    }
    tops
}
