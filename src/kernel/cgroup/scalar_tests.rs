use super::*;

#[test]
fn a_number_with_or_without_its_newline() {
    assert_eq!(parse_u64(b"4096\n"), Some(4096));
    assert_eq!(parse_u64(b"4096"), Some(4096));
    assert_eq!(parse_u64(b"18446744073709551615\n"), Some(u64::MAX));
    for text in [
        "",
        "\n",
        "\n4096",
        "4096\n\n",
        "4096\r\n",
        " 4096",
        "4096 ",
        "-1",
        "+1",
        "max",
        "18446744073709551616",
        "1 2",
    ] {
        assert_eq!(parse_u64(text.as_bytes()), None, "{text:?}");
    }
}

#[test]
fn a_limit_of_either_version() {
    assert_eq!(parse_bound(b"max\n"), Some(Bound::Max));
    assert_eq!(parse_bound(b"max"), Some(Bound::Max));
    assert_eq!(parse_bound(b"100663296\n"), Some(Bound::Value(100_663_296)));
    assert_eq!(parse_bound(b"0\n"), Some(Bound::Value(0)));
    // The largest page-rounded value with pages of 4, 16 and 64 KiB, and before Linux 3.19 not rounded.
    for no_limit in
        ["9223372036854771712", "9223372036854759424", "9223372036854710272", "9223372036854775807"]
    {
        assert_eq!(parse_bound(no_limit.as_bytes()), Some(Bound::Max), "{no_limit}");
    }
    assert_eq!(
        parse_bound(b"9223372036854710271\n"),
        Some(Bound::Value(0x7fff_fffe_ffff_ffff + 0x1_0000_0000 - 0x1_0000))
    );
    for text in ["", "\n", "Max", "maximum", "max\r\n", "-1", "18446744073709551616"] {
        assert_eq!(parse_bound(text.as_bytes()), None, "{text:?}");
    }
}

#[test]
fn a_quota_of_version_1() {
    assert_eq!(parse_quota(b"-1\n"), Some(Bound::Max));
    assert_eq!(parse_quota(b"50000\n"), Some(Bound::Value(50_000)));
    for text in ["", "-2\n", "max\n", "-\n", "--1\n"] {
        assert_eq!(parse_quota(text.as_bytes()), None, "{text:?}");
    }
}

#[test]
fn the_value_of_a_limit() {
    assert_eq!(Bound::Max.value(), None);
    assert_eq!(Bound::Value(5).value(), Some(5));
}
