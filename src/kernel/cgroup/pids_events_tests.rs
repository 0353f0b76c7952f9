use super::*;

#[test]
fn reads_the_count() {
    assert_eq!(parse(b"max 3\n"), Some(PidsEvents { max: Some(3) }));
}

#[test]
fn damage_is_missing() {
    assert_eq!(parse(b"max max\n"), None);
    assert_eq!(parse(b"max 3"), None);
    assert_eq!(parse(b"maximum 3\n"), None);
}
