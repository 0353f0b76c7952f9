use super::*;

#[test]
fn long_names_are_cut_at_letters() {
    assert_eq!(short("short"), "short");
    let cut = short(&"ä".repeat(1000));
    assert!(cut.chars().count() == 160 && cut.ends_with('…'));
}
