use std::os::unix::fs::{symlink, PermissionsExt};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::*;
use crate::error::ErrorKind;

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-textfile-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A page of so many lines, all of which hold the same number.
fn page(lines: usize, number: usize) -> Exposition {
    let mut page = Exposition::new();
    page.text = format!("a {number}\n").repeat(lines);
    page
}

#[test]
fn a_file_is_replaced_as_a_whole_and_nothing_else_is_left() {
    let directory = Directory::new("whole");
    let path = directory.0.join("plimsoll.prom");
    // Left behind by a process that was killed, of the same number.
    let stale = directory.0.join(format!(".plimsoll.prom.{}.new", std::process::id()));
    fs::write(&stale, "half of a li").unwrap();
    page(3, 1).write_file(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "a 1\n".repeat(3));
    assert_eq!(directory.names(), ["plimsoll.prom"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path) & 0o600, 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    page(1, 2).write_file(&path).unwrap();
    assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o640, "a 2\n"));
    // A link stays one, and what it leads to is replaced.
    let link = directory.0.join("link.prom");
    symlink(&path, &link).unwrap();
    page(1, 3).write_file(&link).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), "a 3\n");
    assert_eq!(directory.names().len(), 2);
}

#[test]
fn a_link_in_the_place_of_the_new_file_is_not_followed() {
    let directory = Directory::new("link");
    let (path, other) = (directory.0.join("plimsoll.prom"), directory.0.join("other"));
    fs::write(&other, "precious").unwrap();
    symlink(&other, beside(&path).unwrap()).unwrap();
    page(1, 1).write_file(&path).unwrap();
    assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
    assert!(!fs::symlink_metadata(&path).unwrap().is_symlink());
}

#[test]
fn a_reader_never_sees_a_part() {
    let directory = Directory::new("part");
    let path = directory.0.join("plimsoll.prom");
    page(2000, 0).write_file(&path).unwrap();
    let (done, seen) = (AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let text = fs::read_to_string(&path).unwrap();
                let first = text.lines().next().unwrap();
                assert!(text.lines().count() == 2000 && text.lines().all(|line| line == first), "{first}");
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
        // However late the reader begins, it meets some of them.
        let mut number = 1;
        while number < 50 || (seen.load(Ordering::Relaxed) < 5 && number < 100_000) {
            page(2000, number).write_file(&path).unwrap();
            number += 1;
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(seen.into_inner() >= 5);
}

#[test]
fn what_cannot_be_written_is_told_with_its_path() {
    let directory = Directory::new("wrong");
    let missing = directory.0.join("nowhere/plimsoll.prom");
    let error = page(1, 1).write_file(&missing).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("nowhere/plimsoll.prom"), "{error}");
    let error = page(1, 1).write_file("/dev/null").unwrap_err();
    assert!(error.to_string().contains("it is no file"), "{error}");
    assert!(page(1, 1).write_file("/").is_err() && page(1, 1).write_file(&directory.0).is_err());
    // Not even root may write there.
    assert!(page(1, 1).write_file("/proc/plimsoll.prom").is_err());
    assert!(directory.names().is_empty());
}
