use super::*;

#[test]
fn quantities_read_as_people_write_them() {
    for (value, unit, text) in [
        (0.5, Unit::Cpus, "0.5 CPUs"),
        (1.0, Unit::Cpus, "1 CPU"),
        (2.0, Unit::Cpus, "2 CPUs"),
        (0.974, Unit::Ratio, "97.4 %"),
        (0.0016, Unit::Ratio, "0.16 %"),
        (1.0, Unit::Ratio, "100 %"),
        (64.0 * 1024.0 * 1024.0, Unit::Bytes, "64.0 MiB"),
        (2048.4, Unit::BytesPerSecond, "2.0 KiB/s"),
        (0.25, Unit::Seconds, "250 ms"),
        (5.003, Unit::Seconds, "5 s"),
        (1234.4, Unit::Count, "1234"),
        (12.34, Unit::PerSecond, "12.3 /s"),
        (f64::INFINITY, Unit::Bytes, "no limit"),
    ] {
        assert_eq!(quantity(value, unit), text);
    }
}
