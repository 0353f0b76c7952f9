use super::*;

#[test]
fn what_is_written_is_bounded_and_nobody_sees_it() {
    let directory = std::env::temp_dir().join(format!("plimsoll-bench-disk-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let mut disk = Disk::open(&directory, 8 << 20).unwrap();
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
    let mut written = 0;
    while disk.may_write(1.0) {
        assert!(disk.write(0.0).unwrap() > 0.0);
        assert!(disk.sync().unwrap() > 0.0);
        written += 1;
    }
    assert_eq!(written, 2, "of 8 MiB, 4 of which make the file, and one of which is kept");
    assert_eq!(disk.file.metadata().unwrap().len(), FILE_BYTES);
    drop(disk);
    std::fs::remove_dir(&directory).unwrap();
}

#[test]
fn a_directory_that_is_not_there_is_an_error() {
    assert!(Disk::open(Path::new("/no/where"), 1).is_err());
}
