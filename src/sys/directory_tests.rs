use super::*;
use std::path::Path;

#[test]
fn lists_what_the_standard_library_lists_twice_over_and_in_small_bites() {
    let kept = Kept::open_directory(Path::new("/sys/class")).unwrap();
    let mut wanted: Vec<_> = std::fs::read_dir("/sys/class")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_encoded_bytes())
        .collect();
    wanted.sort();
    for _ in 0..2 {
        let mut found = Vec::new();
        entries(&kept, &mut [0; 512], |name| found.push(name.to_vec())).unwrap();
        found.sort();
        assert_eq!(found, wanted);
    }
}

#[test]
fn broken_records_end_the_walk() {
    let mut seen = 0;
    each_record(&[0; 64], &mut |_, _| seen += 1);
    each_record(&[255; 64], &mut |_, _| seen += 1);
    each_record(&[], &mut |_, _| seen += 1);
    assert_eq!(seen, 0);
}

#[test]
fn directories_leave_out_files_and_links() {
    let kept = Kept::open_directory(Path::new("/proc/self")).unwrap();
    let mut found = Vec::new();
    directories(&kept, &mut [0; 4096], |name| found.push(name.to_vec())).unwrap();
    assert!(found.contains(&b"task".to_vec()));
    assert!(!found.contains(&b"stat".to_vec()) && !found.contains(&b"exe".to_vec()));
}
