//! What the crate depends on may be used by everybody: permissive licences only, from the registry
//! only, and nothing twice in the library itself.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// Permissive licences, by SPDX name.
const PERMISSIVE: [&str; 9] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "Unlicense",
    "Zlib",
];
/// Allowed for data: the tables that come with Unicode code, and Mozilla's list of authorities, which asks for nothing
/// but that its licence is passed on with the data.
const DATA: [&str; 3] = ["Unicode-3.0", "Unicode-DFS-2016", "CDLA-Permissive-2.0"];
/// Tools that run at development time and are not linked: file-level copyleft does no harm.
const TOOLS: [&str; 1] = ["cbindgen"];

/// Whether some choice that the SPDX expression leaves is permissive. Every part of an `AND` must be.
fn is_permissive(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], "");
    // `A OR B AND C` is written by crates for "(A OR B) AND C".
    expression.split(" AND ").all(|part| {
        part.split(" OR ").any(|name| PERMISSIVE.contains(&name.trim()) || DATA.contains(&name.trim()))
    })
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata writes JSON")
}

#[test]
fn every_dependency_is_permissive_and_from_the_registry() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 10, "the list of packages is not whole");
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("none");
        let allowed = is_permissive(licence) || (TOOLS.contains(&name) && licence == "MPL-2.0");
        assert!(allowed, "{name} has the licence {licence}");
        if name != "plimsoll" {
            let source = package["source"].as_str().unwrap_or("a path");
            assert!(source.starts_with("registry+"), "{name} comes from {source}");
        }
    }
}

#[test]
fn the_library_holds_no_crate_twice_and_few_in_all() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--features", "capi"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree runs");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.contains("proc-macro") && !line.ends_with("(*)")) {
        let mut words = line.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        let known = versions.entry(name).or_default();
        if !known.contains(&version) {
            known.push(version);
        }
    }
    assert!(versions.contains_key("libc"), "{text}");
    for (name, versions) in &versions {
        assert_eq!(versions.len(), 1, "{name}: {versions:?}");
    }
    assert!(versions.len() <= 24, "{} crates in the library: {:?}", versions.len(), versions.keys());
}

#[test]
fn expressions_are_read_as_meant() {
    assert!(is_permissive("MIT OR GPL-3.0"));
    assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_permissive("MIT/Apache-2.0"));
    assert!(!is_permissive("GPL-3.0"));
    assert!(!is_permissive("MIT AND GPL-3.0"));
    assert!(!is_permissive("none"));
}
