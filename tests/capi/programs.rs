//! The C programs, each run as it is, under valgrind, and with the compiler's sanitizers.

use std::process::Command;

use super::toolbox::{compile, program, root, run, valgrind};

fn plain(name: &str) {
    run(&mut Command::new(program(name)));
}

fn under_valgrind(name: &str) {
    valgrind(&program(name), &[]);
}

fn with_sanitizers(name: &str) {
    let source = root().join("tests/c").join(name).with_extension("c");
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    run(&mut Command::new(compile(&source, &format!("{name}-sanitized"), &flags)));
}

#[test]
fn a_panic_never_leaves_the_library() {
    plain("panic");
}

#[test]
fn values_and_the_field_table() {
    plain("values");
    under_valgrind("values");
    with_sanitizers("values");
}
