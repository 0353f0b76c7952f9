use super::*;

#[test]
fn shares_are_told_as_finely_as_they_matter() {
    for (value, shown) in [
        (0.0, "0 %"),
        (1e-6, "< 0.01 %"),
        (0.0001, "0.01 %"),
        (0.0512, "5.12 %"),
        (0.31, "31.0 %"),
        (1.0, "100.0 %"),
    ] {
        assert_eq!(share(value), shown);
    }
}
