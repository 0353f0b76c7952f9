//! Ways to damage a file, and a copy of a tree to do it in.

use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::kernels;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    Removed,
    Emptied,
    /// So many quarters of the file are left, the last byte lost at least; never a whole line.
    Truncated(usize),
    Garbage(&'static [u8]),
    /// Larger than any file of a kernel's.
    Huge,
    Directory,
    Pipe,
}

pub const EVERY: &[Damage] = &[
    Damage::Removed,
    Damage::Emptied,
    Damage::Truncated(1),
    Damage::Truncated(2),
    Damage::Truncated(4),
    Damage::Garbage(b"\xff\x00\xfe(((\x80\x01 = : / - \x7f"),
    Damage::Garbage(b"what is this?\nnothing of the kernel's\n\n"),
    Damage::Garbage(b"99999999999999999999999999999999\n"),
    Damage::Garbage(b"-7\n"),
    Damage::Directory,
    Damage::Pipe,
];

/// A copy of a captured tree, gone with it.
pub struct Copy {
    pub root: PathBuf,
    pub files: Vec<PathBuf>,
}

impl Copy {
    pub fn of(tree: &str, purpose: &str) -> Self {
        let name = format!("plimsoll-{tree}-{purpose}-{}", std::process::id());
        // In memory where that is possible: thousands of files are written.
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory } else { Path::new(env!("CARGO_TARGET_TMPDIR")) };
        let mut copy = Copy { root: place.join(name), files: Vec::new() };
        let _ = fs::remove_dir_all(&copy.root);
        copy.take(&kernels().join(tree), Path::new(""));
        copy.files.sort();
        copy
    }

    fn take(&mut self, from: &Path, below: &Path) {
        fs::create_dir_all(self.root.join(below)).unwrap();
        for entry in fs::read_dir(from.join(below)).unwrap().flatten() {
            let path = below.join(entry.file_name());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                self.take(from, &path);
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                std::os::unix::fs::symlink(target, self.root.join(&path)).unwrap();
            } else {
                fs::copy(entry.path(), self.root.join(&path)).unwrap();
                self.files.push(path);
            }
        }
    }

    /// Damages a file, and mends it when the answer is dropped; nothing where the damage would leave
    /// the file as it is.
    pub fn damage(&self, file: &Path, damage: Damage) -> Option<Damaged> {
        let path = self.root.join(file);
        let bytes = fs::read(&path).unwrap();
        match damage {
            Damage::Emptied if bytes.is_empty() => return None,
            Damage::Truncated(quarters) => {
                let mut end = (bytes.len() * quarters / 4).min(bytes.len().saturating_sub(1));
                while end > 0 && bytes[end - 1] == b'\n' {
                    end -= 1;
                }
                if end == 0 {
                    return None;
                }
                fs::write(&path, &bytes[..end]).unwrap();
            }
            Damage::Removed | Damage::Directory | Damage::Pipe => fs::remove_file(&path).unwrap(),
            Damage::Emptied => fs::write(&path, b"").unwrap(),
            Damage::Garbage(garbage) => fs::write(&path, garbage).unwrap(),
            Damage::Huge => File::options().write(true).open(&path).unwrap().set_len(20 << 20).unwrap(),
        }
        match damage {
            Damage::Directory => fs::create_dir(&path).unwrap(),
            Damage::Pipe => {
                let name = std::ffi::CString::new(path.as_os_str().as_bytes()).unwrap();
                // SAFETY: a NUL-terminated path.
                assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
            }
            _ => {}
        }
        Some(Damaged { path, bytes })
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// A damaged file.
pub struct Damaged {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Drop for Damaged {
    fn drop(&mut self) {
        if self.path.is_dir() {
            let _ = fs::remove_dir(&self.path);
        } else {
            let _ = fs::remove_file(&self.path);
        }
        let _ = fs::write(&self.path, &self.bytes);
    }
}
