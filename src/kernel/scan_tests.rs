use super::*;

#[test]
fn finds_the_first_needle_wherever_it_stands() {
    // Lengths around the word and the block. A byte that differs from the needle by one is where the borrow of the word
    // trick would give false hits, one that differs by the high bit is where a forgotten mask would.
    let lengths = (0..40).chain(55..75).chain(120..140).chain([1000]);
    for (length, filler) in
        lengths.flat_map(|length| [b'\n' + 1, b'\n' | 0x80, 0xff].map(|filler| (length, filler)))
    {
        let mut bytes = vec![filler; length];
        assert_eq!(find(&bytes, b'\n'), None, "{length}");
        for at in (0..length).rev() {
            bytes[at] = b'\n';
            assert_eq!(find(&bytes, b'\n'), Some(at), "{at} of {length}");
        }
    }
}

#[test]
fn an_unterminated_line_is_dropped() {
    let lines =
        |text: &'static str| Lines::new(text.as_bytes()).map(|line| line.to_vec()).collect::<Vec<_>>();
    assert_eq!(lines("a\n\nb\n"), [b"a".to_vec(), b"".to_vec(), b"b".to_vec()]);
    assert_eq!(lines("a\nb"), [b"a".to_vec()]);
    assert_eq!(lines("a"), Vec::<Vec<u8>>::new());
    assert_eq!(lines(""), Vec::<Vec<u8>>::new());
    assert_eq!(only_line(b"a\nb\n"), Some(b"a".as_slice()));
    assert_eq!(only_line(b"a"), None);
    assert!(is_cut(b"a\nb"));
    assert!(!is_cut(b"a\n"));
    assert!(!is_cut(b""));
}

#[test]
fn numbers_are_those_of_the_standard_library_without_signs() {
    let texts = [
        "0",
        "7",
        "007",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "10000000000000000000",
        "99999999999999999999",
        "00000000000000000000000000001",
        "184467440737095516150",
        "",
        "-1",
        "+1",
        "1 ",
        " 1",
        "1.0",
        "0x10",
        "1e3",
        "12\r",
        "1_000",
        "\u{0661}",
        "/",
        ":",
        "1:",
    ];
    for text in texts {
        let wanted = if text.starts_with('+') { None } else { text.parse::<u64>().ok() };
        assert_eq!(number(text.as_bytes()), wanted, "{text:?}");
        // The same, as a column between others.
        let is_one_column = !text.is_empty() && !text.contains(' ');
        if is_one_column {
            let line = format!("  {text}\t5");
            let mut columns = Columns::new(line.as_bytes());
            assert_eq!((columns.number(), columns.number()), (wanted, Some(5)), "{text:?}");
            assert_eq!((columns.number(), columns.next()), (None, None));
        }
    }
    assert_eq!(number_u32(b"4294967295"), Some(u32::MAX));
    assert_eq!(number_u32(b"4294967296"), None);
}

#[test]
fn decimals_are_the_nearest_floats() {
    for text in ["0.00", "0.12", "1", "10.5", "99.99", "100.00", "65535.99", "0.123456789", "123456789012345"]
    {
        assert_eq!(decimal(text.as_bytes(), 0), text.parse::<f64>().ok(), "{text}");
    }
    assert_eq!(decimal(b"0.27", 2), Some(0.0027));
    assert_eq!(decimal(b"100.00", 2), Some(1.0));
    assert_eq!(decimal(b"33.33", 2), Some(0.3333));
    for text in [
        "",
        ".",
        "1.",
        ".5",
        "-1.0",
        "1.0.0",
        "nan",
        "inf",
        "1e5",
        "1,5",
        " 1.0",
        "1.0 ",
        "12345678901234567",
        "9999999999999999",
    ] {
        assert_eq!(decimal(text.as_bytes(), 0), None, "{text:?}");
    }
    assert_eq!(decimal(b"1.00000000000000", 2), None, "a divisor that is not exact");
}

#[test]
fn units_and_devices() {
    assert_eq!(kibibytes(b"       8 kB"), Some(8192));
    assert_eq!(kibibytes(b"\t       8 kB"), Some(8192));
    for text in ["8", "8 KB", "8 kB 1", "8 kB\r", "-8 kB", "kB", "", "18014398509481984 kB"] {
        assert_eq!(kibibytes(text.as_bytes()), None, "{text:?}");
    }
    assert_eq!(kibibytes(b"18014398509481983 kB"), Some(u64::MAX - 1023));
    assert_eq!(lone_number(b"\t3"), Some(3));
    assert_eq!(lone_number(b"3 4"), None);
    assert_eq!(device(b"259:1048575"), Some((259, 1_048_575)));
    for text in ["8", "8:", ":0", "8:0:0", "8:-1", "a:b", "4294967296:0"] {
        assert_eq!(device(text.as_bytes()), None, "{text:?}");
    }
}

#[test]
fn sums_do_not_hide_what_is_missing() {
    assert_eq!(add(Some(1), Some(2)), Some(3));
    assert_eq!(add(None, Some(2)), None);
    assert_eq!(add(Some(1), None), None);
    assert_eq!(add(Some(u64::MAX), Some(1)), None);
    let mut slot = None;
    assert!(!keep_first(&mut slot, None));
    assert!(keep_first(&mut slot, Some(1)));
    assert!(!keep_first(&mut slot, Some(2)));
    assert_eq!(slot, Some(1));
}
