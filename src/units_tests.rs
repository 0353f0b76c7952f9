use super::*;

#[test]
fn tighter_prefers_a_number_over_none_and_the_smaller_of_two() {
    assert_eq!(Limit::Max.tighter(Limit::Value(3)), Limit::Value(3));
    assert_eq!(Limit::Value(3).tighter(Limit::Max), Limit::Value(3));
    assert_eq!(Limit::Value(3).tighter(Limit::Value(2)), Limit::Value(2));
    assert_eq!(Limit::<u64>::Max.tighter(Limit::Max), Limit::Max);
    assert!(Limit::Value(2).is_tighter_than(Limit::Max));
    assert!(!Limit::Value(2).is_tighter_than(Limit::Value(2)));
    assert!(!Limit::<u64>::Max.is_tighter_than(Limit::Max));
}

#[test]
fn bytes_read_well() {
    for (bytes, text) in [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (200 << 20, "200 MiB"),
        ((1 << 30) - 1, "1.0 GiB"),
        (u64::MAX, "16.0 EiB"),
    ] {
        assert_eq!(Bytes(bytes).to_string(), text);
    }
}
