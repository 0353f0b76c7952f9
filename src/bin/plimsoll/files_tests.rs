use super::*;

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-files-{name}-{}", std::process::id()));
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

#[test]
fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
    let directory = Directory::new("replace");
    let path = directory.0.join("state");
    replace(&path, b"one").unwrap();
    // Whoever has the old one open goes on reading the old one.
    let old = File::open(&path).unwrap();
    replace(&path, b"another").unwrap();
    assert_eq!(io::read_to_string(old).unwrap(), "one");
    assert_eq!(fs::read(&path).unwrap(), b"another");
    assert_eq!(directory.names(), ["state"]);
}

#[test]
fn what_cannot_be_written_is_said_with_its_name() {
    let directory = Directory::new("refused");
    let nowhere = directory.0.join("no/where");
    let said = |failure: Result<(), Failure>| match failure {
        Err(Failure::Usage(text)) => text,
        other => panic!("{other:?}"),
    };
    assert!(said(check(&nowhere)).contains("no/where cannot be written: there is no directory"));
    assert!(said(check(&directory.0)).contains("it is a directory"));
    assert!(said(replace(&nowhere, b"")).contains("no/where cannot be written: No such file"));
    // Where even the owner of all makes no files.
    assert!(said(check(Path::new("/proc/page.html"))).contains("/proc/page.html cannot be written: "));
    assert!(check(&directory.0.join("here")).is_ok());
    fs::write(directory.0.join("there"), "as it was").unwrap();
    assert!(check(&directory.0.join("there")).is_ok());
    assert_eq!(fs::read_to_string(directory.0.join("there")).unwrap(), "as it was");
    fs::remove_file(directory.0.join("there")).unwrap();
    assert!(check(Path::new("/dev/full")).is_ok(), "a device is not tried");
    assert!(directory.names().is_empty());
}
