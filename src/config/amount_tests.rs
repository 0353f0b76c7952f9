use std::time::Duration;

use super::{bytes, duration, seconds, size};

#[test]
fn durations_have_units_or_are_seconds() {
    for (text, milliseconds) in [
        ("5s", 5_000),
        ("500ms", 500),
        ("1m 30s", 90_000),
        ("1m30s", 90_000),
        ("2h", 7_200_000),
        ("5", 5_000),
        ("0.25", 250),
        ("0s", 0),
    ] {
        assert_eq!(duration(text), Some(Duration::from_millis(milliseconds)), "{text}");
    }
}

#[test]
fn what_is_no_duration_is_refused() {
    for text in ["", "s", "5 parsecs", "-5s", "-5", "inf", "nan", "1e300", "99999999999999999999s", "5s5"] {
        assert_eq!(duration(text), None, "{text}");
    }
    assert_eq!(seconds(f64::NAN), None);
    assert_eq!(seconds(-1.0), None);
}

#[test]
fn sizes_have_units_or_are_bytes() {
    for (text, number) in [
        ("0", 0),
        ("17", 17),
        ("17B", 17),
        ("1GiB", 1 << 30),
        ("1 gib", 1 << 30),
        ("1.5KiB", 1536),
        ("64 MB", 64_000_000),
        ("2TiB", 2 << 40),
    ] {
        assert_eq!(bytes(text), Some(number), "{text}");
    }
}

#[test]
fn what_is_no_size_is_refused() {
    for text in ["", "GiB", "-1", "-1KiB", "1 Gibi", "0.3B", "1.2.3MB", "99999999999TiB", "1e3", "١MB", "é"]
    {
        assert_eq!(bytes(text), None, "{text}");
    }
}

#[test]
fn sizes_are_said_as_they_are_written() {
    for (count, said) in
        [(0, "0 bytes"), (1000, "1000 bytes"), (1024, "1KiB"), (1536, "1536 bytes"), (3 << 30, "3GiB")]
    {
        assert_eq!(size(count), said);
    }
    assert_eq!(bytes(&size(256 << 20)), Some(256 << 20));
}
