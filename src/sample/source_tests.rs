use std::fs;

use super::*;

/// A file that says what the test wants, gone with it.
struct Kernel(PathBuf);

impl Kernel {
    fn file(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-source-{name}-{}", std::process::id()));
        fs::write(&path, bytes).unwrap();
        Kernel(path)
    }

    fn open(&self, reading: &mut Reading) -> Source {
        Source::open(self.0.clone(), Groups::CPU, Need::Required, &mut reading.problems)
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn length(bytes: &[u8]) -> Option<usize> {
    (bytes.len() > 1).then_some(bytes.len())
}

#[test]
fn a_file_larger_than_the_buffer_is_read_whole() {
    for size in [START - 1, START, START + 1, 3 * START] {
        let mut bytes = vec![b'x'; size];
        bytes.push(b'\n');
        let kernel = Kernel::file(&format!("large{size}"), &bytes);
        let mut reading = Reading::default();
        let mut source = kernel.open(&mut reading);
        assert_eq!(source.parsed(&mut reading, length), Some(size + 1));
        assert_eq!(source.parsed_records(&mut reading, length), Some(size + 1));
        let mut named = Source::named(kernel.0.clone(), Groups::CPU, Need::Required, &mut reading.problems);
        assert_eq!(named.parsed(&mut reading, length), Some(size + 1));
        assert!(reading.problems.list().is_empty());
    }
}

#[test]
fn half_a_line_is_no_value_and_half_a_file_is_said_once() {
    let kernel = Kernel::file("cut", b"12345");
    let mut reading = Reading::default();
    let mut source = kernel.open(&mut reading);
    for _ in 0..3 {
        assert_eq!(source.parsed(&mut reading, length), None);
    }
    assert_eq!(reading.problems.list().len(), 1);
    assert_eq!(reading.problems.list()[0].reason, NOT_UNDERSTOOD);

    let kernel = Kernel::file("cutlines", b"a 1\nb 2");
    let mut reading = Reading::default();
    let mut source = kernel.open(&mut reading);
    for _ in 0..3 {
        assert_eq!(source.parsed(&mut reading, length), Some(7), "whole lines are good");
    }
    assert_eq!(reading.problems.list().len(), 1);
    assert_eq!(reading.problems.list()[0].reason, CUT);
}

#[test]
fn what_is_not_there_is_worth_a_word_only_if_it_is_needed() {
    let nowhere = PathBuf::from("/plimsoll/nowhere");
    for (need, words) in [(Need::Optional, 0), (Need::Required, 1)] {
        let mut reading = Reading::default();
        let mut source = Source::open(nowhere.clone(), Groups::CPU, need, &mut reading.problems);
        assert!(!source.is_there() && !source.is_readable() && !source.is_kept());
        assert_eq!(source.parsed(&mut reading, length), None);
        assert_eq!(reading.problems.list().len(), words);
    }
    // A file that refuses to be opened is there all the same.
    let mut reading = Reading::default();
    let file_as_directory = PathBuf::from("/proc/version/x");
    let source = Source::open(file_as_directory, Groups::CPU, Need::Optional, &mut reading.problems);
    assert!(source.is_there() && !source.is_readable());
    assert_eq!(reading.problems.list().len(), 1);
}

#[test]
fn a_file_without_end_is_given_up() {
    let mut reading = Reading::default();
    let zero = PathBuf::from("/dev/zero");
    let mut source = Source::open(zero, Groups::CPU, Need::Required, &mut reading.problems);
    for _ in 0..2 {
        assert_eq!(source.parsed(&mut reading, length), None);
        assert_eq!(reading.buffer.len(), START, "no room is kept for it");
    }
    assert_eq!(reading.problems.list().len(), 1);
    assert!(source.is_there() && !source.is_readable());
}

#[test]
fn a_disk_that_went_is_not_a_target_that_went() {
    let gone = io::Error::from_raw_os_error(libc::ENODEV);
    for (group, target, disk) in [(Groups::DISK, false, true), (Groups::CGROUP_CPU, true, false)] {
        let mut reading = Reading::default();
        let path = PathBuf::from("/proc/version");
        let mut source = Source::open(path, group, Need::Required, &mut reading.problems);
        assert!(source.failed(&mut reading, Some(&gone)).is_none());
        assert_eq!((reading.gone, reading.unplugged), (target, disk));
        assert!(reading.problems.list().is_empty(), "not a problem of the file");
    }
}
