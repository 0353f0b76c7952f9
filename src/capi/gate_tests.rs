use super::*;

#[test]
fn reasons_have_the_names_that_json_has() {
    for (reason, number, name) in REASONS {
        assert_eq!(name.to_str().unwrap(), reason.name());
        assert_eq!(super::number(reason), number);
    }
}
