//! The C programs: each as it is, and where that tells more, under valgrind and with the
//! compiler's sanitizers.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::toolbox::{compile, library, program, root, run, scratch, valgrind};

/// An empty directory of its own, removed when dropped.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = scratch().join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    fn argument(&self) -> OsString {
        self.0.clone().into()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn plain(name: &str, arguments: &[OsString]) {
    run(Command::new(program(name)).args(arguments));
}

fn under_valgrind(name: &str, arguments: &[OsString]) {
    valgrind(&program(name), arguments);
}

fn sanitized(name: &str, sanitizers: &str, arguments: &[OsString]) {
    let source = root().join("tests/c").join(name).with_extension("c");
    let flags = [format!("-fsanitize={sanitizers}"), "-fno-sanitize-recover=all".into()];
    let flags = flags.each_ref().map(String::as_str);
    let binary = compile(&source, &format!("{name}-{}", sanitizers.replace(',', "-")), &flags);
    run(Command::new(binary).args(arguments));
}

#[test]
fn a_panic_never_leaves_the_library() {
    plain("panic", &[]);
}

#[test]
fn a_panic_never_leaves_the_static_library() {
    let packed = scratch().join("libplimsoll-packed.a");
    run(Command::new(root().join("bindings/c/pack-static.sh"))
        .arg(library().join("libplimsoll.a"))
        .arg(&packed));
    let binary = scratch().join("panic-static");
    run(Command::new("cc")
        .arg("-I")
        .arg(root().join("include"))
        .arg(root().join("tests/c/panic.c"))
        .arg(packed)
        .arg("-o")
        .arg(&binary)
        .args(["-pthread", "-ldl", "-lm"]));
    run(&mut Command::new(binary));
}

#[test]
fn caches_from_options_to_end() {
    // Not under valgrind: what was the parent's is left behind in the child on purpose.
    plain("cache", &["forks".into()]);
    under_valgrind("cache", &[]);
    sanitized("cache", "address,undefined", &[]);
}

#[test]
fn values_and_the_field_table() {
    plain("values", &[]);
    under_valgrind("values", &[]);
    sanitized("values", "address,undefined", &[]);
}

#[test]
fn a_sampler_from_options_to_end() {
    let empty = Directory::new("nothing");
    plain("lifecycle", &[empty.argument()]);
    under_valgrind("lifecycle", &[empty.argument()]);
    sanitized("lifecycle", "address,undefined", &[empty.argument()]);
}

#[test]
fn details_fit_any_array() {
    plain("details", &[]);
    under_valgrind("details", &[]);
    sanitized("details", "address,undefined", &[]);
}

#[test]
fn a_monitor_from_options_to_end() {
    plain("monitor", &[]);
    under_valgrind("monitor", &[]);
    sanitized("monitor", "address,undefined", &[]);
}

#[test]
fn a_load_test_from_options_to_end() {
    plain("load", &[]);
    under_valgrind("load", &[]);
    sanitized("load", "address,undefined", &[]);
}

#[test]
fn an_exporter_from_options_to_end() {
    plain("exporter", &[]);
    under_valgrind("exporter", &[]);
    sanitized("exporter", "address,undefined", &[]);
}

#[test]
fn a_benchmark_from_options_to_end() {
    plain("benchmark", &[]);
    under_valgrind("benchmark", &[]);
    sanitized("benchmark", "address,undefined", &[]);
}

#[test]
fn a_gate_from_options_to_end() {
    plain("gate", &[]);
    under_valgrind("gate", &[]);
    sanitized("gate", "address,undefined", &[]);
}

#[test]
fn a_gate_in_a_child() {
    // Not under valgrind: what was the parent's is left behind in the child on purpose.
    plain("gate_forks", &[]);
}

#[test]
fn a_database_pool_from_reports_to_advice() {
    plain("dbpool", &[]);
    under_valgrind("dbpool", &[]);
    sanitized("dbpool", "address,undefined", &[]);
}

#[test]
fn a_database_pool_in_a_child() {
    // Not under valgrind: what was the parent's is left behind in the child on purpose.
    plain("dbpool_forks", &[]);
}

#[test]
fn callbacks_of_a_monitor() {
    let kernel = root().join("tests/data/kernels/v2-psi");
    let roots = [kernel.join("proc").into(), kernel.join("sys").into()];
    plain("callbacks", &roots);
    under_valgrind("callbacks", &roots);
    sanitized("callbacks", "address,undefined", &roots);
}

#[test]
fn probes_from_options_to_end() {
    let empty = Directory::new("servers");
    plain("probe", &[empty.argument()]);
    under_valgrind("probe", &[empty.argument()]);
    sanitized("probe", "address,undefined", &[empty.argument()]);
}

#[test]
fn probes_of_commands() {
    plain("probe_commands", &[]);
    sanitized("probe_commands", "address,undefined", &[]);
}

#[test]
fn threads_probe_through_one_context_at_the_same_time() {
    plain("probe_threads", &[]);
    under_valgrind("probe_threads", &[]);
    sanitized("probe_threads", "address,undefined", &[]);
}

#[test]
fn a_fork_between_probes_and_in_the_middle_of_one() {
    plain("probe_forks", &[]);
}

#[test]
fn a_checker_from_options_to_end() {
    let empty = Directory::new("checker-files");
    plain("checker", &[empty.argument()]);
    under_valgrind("checker", &[empty.argument()]);
    sanitized("checker", "address,undefined", &[empty.argument()]);
}

#[test]
fn a_fork_while_a_checker_works() {
    plain("checker_forks", &[]);
}

#[test]
fn threads_share_a_sampler() {
    plain("threads", &[]);
    under_valgrind("threads", &[]);
}

#[test]
fn a_fork_in_the_middle_of_a_read() {
    plain("forks", &[]);
}

#[test]
fn a_host_that_closes_every_descriptor() {
    let directory = Directory::new("occupied");
    plain("descriptors", &[directory.argument()]);
}

#[test]
fn a_reading_allocates_nothing() {
    plain("allocations", &[]);
}

#[test]
fn the_library_outlives_its_closing() {
    let library: &Path = &library().join("libplimsoll.so");
    plain("unload", &[library.into()]);
}
