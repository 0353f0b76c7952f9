use super::*;

#[test]
fn spans_are_short_at_every_size() {
    assert_eq!(span(0.25), "250 ms");
    assert_eq!(span(59.0), "59 s");
    assert_eq!(span(60.0), "1 min");
    assert_eq!(span(12_000.4), "3 h 20 min");
    assert_eq!(span(187_200.0), "2 days 4 h");
    assert_eq!(span(1e30), "over 100 years");
    assert_eq!(span(f64::INFINITY), "over 100 years");
    assert_eq!(span(f64::NAN), "unknown");
}

#[test]
fn waits_of_more_than_an_hour_are_all_the_same() {
    assert_eq!(wait(0.25), "250 ms");
    assert_eq!(wait(3599.0), "59 min 59 s");
    assert_eq!(wait(3600.0), "1 h");
    for longer in [3601.0, 1_098_000.0, 1e30, f64::INFINITY] {
        assert_eq!(wait(longer), "> 1 h");
    }
    assert_eq!(wait(f64::NAN), "unknown");
}

#[test]
fn long_counts_can_be_read() {
    assert_eq!(amount(9999.0, Unit::Count), "9999");
    assert_eq!(amount(1_065_536.0, Unit::Count), "1,065,536");
    assert_eq!(amount(-65_536.0, Unit::Count), "−65,536");
    assert_eq!(plural(21_600, "reading", "readings"), "21,600 readings");
    assert_eq!(plural(1, "reading", "readings"), "1 reading");
}

#[test]
fn moments_out_of_the_calendar_are_unknown() {
    assert_eq!(moment(1_767_960_000.9), "2026-01-09 12:00:00");
    assert_eq!(clock(1_767_960_000.9), "12:00:00");
    assert_eq!(day(1_767_960_000.9), "01-09");
    for odd in [-1.0, f64::NAN, f64::INFINITY, 1e12] {
        assert_eq!(moment(odd), "unknown");
        assert_eq!(day(odd), "?");
    }
}

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
