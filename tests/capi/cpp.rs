//! The header for C++: every handle, both forms, sanitizers, and the example.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use super::toolbox::{library, root, run, scratch, valgrind};

/// Compiles C++ against the shared library.
fn compile(sources: &[&str], name: &str, flags: &[&str]) -> PathBuf {
    let binary = scratch().join(name);
    run(Command::new(std::env::var_os("CXX").unwrap_or("c++".into()))
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
    run(&mut Command::new(compile(&HANDLES, "cpp-handles", &[])));
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

#[test]
fn later_languages_take_it_too() {
    run(Command::new(std::env::var_os("CXX").unwrap_or("c++".into()))
        .args(["-std=c++20", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-I"])
        .arg(root().join("include"))
        .arg(root().join("tests/cpp/handles.cpp")));
}

#[test]
fn the_worker_does_all_its_jobs() {
    let worker = compile(&["examples/cpp/worker.cpp"], "cpp-worker", &[]);
    let said = run(Command::new(worker).arg("7"));
    assert!(said.starts_with("jobs=7 level="), "{said}");
}

/// Whoever adds a handle to the C face sees here that C++ lacks it.
#[test]
fn every_handle_of_c_is_held() {
    let header = std::fs::read_to_string(root().join("include/plimsoll.hpp")).unwrap();
    // Lent for a call only, or for readers of databases, which have a driver of their own.
    const OTHERS: [&str; 4] =
        ["plim_rows_free", "plim_database_reader_free", "plim_error_free", "plim_string_free"];
    for function in super::declarations::functions() {
        if function.name.ends_with("_free") && !OTHERS.contains(&function.name.as_str()) {
            assert!(
                header.contains(&format!(", {}>", function.name)),
                "{} is not in plimsoll.hpp",
                function.name
            );
        }
    }
}
