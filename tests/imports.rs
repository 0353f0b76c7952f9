//! Imports go one way: each module of the library takes from the modules named on its line, all of
//! which stand on lines above.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of `src/lib.rs`, from plain values up, with what it imports. A new module is a new
/// line.
#[rustfmt::skip]
const ORDER: &[(&str, &str)] = &[
    ("error",   ""),
    ("units",   ""),
    ("clock",   ""),
    ("fields",  "units"),
    ("stats",   ""),
    // Texts of others in forms that other programs read.
    ("quoting", ""),
    // What holds published schemas against real documents.
    ("schema_tests", ""),
    ("finding", "units fields"),
    ("sys",     "units clock"),
    // Parsers: bytes in, plain structs out.
    ("kernel",  ""),
    // Who may begin work: plain values, and the trait that answers.
    ("admit",   "fields"),
    // What checks stand on: TTL caches; HTTP, names and TLS; one check of one endpoint.
    ("cache",   "error clock sys"),
    ("net",     "error clock finding sys cache"),
    ("probe",   "error clock finding sys cache net"),
    // When what is checked, and what is made of the outcomes.
    ("sched",   "fields finding sys admit"),
    // Many checks at once.
    ("checker", "error fields finding sys admit cache probe sched"),
    ("sample",  "error units clock fields sys kernel"),
    ("usage",   "error units fields finding"),
    ("history", "fields finding usage"),
    // Diagnosis over usage and history.
    ("trends",  ""),
    ("anomaly", ""),
    ("rules",    "error units fields finding usage"),
    ("advise",   "error units fields finding usage rules"),
    // Pools of database connections: what they report, what limits them, how large they should be.
    ("dbpool",   "error clock fields finding sys rules"),
    ("monitor",  "error units fields finding sample usage history trends anomaly rules advise dbpool"),
    // Who may begin work, by concurrency and by the load of the container.
    ("gate",     "error clock fields sys admit sample usage monitor"),
    ("report",   "units fields finding history trends anomaly rules advise dbpool monitor"),
    // Load tests, which watch their own container, and their report.
    ("load",     "error units fields finding stats quoting sys probe checker sample usage report"),
    // What the container can do, and what watching it costs, and the report of it.
    ("bench",    "error units clock fields finding stats quoting sys checker sample usage rules advise monitor report"),
    // YAML or JSON to options.
    ("config",   "error fields finding admit probe sched checker rules advise monitor gate load"),
    // What is known, as metrics: on a page, and sent to a collector.
    ("export",   "admit cache checker config dbpool error fields finding gate monitor probe sched sys"),
    // Who is told of changes; what is known, over HTTP.
    ("alerts",   "checker config error export finding probe sched sys"),
    ("serve",    "config error sys probe export"),
    // The C face; nobody imports it.
    ("capi",    "error fields finding admit sys probe checker config sample rules advise monitor gate dbpool report export alerts load bench"),
];

/// What the command sees of the library: what every user sees, not the parsers that are public for
/// benches and fuzzing.
const HIDDEN: &[&str] = &["kernel", "cache"];

#[test]
fn every_module_has_its_line_and_imports_from_lines_above() {
    let lib = code_of(&source().join("lib.rs"));
    let declared = lib.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("pub ");
        line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    });
    let listed: BTreeSet<String> = ORDER.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(declared.collect::<BTreeSet<_>>(), listed, "src/lib.rs and the table");

    for (line, (module, allowed)) in ORDER.iter().enumerate() {
        for name in allowed.split_whitespace() {
            let above = ORDER[..line].iter().any(|(above, _)| *above == name);
            assert!(above, "the line of `{module}` names `{name}`, which does not stand above it");
        }
    }
}

#[test]
fn modules_import_what_their_line_names_and_nothing_else() {
    let mut wrong = Vec::new();
    for (module, allowed) in ORDER {
        let allowed: BTreeSet<&str> = allowed.split_whitespace().collect();
        let mut used = BTreeSet::new();
        for file in files_of(module) {
            let place = module_path(&file);
            for name in imports(&code_of(&file), &place) {
                if name != *module && !allowed.contains(name.as_str()) {
                    wrong.push(format!("{} imports `{name}`", file.display()));
                }
                used.insert(name);
            }
        }
        let unused = allowed.iter().filter(|name| !used.contains(**name));
        wrong.extend(unused.map(|name| format!("`{module}` does not import `{name}`: take it off its line")));
    }
    assert!(wrong.is_empty(), "against the table in tests/imports.rs:\n{}", wrong.join("\n"));
}

#[test]
fn the_command_uses_what_every_user_may_use() {
    let mut wrong = Vec::new();
    for file in files_below(&source().join("bin")) {
        let code = code_of(&file);
        for name in HIDDEN {
            if names_after(&code, "plimsoll::").iter().any(|used| used == name) {
                wrong.push(format!("{} imports `plimsoll::{name}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_forms_of_an_import_are_seen() {
    let code = "\
        use crate::fields::{Groups, Sample};\n\
        pub(in crate::sample) use crate::{error::Error, units::{Bytes, Limit}};\n\
        use super::super::clock::Clock; // use crate::rules;\n\
        use super::source::Source;\n\
        fn f() -> crate::finding::Level { super::roots() }\n";
    let place = ["sample", "cgroup"].map(str::to_owned);
    let wanted = ["clock", "error", "fields", "finding", "sample", "units"];
    let code = without_comments(code);
    assert_eq!(imports(&code, &place).iter().map(String::as_str).collect::<Vec<_>>(), wanted);
}

/// The top modules that code standing at `place` imports from; its own among them.
fn imports(code: &str, place: &[String]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = names_after(code, "crate::").into_iter().collect();
    for (at, _) in code.match_indices("super::") {
        // Of `super::super::x` the first one counts the others.
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut left = place.len();
        while let Some(further) = rest.strip_prefix("super::") {
            rest = further;
            left -= 1;
        }
        match place.first().filter(|_| left > 0) {
            Some(own) => drop(found.insert(own.clone())),
            None => found.extend(first_names(rest)),
        }
    }
    found
}

/// The names that directly follow `prefix`, also in braces.
fn names_after(code: &str, prefix: &str) -> Vec<String> {
    let whole = |at: &usize| !code[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    let places = code.match_indices(prefix).map(|(at, _)| at).filter(whole);
    places.flat_map(|at| first_names(&code[at + prefix.len()..])).collect()
}

/// `a::B` gives `a`; `{a, b::{C, D}}` gives `a` and `b`.
fn first_names(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '*').collect()
    };
    let Some(list) = code.strip_prefix('{') else { return vec![name(code)] };
    let mut depth = 0;
    let mut names = vec![name(list)];
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&list[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// A module's files, without its tests: those may look anywhere.
fn files_of(module: &str) -> Vec<PathBuf> {
    let single = source().join(module).with_extension("rs");
    let files = if single.is_file() { vec![single] } else { files_below(&source().join(module)) };
    assert!(!files.is_empty(), "no files of `{module}` below src");
    files
}

fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" && !name.ends_with("_tests.rs") {
            files.push(path);
        }
    }
    files
}

/// `src/sample/cgroup/mod.rs` is `sample`, `cgroup`.
fn module_path(file: &Path) -> Vec<String> {
    let below = file.strip_prefix(source()).unwrap().with_extension("");
    let parts = below.iter().map(|part| part.to_str().unwrap().to_owned());
    parts.filter(|part| part != "mod").collect()
}

fn code_of(file: &Path) -> String {
    without_comments(&fs::read_to_string(file).unwrap())
}

fn without_comments(code: &str) -> String {
    code.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect()
}
