use super::*;

#[test]
fn values_have_their_units() {
    for (value, unit, text) in [
        (6.32e-5, "seconds", "63.2 µs"),
        (1.5e-3, "seconds", "1.50 ms"),
        (12.3, "seconds", "12.3 s"),
        (51_234.4, "per_second", "51,234/s"),
        (987.0, "per_second", "987/s"),
        (8_589_934_592.0, "bytes_per_second", "8.0 GiB/s"),
    ] {
        assert_eq!(amount(value, unit), text);
    }
}
