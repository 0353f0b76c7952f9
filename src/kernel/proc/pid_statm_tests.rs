use super::*;

#[test]
fn reads_every_value() {
    let wanted = Statm { size_pages: Some(765), resident_pages: Some(447), shared_pages: Some(418) };
    assert_eq!(parse(b"765 447 418 5 0 123 0\n"), Some(wanted));
}

#[test]
fn damage_loses_only_itself() {
    assert_eq!(parse(b"765 x 418\n").unwrap().resident_pages, None);
    assert_eq!(parse(b"765 x 418\n").unwrap().shared_pages, Some(418));
    assert_eq!(parse(b"765\n"), Some(Statm { size_pages: Some(765), ..Statm::default() }));
    assert_eq!(parse(b"765 447 418 5 0 123 0"), None, "cut");
}
