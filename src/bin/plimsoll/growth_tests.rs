use super::*;

#[test]
fn a_pace_is_a_number_that_can_be_read() {
    for (per_second, unit, text) in [
        (3.0 * 1024.0 * 1024.0, Unit::Bytes, "3.0 MiB a second"),
        (100.0, Unit::Bytes, "5.9 KiB a minute"),
        (0.5, Unit::Bytes, "1.8 KiB an hour"),
        (2.0, Unit::Count, "2 a second"),
        (0.1, Unit::Count, "6 a minute"),
        (0.0005, Unit::Count, "1.8 an hour"),
        (0.0001, Unit::Count, "8.64 a day"),
    ] {
        assert_eq!(pace(per_second, unit), text);
    }
}
