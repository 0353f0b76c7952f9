"""The archives of library and command, unpacked somewhere else than they were made."""

import os
import shutil
import tarfile

import pytest
from conftest import TOP, emulator, machine, needed, newest_glibc, run

import abi

MACHINES = {"x86_64": "x86_64-linux", "aarch64": "aarch64-linux", "i686": "x86-linux"}


@pytest.fixture(scope="module")
def tree(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(archive) as tar:
        tar.extractall(str(folder), filter="tar")
    (top,) = os.listdir(str(folder))
    assert os.path.basename(archive) == top + ".tar.gz"
    yield os.path.join(str(folder), top)
    shutil.rmtree(str(folder))


def test_what_is_in_it(archive, tree):
    version = abi.version()
    with tarfile.open(archive) as tar:
        entries = tar.getmembers()
    assert len({entry.mtime for entry in entries}) == 1 and {entry.uid for entry in entries} == {0}
    names = {os.path.relpath(entry.name, os.path.basename(tree)) for entry in entries}
    for wanted in (
        "bin/plimsoll", "include/plimsoll.h", "lib/libplimsoll.a", f"lib/libplimsoll.so.{version}",
        "lib/pkgconfig/plimsoll.pc", "lib/cmake/plimsoll/plimsollConfig.cmake",
        "share/doc/plimsoll/LICENSE-MIT", "share/doc/plimsoll/examples/sample.c",
    ):  # fmt: skip
        assert wanted in names
    if os.path.exists(os.path.join(TOP, "include", "plimsoll.hpp")):
        assert "include/plimsoll.hpp" in names
    if os.path.isdir(os.path.join(TOP, "docs", "man")):
        assert "share/man/man1/plimsoll.1" in names


def test_what_it_needs(archive, tree):
    library = os.path.join(tree, "lib", "libplimsoll.so")
    command = os.path.join(tree, "bin", "plimsoll")
    assert needed(command) == []
    if "musl" in archive:
        assert needed(library) == ["libc.so"]
    else:
        assert newest_glibc(library) <= (2, 17)
        assert {name.split(".so")[0] for name in needed(library)} <= {
            "libc", "libm", "libdl", "libpthread", "librt", "libgcc_s", "ld-linux-x86-64", "ld-linux-aarch64", "ld-linux"
        }  # fmt: skip
    said = run("readelf", "--wide", "--dynamic", library)
    assert "[libplimsoll.so.0]" in said and "NODELETE" in said


def test_only_the_interface_is_to_be_seen(tree):
    exported = run("nm", "-D", "--defined-only", "--format=posix", os.path.join(tree, "lib", "libplimsoll.so"))
    described = abi.describe(os.path.join(tree, "include", "plimsoll.h"))
    functions = {name.split()[1] for name in described if name.startswith("function ")}
    assert {line.split()[0] for line in exported.splitlines()} == functions


def test_it_does_not_say_where_it_was_built(tree, dist):
    names = ["lib/libplimsoll.so", "lib/libplimsoll.a"]
    if os.path.exists(os.path.join(dist, f"plimsoll-{abi.version()}-source.tar.gz")):
        # Where only a part is made to be tried, the command is the one that is there already, as any build makes it.
        names.append("bin/plimsoll")
    for name in names:
        with open(os.path.join(tree, name), "rb") as file:
            text = file.read()
        for folder in (TOP, os.path.expanduser("~/.cargo"), os.path.expanduser("~/.rustup")):
            assert folder.encode() not in text, (name, folder)


def pkg_config(tree, *arguments):
    # The path of the file itself says where everything is.
    folder = os.path.join(tree, "lib", "pkgconfig")
    environment = dict(os.environ, PKG_CONFIG_LIBDIR=folder)
    return run("pkg-config", *arguments, "plimsoll", env=environment).split()


def compiled(archive, tree, output, *flags):
    """The example, compiled by zig for the machine and the C library of the archive."""
    libc = "musl" if "musl" in archive else "gnu.2.17"
    system = f"{MACHINES[machine(archive)]}-{libc}"
    source = os.path.join(tree, "share", "doc", "plimsoll", "examples", "sample.c")
    tools = os.path.join(TOP, "build", "packaging", "venv", "bin")
    ours = dict(os.environ, PATH=tools + os.pathsep + os.environ["PATH"])
    run("python3", "-m", "ziglang", "cc", "-target", system, source, "-o", output, *flags, env=ours)
    return output


def test_a_program_with_the_static_library(archive, tree, tmp_path):
    flags = pkg_config(tree, "--cflags", "--libs", "--static")
    # By its path: beside it lies the shared one, which zig would take even for a static program.
    flags = [os.path.join(tree, "lib", "libplimsoll.a") if flag == "-lplimsoll" else flag for flag in flags]
    flags.append("-static" if "musl" in archive else "-lunwind")
    program = compiled(archive, tree, str(tmp_path / "program"), *flags)
    if "musl" in archive:
        start = emulator(archive)
        if start is None:
            pytest.skip("no emulator of that machine is installed")
        assert needed(program) == []
        assert "host_memory_total_bytes=" in run(*start, program, "--all")
    else:
        assert newest_glibc(program) <= (2, 17)
        if emulator(archive) == [] and machine(archive) == os.uname().machine:
            assert "host_memory_total_bytes=" in run(program, "--all")


def test_a_program_with_the_shared_library(archive, tree, tmp_path):
    if machine(archive) != os.uname().machine or "musl" in archive:
        pytest.skip("its C library is not here: tests/userlands has it")
    program = compiled(archive, tree, str(tmp_path / "program"), *pkg_config(tree, "--cflags", "--libs"))
    environment = dict(os.environ, LD_LIBRARY_PATH=os.path.join(tree, "lib"))
    assert "host_memory_total_bytes=" in run(program, "--all", env=environment)


def test_the_command_runs(archive, tree):
    start = emulator(archive)
    if start is None:
        pytest.skip("no emulator of that machine is installed")
    command = os.path.join(tree, "bin", "plimsoll")
    assert run(*start, command, "--version").split() == ["plimsoll", abi.version()]
    # Emulated system calls are those of this kernel, and read its files.
    assert "host_memory_total_bytes" in run(*start, command, "sample", "--json", "--count", "1")
