//! Building the library and C programs, and running things.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Scratch space inside the target directory.
pub fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// Runs a command to its end and insists on success; gives what it wrote to its standard output.
pub fn run(command: &mut Command) -> String {
    let output = finish(command);
    assert!(
        output.status.success(),
        "{command:?} gave {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a command to its end.
pub fn finish(command: &mut Command) -> Output {
    command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start ({error}): try `make c-test-tools`"))
}

/// The directory with `libplimsoll.so`, `libplimsoll.so.0` and `libplimsoll.a`, built once with the
/// test-only export that panics.
pub fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = scratch().parent().unwrap();
        run(Command::new(env!("CARGO"))
            .current_dir(root())
            .args([
                "build",
                "--quiet",
                "--lib",
                "--profile",
                "ctest",
                "--features",
                "panic-test,check,load,report,otlp",
            ])
            .arg("--target-dir")
            .arg(target));
        let built = target.join("ctest");
        // Several tests, perhaps in several processes, may come here at once: any of them will do.
        let _ = symlink("libplimsoll.so", built.join("libplimsoll.so.0"));
        assert!(built.join("libplimsoll.so.0").exists());
        built
    })
}

/// Compiles a C program of `tests/c/` against the shared library.
pub fn program(name: &str) -> PathBuf {
    compile(&root().join("tests/c").join(name).with_extension("c"), name, &[])
}

/// Compiles a C source file against the shared library, with more flags.
pub fn compile(source: &Path, name: &str, flags: &[&str]) -> PathBuf {
    let binary = scratch().join(name);
    run(Command::new(std::env::var_os("CC").unwrap_or("cc".into()))
        .args(["-std=c99", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-pedantic", "-g", "-O1"])
        .args(flags)
        .arg("-I")
        .arg(root().join("include"))
        .arg("-I")
        .arg(root().join("tests/c"))
        .arg(source)
        .arg("-o")
        .arg(&binary)
        .arg("-L")
        .arg(library())
        .arg(format!("-Wl,-rpath,{}", library().display()))
        .args(["-Wl,--as-needed", "-lplimsoll", "-pthread", "-ldl", "-lm"]));
    binary
}

/// Writes a source file into the scratch space.
pub fn source(name: &str, text: &str) -> PathBuf {
    let path = scratch().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// A Python that has cffi: the one on the path, or else one of our own in the scratch space.
pub fn python_with_cffi() -> PathBuf {
    let has_cffi = |python: &Path| {
        Command::new(python).args(["-c", "import cffi"]).output().is_ok_and(|output| output.status.success())
    };
    let system = PathBuf::from("python3");
    if has_cffi(&system) {
        return system;
    }
    let environment = scratch().join("cffi");
    let own = environment.join("bin/python");
    if !has_cffi(&own) {
        run(Command::new(system).args(["-m", "venv"]).arg(&environment));
        run(Command::new(&own).args(["-m", "pip", "install", "--quiet", "cffi"]));
    }
    own
}

/// Runs a program under valgrind, where any error, and any memory that was lost, fails it.
pub fn valgrind(program: &Path, arguments: &[OsString]) -> String {
    run(Command::new("valgrind")
        .args(["--quiet", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite"])
        .arg(program)
        .args(arguments))
}
