use super::*;

#[test]
fn codes_and_names_are_unique_and_signs_say_what_they_are() {
    for (index, (code, name)) in NAMES.iter().enumerate() {
        let name = name.to_str().unwrap();
        assert!(!NAMES[..index].iter().any(|(other, _)| other == code), "{code} twice");
        assert_eq!(name.starts_with("PLIM_E_"), *code < 0, "{name} is {code}");
    }
}

#[test]
fn every_code_has_its_name() {
    let text = include_str!("status.rs");
    let declared = text.lines().filter_map(|line| line.strip_prefix("pub const ")).count();
    assert_eq!(declared, NAMES.len());
    for (code, name) in NAMES {
        let line = format!("pub const {}: i32 = {code};", name.to_str().unwrap());
        assert!(text.contains(&line), "{line}");
    }
}
