//! `make install`: what is installed, that programs can be built with it in each way people build
//! programs, and that `make uninstall` takes it all away.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::declarations::functions;
use super::toolbox::{root, run, scratch, source};

/// A tree to install into; uninstalled and removed when dropped.
struct Tree(PathBuf);

impl Tree {
    fn make(&self, target: &str) {
        run(Command::new("make")
            .current_dir(root())
            .args(["--silent", target, "PREFIX=/usr", "LIBDIR=/usr/lib/here"])
            .arg(format!("DESTDIR={}", self.0.display()))
            // Not `tests`' own profile, and not the flags of the make that may have started us.
            .env("CARGO_TARGET_DIR", scratch().parent().unwrap())
            .env("CARGO_FLAGS", "--quiet")
            .env_remove("MAKEFLAGS"));
    }

    fn lib(&self) -> PathBuf {
        self.0.join("usr/lib/here")
    }

    fn files(&self) -> BTreeSet<String> {
        let listed = run(Command::new("find")
            .arg(&self.0)
            .args(["(", "-type", "f", "-o", "-type", "l", ")", "-printf", "%P\n"]));
        listed.lines().map(str::to_owned).collect()
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn example() -> PathBuf {
    root().join("examples/c/sample.c")
}

/// Runs the example and sees that it tells something.
fn try_example(binary: &Path) {
    let said = run(Command::new(binary).arg("--all").env_remove("LD_LIBRARY_PATH"));
    assert!(said.lines().any(|line| line.starts_with("host_memory_total_bytes=")), "{said}");
}

fn pkg_config(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let said = run(Command::new("pkg-config")
        .env("PKG_CONFIG_LIBDIR", tree.lib().join("pkgconfig"))
        .env("PKG_CONFIG_SYSROOT_DIR", &tree.0)
        .args(arguments)
        .arg("plimsoll"));
    said.split_whitespace().map(str::to_owned).collect()
}

/// One test, because the release build is dear and the tree is one.
#[test]
fn an_installed_library_serves_everyone() {
    let tree = Tree(scratch().join(format!("installed-{}", std::process::id())));
    tree.make("install");

    let version = env!("CARGO_PKG_VERSION");
    let shared = tree.lib().join(format!("libplimsoll.so.{version}"));
    assert_eq!(fs::read_link(tree.lib().join("libplimsoll.so")).unwrap(), Path::new("libplimsoll.so.0"));
    assert_eq!(
        fs::canonicalize(tree.lib().join("libplimsoll.so")).unwrap(),
        fs::canonicalize(&shared).unwrap()
    );

    both_libraries_show_only_their_interface(&tree, &shared);
    programs_by_pkg_config(&tree);
    programs_by_cmake(&tree);
    programs_in_cpp(&tree);
    the_pages_of_the_manual(&tree);
    beside_another_rust_library(&tree);

    let before = tree.files();
    let count = |folder: &str| before.iter().filter(|file| file.starts_with(folder)).count();
    assert_eq!(count("usr/lib/here/"), 7, "{before:?}");
    assert_eq!(count("usr/include/"), 11, "{before:?}");
    assert_eq!(before.len(), 18 + count("usr/share/man/"), "{before:?}");
    tree.make("uninstall");
    assert_eq!(tree.files(), BTreeSet::new());
}

/// What `find_package` asks of the file, without installing anything.
#[test]
fn cmake_is_told_which_versions_suit() {
    let text = fs::read_to_string(root().join("bindings/c/plimsollConfigVersion.cmake.in")).unwrap();
    let folder = Tree(scratch().join(format!("cmake-version-{}", std::process::id())));
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.0.join("version.cmake"), text.replace("@VERSION@", "0.1.3")).unwrap();
    let script = folder.0.join("ask.cmake");
    fs::write(
        &script,
        "include(${CMAKE_CURRENT_LIST_DIR}/version.cmake)\nmessage(\"${PACKAGE_VERSION_COMPATIBLE}\")\n",
    )
    .unwrap();
    for (wanted, suits) in [
        ("0", true),
        ("0.1", true),
        ("0.1.3", true),
        ("0.1.4", false),
        ("0.0", false),
        ("0.2", false),
        ("1", false),
    ] {
        let mut parts = wanted.split('.');
        let mut command = Command::new("cmake");
        command.arg(format!("-DPACKAGE_FIND_VERSION={wanted}"));
        command.arg(format!("-DPACKAGE_FIND_VERSION_COUNT={}", wanted.split('.').count()));
        for name in ["MAJOR", "MINOR", "PATCH"] {
            command.arg(format!("-DPACKAGE_FIND_VERSION_{name}={}", parts.next().unwrap_or("0")));
        }
        let output = super::toolbox::finish(command.arg("-P").arg(&script));
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        assert_eq!(said, if suits { "TRUE" } else { "FALSE" }, "{wanted}");
    }
}

/// As released, but with nothing in it but the sampler.
#[test]
fn a_library_that_only_samples_is_small_and_has_every_function() {
    let target = scratch().join("sampling");
    run(Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["build", "--quiet", "--lib", "--release", "--no-default-features", "--features", "capi"])
        // Also where everything else is built without.
        .env("CARGO_PROFILE_RELEASE_LTO", "fat")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1")
        .arg("--target-dir")
        .arg(&target));
    let library = target.join("release/libplimsoll.so");
    let stripped = target.join("stripped.so");
    run(Command::new("strip").arg("--strip-unneeded").arg(&library).arg("-o").arg(&stripped));
    let size = fs::metadata(&stripped).unwrap().len();
    println!("stripped libplimsoll.so, sampling only: {size} bytes");
    assert!(size <= 800 * 1024, "{size} bytes is more than was promised");
    // As C gets it, and not in the field table that Rust sees as well.
    let text = fs::read(&stripped).unwrap();
    let doc = b"Processes and threads created since boot.";
    assert_eq!(text.windows(doc.len()).filter(|window| window == doc).count(), 1);
    let exported = run(Command::new("nm").args(["-D", "--defined-only", "--format=posix"]).arg(&stripped));
    for function in functions() {
        assert!(exported.contains(&format!("{} T", function.name)), "{} is not there", function.name);
    }
    run(Command::new("cc")
        .arg("-I")
        .arg(root().join("include"))
        .arg(root().join("tests/c/absent.c"))
        .arg(&stripped)
        .arg("-o")
        .arg(target.join("absent")));
    // The name that the loader looks for.
    fs::copy(&stripped, target.join("libplimsoll.so.0")).unwrap();
    run(Command::new(target.join("absent")).env("LD_LIBRARY_PATH", &target));
}

fn both_libraries_show_only_their_interface(tree: &Tree, shared: &Path) {
    let declared: BTreeSet<String> = functions().into_iter().map(|function| function.name).collect();
    let symbols = |flags: &[&str], file: &Path| -> BTreeSet<String> {
        run(Command::new("nm").args(flags).args(["--defined-only", "--format=posix"]).arg(file))
            .lines()
            .filter(|line| line.contains(' '))
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(symbols(&["--dynamic"], shared), declared);
    assert_eq!(symbols(&["--extern-only"], &tree.lib().join("libplimsoll.a")), declared);
}

fn programs_by_pkg_config(tree: &Tree) {
    assert_eq!(pkg_config(tree, &["--modversion"]), [env!("CARGO_PKG_VERSION")]);
    let shared = tree.0.join("by-pkg-config");
    run(Command::new("cc")
        .arg(example())
        .arg("-o")
        .arg(&shared)
        .args(pkg_config(tree, &["--cflags", "--libs"]))
        .arg(format!("-Wl,-rpath,{}", tree.lib().display())));
    try_example(&shared);
    assert!(run(Command::new("readelf").arg("--dynamic").arg(&shared)).contains("[libplimsoll.so.0]"));

    // Only plimsoll static, as ABI.md says how.
    let binary = tree.0.join("static");
    run(Command::new("cc").arg(example()).arg("-o").arg(&binary).args(
        pkg_config(tree, &["--cflags", "--libs", "--static"]).into_iter().map(|flag| {
            if flag == "-lplimsoll" {
                "-l:libplimsoll.a".to_owned()
            } else {
                flag
            }
        }),
    ));
    try_example(&binary);
    let needed = run(Command::new("readelf").arg("--dynamic").arg(&binary));
    assert!(!needed.contains("libplimsoll") && needed.contains("[libm.so"), "{needed}");
    fs::remove_file(binary).unwrap();

    // Everything static.
    let binary = tree.0.join("all-static");
    run(Command::new("cc")
        .arg("-static")
        .arg(example())
        .arg("-o")
        .arg(&binary)
        .args(pkg_config(tree, &["--cflags", "--libs", "--static"])));
    try_example(&binary);
    assert!(!run(Command::new("readelf").arg("--dynamic").arg(&binary)).contains("NEEDED"));
    fs::remove_file(binary).unwrap();
    fs::remove_file(shared).unwrap();
}

fn programs_by_cmake(tree: &Tree) {
    let build = tree.0.join("cmake-build");
    run(Command::new("cmake")
        .arg("-S")
        .arg(root().join("tests/c/consumer"))
        .arg("-B")
        .arg(&build)
        .arg(format!("-DCMAKE_PREFIX_PATH={}", tree.0.join("usr").display()))
        .arg(format!("-Dplimsoll_DIR={}", tree.lib().join("cmake/plimsoll").display()))
        .arg(format!("-DEXAMPLE={}", example().display()))
        .arg(format!("-DCPP={}", root().join("examples/cpp/worker.cpp").display())));
    run(Command::new("cmake").arg("--build").arg(&build).env_remove("MAKEFLAGS"));
    try_example(&build.join("shared"));
    try_example(&build.join("static"));
    let said = run(Command::new(build.join("cpp")).arg("3").env_remove("LD_LIBRARY_PATH"));
    assert!(said.starts_with("jobs=3 "), "{said}");
    fs::remove_dir_all(build).unwrap();
}

/// The header for C++ finds that for C beside it.
fn programs_in_cpp(tree: &Tree) {
    let binary = tree.0.join("worker");
    run(Command::new("c++")
        .arg("-std=c++17")
        .arg(root().join("examples/cpp/worker.cpp"))
        .arg("-o")
        .arg(&binary)
        .args(pkg_config(tree, &["--cflags", "--libs"]))
        .arg(format!("-Wl,-rpath,{}", tree.lib().display())));
    let said = run(Command::new(&binary).arg("3").env_remove("LD_LIBRARY_PATH"));
    assert!(said.starts_with("jobs=3 "), "{said}");
    fs::remove_file(binary).unwrap();
}

fn the_pages_of_the_manual(tree: &Tree) {
    for page in ["man1/plimsoll.1", "man1/plimsoll-check.1", "man3/plimsoll.3"] {
        let text = fs::read_to_string(tree.0.join("usr/share/man").join(page)).unwrap();
        assert!(text.contains(".TH ") && text.contains(".SH NAME"), "{page}");
    }
}

/// A program that has another static Rust library in it, with a standard library of its own.
fn beside_another_rust_library(tree: &Tree) {
    let other = tree.0.join("libother.a");
    run(Command::new("rustc")
        .args(["--edition", "2021", "--crate-type", "staticlib", "-o"])
        .arg(&other)
        .arg(source(
            "other.rs",
            "#[no_mangle] pub extern \"C\" fn other() -> usize { std::env::args().count() }\n",
        )));
    let binary = tree.0.join("beside");
    let text = "#include <plimsoll.h>\nsize_t other(void);\n\
                int main(void) { plim_sampler *s; return other() == 0 || plim_sampler_new(0, 0, &s, 0); }\n";
    run(Command::new("cc")
        .arg(source("beside.c", text))
        .arg("-I")
        .arg(tree.0.join("usr/include"))
        .arg("-Wl,--whole-archive")
        .arg(tree.lib().join("libplimsoll.a"))
        .arg("-Wl,--no-whole-archive")
        .arg(&other)
        .args(["-o".as_ref(), binary.as_os_str()])
        .args(["-lpthread", "-ldl", "-lm"]));
    run(&mut Command::new(&binary));
    fs::remove_file(binary).unwrap();
    fs::remove_file(other).unwrap();
}
