//! Exactly the declared symbols leave the library, and each export's body is guarded.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use super::declarations::functions;
use super::toolbox::{library, root, run};

/// The one export that is in no header (feature `panic-test`).
const TEST_ONLY: &str = "plim_panic_test";

#[test]
fn only_what_the_header_declares_is_exported() {
    let declared: BTreeSet<String> = functions().into_iter().map(|function| function.name).collect();
    let listed = run(Command::new("nm")
        .args(["--dynamic", "--defined-only", "--format=posix"])
        .arg(library().join("libplimsoll.so")));
    let exported: BTreeSet<String> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != TEST_ONLY)
        .map(str::to_owned)
        .collect();
    assert_eq!(exported, declared);
}

#[test]
fn every_export_is_guarded() {
    // Functions of a feature stand twice: with it, and for a library without it.
    let mut exports = BTreeSet::new();
    for entry in fs::read_dir(root().join("src/capi")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // What stands between one export's head and the next must hold the guard, once.
        for export in text.split("#[no_mangle]").skip(1) {
            let head = export.trim_start().lines().next().unwrap();
            assert!(head.contains("extern \"C\" fn plim_"), "{}: {head}", path.display());
            assert_eq!(export.matches("export!(").count(), 1, "{}: {head}", path.display());
            // The guard is the body's only statement.
            let body = &export[export.find("{\n").unwrap() + 2..];
            assert!(
                body.trim_start().starts_with("export!(") || body.trim_start().starts_with("const "),
                "{}: {head}",
                path.display()
            );
            let name = head.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
            exports.insert(name.unwrap().to_owned());
        }
    }
    assert_eq!(exports.len(), functions().len() + 1, "declared, and the one that panics on purpose");
}

#[test]
fn it_has_its_name_and_stays_mapped() {
    let dynamic =
        run(Command::new("readelf").args(["--dynamic", "--wide"]).arg(library().join("libplimsoll.so")));
    assert!(dynamic.contains("Library soname: [libplimsoll.so.0]"), "{dynamic}");
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
    // Nothing but the C library and the compiler's own support may be needed.
    for line in dynamic.lines().filter(|line| line.contains("(NEEDED)")) {
        assert!(
            ["libc.so", "libgcc_s.so", "ld-linux", "libm.so", "libc.musl"]
                .iter()
                .any(|known| line.contains(known)),
            "{line}"
        );
    }
}
