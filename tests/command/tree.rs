//! Made-up `/proc` trees, removed when dropped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory with `proc` and `sys` in it.
pub struct Tree(PathBuf);

impl Tree {
    pub fn empty() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("plimsoll-command-{}-{number}", std::process::id()));
        std::fs::create_dir_all(root.join("proc")).unwrap();
        std::fs::create_dir_all(root.join("sys")).unwrap();
        Tree(root)
    }

    /// A host of 1000 kB of which so much is available, and a cgroup without limits.
    pub fn host(available_kb: u32) -> Self {
        let tree = Tree::empty();
        let meminfo =
            format!("MemTotal:       1000 kB\nMemFree:        1 kB\nMemAvailable:   {available_kb} kB\n");
        tree.write("proc/meminfo", &meminfo);
        tree.write("proc/self/cgroup", "0::/a\n");
        tree.write("proc/self/mountinfo", "25 22 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        tree.write("sys/fs/cgroup/cgroup.controllers", "memory\n");
        tree.write("sys/fs/cgroup/a/cgroup.controllers", "memory\n");
        tree.write("sys/fs/cgroup/a/memory.current", "4096\n");
        tree.write("sys/fs/cgroup/a/memory.max", "max\n");
        tree
    }

    /// Writes a file of the tree.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The options that make the command read it.
    pub fn options(&self) -> [String; 4] {
        let path = |name| self.0.join(name).display().to_string();
        ["--proc-root".into(), path("proc"), "--sys-root".into(), path("sys")]
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A directory for the files of one test, removed when dropped.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// The names of the files in it.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
