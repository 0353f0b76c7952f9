//! The header is clean C and C++, other people's parsers read it, and its struct is the table's.

use std::fmt::Write;
use std::process::Command;

use plimsoll::fields::FIELDS;

use super::declarations::{functions, header};
use super::toolbox::{compile, python_with_cffi, root, run, scratch, source};

fn check_syntax(compiler: &str, flags: &[&str], file: &str) {
    run(Command::new(compiler)
        .args(flags)
        .args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-I"])
        .arg(root().join("include"))
        .arg(source(file, "#include <plimsoll.h>\n#include <plimsoll.h>\n")));
}

#[test]
fn it_is_clean_c99_and_c17() {
    check_syntax("cc", &["-std=c99"], "header99.c");
    check_syntax("cc", &["-std=c17"], "header17.c");
}

/// Also where the compiler declares nothing beyond the standard.
#[test]
fn the_examples_are_clean_c11() {
    for file in std::fs::read_dir(root().join("examples/c")).unwrap() {
        run(Command::new("cc")
            .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-I"])
            .arg(root().join("include"))
            .arg(file.unwrap().path()));
    }
}

#[test]
fn it_is_clean_cpp() {
    check_syntax("c++", &["-std=c++98", "-Wno-long-long"], "header98.cc");
    check_syntax("c++", &["-std=c++17"], "header17.cc");
}

#[test]
fn cffi_reads_it_after_preprocessing() {
    let script = root().join("tests/capi/parse_header.py");
    let count = run(Command::new(python_with_cffi()).arg(script).arg(root().join("include/plimsoll.h")));
    assert_eq!(count.trim().parse::<usize>().unwrap(), functions().len());
}

#[test]
fn members_and_numbers_are_the_tables() {
    let mut text = String::from(
        "#include <plimsoll.h>\n#include \"check.h\"\n\n\
         static void hold(uint32_t number, const char *name, size_t offset) {\n\
         \x20 plim_field field;\n\
         \x20 CHECK(plim_field_get(number, &field, sizeof field, NULL) == PLIM_OK);\n\
         \x20 CHECK_TEXT(field.name, name);\n\
         \x20 CHECK(field.offset == offset);\n\
         }\n\nint main(void) {\n",
    );
    for field in FIELDS {
        let name = field.name;
        let number = name.to_uppercase();
        writeln!(text, "  hold(PLIM_FIELD_{number}, \"{name}\", offsetof(plim_sample, {name}));").unwrap();
    }
    text.push_str(
        "  CHECK(plim_field_count() == PLIM_FIELDS);\n  CHECK(offsetof(plim_sample, valid) == 0);\n",
    );
    writeln!(text, "  CHECK(PLIM_FIELDS == {});\n  CHECK(sizeof(plim_sample) == {});", FIELDS.len(), {
        std::mem::size_of::<plimsoll::Sample>()
    })
    .unwrap();
    text.push_str("  return 0;\n}\n");
    let binary = compile(&source("offsets.c", &text), "offsets", &[]);
    run(&mut Command::new(binary));
}

#[test]
fn reasons_are_called_what_their_constants_are() {
    let mut text = String::from("#include <plimsoll.h>\n#include \"check.h\"\n\nint main(void) {\n");
    let header = header();
    let names: Vec<&str> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define PLIM_REASON_")?.split(' ').next())
        .collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        let wanted = name.to_lowercase();
        writeln!(text, "  CHECK_TEXT(plim_reason_name(PLIM_REASON_{name}), \"{wanted}\");").unwrap();
    }
    text.push_str("  return 0;\n}\n");
    run(&mut Command::new(compile(&source("reasons.c", &text), "reasons", &[])));
}

/// Calls every function that can fail with NULL for each pointer and zero for the rest: so a new
/// function is covered on the day it is declared.
#[test]
fn null_for_everything_is_a_status() {
    let mut text = String::from("#include <plimsoll.h>\n#include \"check.h\"\n\nint main(void) {\n");
    let mut calls = 0;
    for function in functions() {
        let zeros = vec!["0"; function.parameters.len()].join(", ");
        let call = format!("{}({zeros})", function.name);
        let needs = function.parameters.iter().any(|parameter| {
            parameter.contains('*') && !parameter.contains("**err") && !parameter.contains("options")
        });
        if function.returns == "plim_status" && function.parameters.len() > 1 && needs {
            writeln!(text, "  CHECK({call} == PLIM_E_NULL);").unwrap();
        } else {
            writeln!(text, "  (void){call};").unwrap();
        }
        calls += 1;
    }
    text.push_str("  return 0;\n}\n");
    assert!(calls > 10);
    run(&mut Command::new(compile(&source("nulls.c", &text), "nulls", &[])));
    assert!(scratch().join("nulls").exists());
}
