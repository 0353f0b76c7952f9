//! The header for C++: every handle, both forms, sanitizers, and the example.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::declarations::functions;
use super::toolbox::{library, root, run, scratch, source, valgrind};

fn compiler() -> OsString {
    std::env::var_os("CXX").unwrap_or("c++".into())
}

/// Compiles C++ against the shared library.
fn compile(sources: &[&str], name: &str, flags: &[&str]) -> PathBuf {
    let binary = scratch().join(name);
    run(Command::new(compiler())
        .args(["-std=c++17", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wshadow", "-g", "-O1"])
        .args(flags)
        .arg("-I")
        .arg(root().join("include"))
        .args(sources.iter().map(|source| root().join(source)))
        .arg("-o")
        .arg(&binary)
        .arg("-L")
        .arg(library())
        .arg(format!("-Wl,-rpath,{}", library().display()))
        .args(["-Wl,--as-needed", "-lplimsoll", "-pthread"]));
    binary
}

const HANDLES: [&str; 2] = ["tests/cpp/handles.cpp", "tests/cpp/second.cpp"];

#[test]
fn every_handle_is_used_moved_and_freed() {
    let none: &[OsString] = &[];
    valgrind(&compile(&HANDLES, "cpp-handles", &[]), none);
}

#[test]
fn nothing_is_lost_or_used_twice() {
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    run(&mut Command::new(compile(&HANDLES, "cpp-handles-sanitized", &flags)));
}

#[test]
fn it_goes_without_exceptions() {
    let plain = compile(&["tests/cpp/plain.cpp"], "cpp-plain", &["-fno-exceptions", "-fno-rtti"]);
    let none: &[OsString] = &[];
    valgrind(&plain, none);
}

/// Whether it compiles, and nothing else.
fn syntax(flags: &[&str], source: &Path) {
    run(Command::new(compiler())
        .args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"])
        .args(flags)
        .arg("-I")
        .arg(root().join("include"))
        .arg(source));
}

#[test]
fn later_languages_take_it_too() {
    syntax(&["-std=c++20"], &root().join("tests/cpp/handles.cpp"));
}

#[test]
fn the_worker_does_all_its_jobs() {
    let worker = compile(&["examples/cpp/worker.cpp"], "cpp-worker", &[]);
    let said = run(Command::new(worker).arg("7"));
    assert!(said.starts_with("jobs=7 level="), "{said}");
}

/// Used in C++ as in C: one wraps what is used instead, and a check of one's own is lent a plain pointer.
const LEFT_OUT: [&str; 3] = ["plim_error_code", "plim_own_left_ns", "plim_own_is_cancelled"];

/// Whoever adds something to the C face sees here that C++ lacks it.
#[test]
fn every_function_of_c_has_its_counterpart() {
    let mut header = String::new();
    for file in fs::read_dir(root().join("include/plimsoll")).unwrap() {
        header += &fs::read_to_string(file.unwrap().path()).unwrap();
    }
    let words: BTreeSet<&str> = header
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("plim_"))
        .collect();
    let functions = functions();
    for function in &functions {
        let name = function.name.as_str();
        assert_eq!(words.contains(name), !LEFT_OUT.contains(&name), "{name} and include/plimsoll/*.hpp");
    }
    for name in LEFT_OUT {
        assert!(
            functions.iter().any(|function| function.name == name),
            "{name} is no function of the header"
        );
    }
}

/// Each of the headers by itself, in whatever order.
#[test]
fn each_header_needs_no_other() {
    let folder = root().join("include/plimsoll");
    let mut all = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        all.push(format!("#include <plimsoll/{}>\n", file.unwrap().file_name().into_string().unwrap()));
    }
    let whole = fs::read_to_string(root().join("include/plimsoll.hpp")).unwrap();
    for header in all {
        assert!(whole.contains(&header), "plimsoll.hpp lacks {header}");
        syntax(&["-std=c++17", "-Wshadow", "-Wold-style-cast"], &source("one-header.cpp", &header));
    }
}
