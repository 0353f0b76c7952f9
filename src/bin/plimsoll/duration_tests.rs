use super::*;

#[test]
fn durations_read_as_people_write_them() {
    for (text, milliseconds) in
        [("5s", 5_000), ("200ms", 200), ("1m30s", 90_000), ("1m 30s", 90_000), ("0.5", 500), ("2", 2_000)]
    {
        assert_eq!(interval(text), Ok(Duration::from_millis(milliseconds)), "{text}");
    }
}

#[test]
fn what_is_no_duration_or_out_of_range_says_what_is_allowed() {
    for text in ["", "five", "5 parsecs", "-1", "NaN", "inf", "1e300"] {
        assert!(interval(text).unwrap_err().contains("5s, 200ms"), "{text}");
    }
    assert_eq!(interval("1ms").unwrap_err(), "allowed are 10ms to 1h");
    assert_eq!(window("2h").unwrap_err(), "allowed are 100ms to 1h");
    assert_eq!(frame("0").unwrap_err(), "allowed are 100ms to 1m");
    assert_eq!(answer("61s").unwrap_err(), "allowed are 100ms to 1m");
}
