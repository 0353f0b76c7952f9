use super::*;

#[test]
fn numbers_are_read_from_names() {
    assert_eq!(number(b"0"), Some(0));
    assert_eq!(number(b"1027"), Some(1027));
    assert_eq!(number(b"x1"), None);
    assert_eq!(number(b"99999999999"), None);
}
