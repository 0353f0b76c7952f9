use super::*;

#[test]
fn counts() {
    for (text, count) in [
        ("", 0),
        ("\n", 0),
        ("0\n", 1),
        ("0-3,8,10-11\n", 7),
        ("0-3,8,10-11", 7),
        ("0-255\n", 256),
        ("1,3,5,7\n", 4),
        ("0-4294967295\n", 4_294_967_296),
    ] {
        assert_eq!(parse(text.as_bytes()), Some(count), "{text:?}");
    }
}

#[test]
fn gives_each_range() {
    assert_eq!(ranges(b"0-3,8,10-11\n").collect::<Vec<_>>(), [(0, 3), (8, 8), (10, 11)]);
    assert_eq!(ranges(b"\n").count(), 0);
    assert_eq!(ranges(b"0-3,x,10-11\n").collect::<Vec<_>>(), [(0, 3)]);
}

#[test]
fn a_list_that_no_kernel_prints_has_no_count() {
    for text in [
        "x",
        "0-",
        "-3",
        "0--3",
        "3-0",
        "0,",
        ",0",
        "0,,1",
        "0-3,3",
        "0-3,2-5",
        "5,1",
        "0 1",
        "0-3\r\n",
        "0\n\n",
        "0\n1\n",
        "0-3:1/2",
        "4294967296",
        "0-4294967296",
        "+1",
        "all",
    ] {
        assert_eq!(parse(text.as_bytes()), None, "{text:?}");
    }
}
