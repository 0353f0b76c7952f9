//! The pages of the manual: both formatters take them, and the example of plimsoll(3) runs.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::declarations::functions;
use super::toolbox::{compile, finish, root, run, source};

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(root().join("docs/man")).unwrap().map(|page| page.unwrap().path()).collect();
    pages.sort();
    assert!(pages.len() > 5, "{pages:?}");
    pages
}

#[test]
fn groff_has_nothing_to_warn_of() {
    for page in pages() {
        let output = finish(
            Command::new("man")
                .args(["--warnings", "--encoding=UTF-8", "--local-file", "-Tutf8", "--ditroff"])
                .arg(&page)
                .env("MANROFFSEQ", "")
                .env("MANWIDTH", "100")
                .env("LC_ALL", "C.UTF-8"),
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.is_empty(), "{}: {said}", page.display());
    }
}

#[test]
fn mandoc_has_nothing_to_warn_of() {
    for page in pages() {
        let output = finish(Command::new("mandoc").args(["-T", "lint", "-W", "warning"]).arg(&page));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.is_empty(), "{said}");
    }
}

/// Whatever can be made, freed and used has a word.
#[test]
fn every_handle_is_named() {
    let page = fs::read_to_string(root().join("docs/man/plimsoll.3")).unwrap();
    // Parts of others, which are told with these.
    let parts = ["checks", "database_reader", "error", "permit", "rows", "run", "seat", "string", "targets"];
    for function in functions() {
        let Some(handle) = function
            .name
            .strip_prefix("plim_")
            .and_then(|name| name.strip_suffix("_free"))
            .filter(|name| !parts.contains(name))
        else {
            continue;
        };
        let is_named =
            [format!("plim_{handle}_..."), format!("plim_{}...", handle.split('_').next().unwrap_or(handle))];
        assert!(is_named.iter().any(|name| page.contains(name)), "{handle} is not in plimsoll(3)");
    }
}

/// And the guide shows what there is for C++, and the daemon.
#[test]
fn the_guide_knows_the_header_and_the_daemon() {
    let guide = fs::read_to_string(root().join("docs/how-to/c-agent.md")).unwrap();
    for named in ["#include <plimsoll.hpp>", "examples/cpp/worker.cpp", "examples/c/daemon.c"] {
        assert!(guide.contains(named), "{named}");
    }
}

#[test]
fn the_example_runs() {
    let page = fs::read_to_string(root().join("docs/man/plimsoll.3")).unwrap();
    let (_, example) = page.split_once(".SH EXAMPLE\n.nf\n").unwrap();
    let (example, _) = example.split_once(".fi\n").unwrap();
    // As the formatter would show it.
    let text = example.replace("\\en", "\\n").replace("\\-", "-");
    let said = run(&mut Command::new(compile(&source("manual.c", &text), "manual-example", &[])));
    let (level, json) = said.split_once(' ').unwrap();
    assert!(level.parse::<i32>().is_ok() && json.contains("\"load_line\":"), "{said}");
}
