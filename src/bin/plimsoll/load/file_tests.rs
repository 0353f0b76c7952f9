use super::file_name;

#[test]
fn a_name_becomes_that_of_a_file() {
    assert_eq!(file_name("morning rush/2"), "morning-rush-2");
    assert_eq!(file_name("../../etc/passwd"), "-..-etc-passwd");
    assert_eq!(file_name("grün_1.5"), "grün_1.5");
}
