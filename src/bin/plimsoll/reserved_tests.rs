use super::*;

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-reserved-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    fn count(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_written_into_the_room_is_the_file_and_nothing_is_left() {
    let directory = Directory::new("write");
    let path = directory.0.join("result");
    for content in ["short", "longer than the room"] {
        let reserved = Reserved::new(&path, 10).unwrap();
        assert_eq!(
            directory.0.join(format!(".result.{}.new", std::process::id())).metadata().unwrap().len(),
            10
        );
        reserved.write(content.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
        assert_eq!(directory.count(), 1);
    }
    drop(Reserved::new(&path, 10).unwrap());
    assert_eq!((directory.count(), fs::read_to_string(&path).unwrap().as_str()), (1, "longer than the room"));
}

#[test]
fn what_cannot_be_written_is_known_before() {
    let said = |path: &str| match Reserved::new(Path::new(path), 10) {
        Err(Failure::Usage(text)) => text,
        _ => panic!("{path}"),
    };
    assert!(said("/no/where").contains("there is no directory"));
    assert!(said("/").contains("it is a directory"));
    // Not even root may write there.
    assert!(said("/proc/x").contains("/proc/x cannot be written"));
    assert!(Reserved::new(Path::new("/dev/null"), 10).unwrap().write(b"x").is_ok());
}
