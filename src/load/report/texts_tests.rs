use super::*;

#[test]
fn shares_are_told_as_finely_as_they_matter() {
    for (value, shown) in [(0.0, "0 %"), (1e-6, "< 0.01 %"), (0.0001, "0.01 %"), (0.0512, "5.12 %"), (0.31, "31.0 %"), (1.0, "100.0 %")] {
        assert_eq!(share(value), shown);
    }
}

#[test]
fn long_names_are_cut_at_letters() {
    assert_eq!(name("short"), "short");
    let cut = name(&"ä".repeat(1000));
    assert!(cut.chars().count() == 160 && cut.ends_with('…'));
}
