//! Files written from the field table and the C ABI are committed; these tests hold them against
//! their source. `make generate` (`PLIMSOLL_BLESS=1`) writes them anew.

mod header;
mod python;
mod reference;
mod sample;
mod thresholds;

use std::path::Path;

/// Compares a committed file with what it should be, or writes it when asked to.
fn hold(path: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    if found != wanted {
        if std::env::var_os("PLIMSOLL_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            // Only what changes: another test may be reading it, to write the header.
            std::fs::write(&path, wanted).unwrap();
            return;
        }
        let line = found.lines().zip(wanted.lines()).take_while(|(a, b)| a == b).count() + 1;
        panic!("{} is not what its source says (first at line {line}): run `make generate`", path.display());
    }
}

#[test]
fn the_sample_struct_follows_the_table() {
    hold("src/fields/sample.rs", &sample::rust());
}

#[test]
fn the_field_numbers_follow_the_table() {
    hold("src/capi/field_numbers.rs", &sample::c_numbers());
}

#[test]
fn the_python_stubs_follow_the_table() {
    hold("bindings/python/plimsoll/values.pyi", &python::stubs());
}

#[test]
fn the_python_usage_follows_the_table() {
    hold("bindings/python/plimsoll/usage.py", &python::usage());
    hold("bindings/python/plimsoll/usage.pyi", &python::usage_stubs());
}

#[test]
fn the_reference_page_follows_the_table() {
    hold("docs/fields.md", &reference::page());
}

#[test]
fn the_c_header_follows_the_sources() {
    hold("include/plimsoll.h", &header::c());
}

#[test]
fn the_page_of_thresholds_follows_the_rules() {
    hold("docs/thresholds.md", &thresholds::page());
}
