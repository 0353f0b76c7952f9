use super::*;

#[test]
fn two_rates_share_a_unit_and_fit_their_column() {
    assert_eq!(both(0.0, 0.0, "r", "w"), "r 0  w 0 B/s");
    assert_eq!(both(12.9e6, 400e3, "r", "w"), "r 12.3  w 0.4 MiB/s");
    assert_eq!(both(1e12, 1.0, "in", "out"), "in 931  out 0.0 GiB/s");
    assert!(both(1023.0 * 1024.0, 1023.0 * 1024.0, "in", "out").len() <= 24);
}
