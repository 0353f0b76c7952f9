use super::*;

#[test]
fn latencies_have_three_digits() {
    for (seconds, shown) in [
        (43e-9, "0.04 µs"),
        (43e-6, "43.0 µs"),
        (0.000_999, "999 µs"),
        (0.001_234, "1.23 ms"),
        (0.0999, "99.9 ms"),
        (2.0, "2.00 s"),
        (123.0, "123 s"),
    ] {
        assert_eq!(latency(seconds), shown);
    }
}

#[test]
fn numbers_have_groups() {
    for (value, shown) in [(0.0, "0"), (0.5, "0.5"), (7.0, "7"), (999.6, "1,000"), (1_234_567.0, "1,234,567")]
    {
        assert_eq!(number(value), shown);
    }
}
