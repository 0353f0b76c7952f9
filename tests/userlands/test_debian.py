"""Wheel, command and libraries in the oldest Debian that can be had and in the newest: pip, pkg-config, the system's compiler."""

import os
import shutil

import pytest
from conftest import only, run

SCRIPT = """
import platform, plimsoll
with plimsoll.Monitor() as monitor, plimsoll.Checker(max_concurrent=2) as checker:
    monitor.observe()
    monitor.observe()
    assert monitor.sample.host_memory_total_bytes > 0
    assert checker.check_all([plimsoll.Check("own", lambda: True)])[0].status == "healthy"
print("fine on", platform.python_version(), *platform.libc_ver())
"""


@pytest.mark.parametrize("which", ["oldest", "newest"])
def test_the_wheel(which, dist, request):
    tree = request.getfixturevalue(which)
    wheel = only(dist, "plimsoll_monitor-*manylinux2014_x86_64.whl")
    shutil.copy(wheel, tree.path("root"))
    tree.run("python3", "-m", "venv", "/root/venv")
    tree.run("/root/venv/bin/pip", "install", "--quiet", "--no-index", "/root/" + os.path.basename(wheel))
    said = tree.run("/root/venv/bin/python", "-W", "error", "-c", SCRIPT)
    print(said)
    assert said.startswith("fine on 3.")
    assert tree.run("/root/venv/bin/plimsoll", "--version").startswith("plimsoll ")


@pytest.mark.parametrize("libc", ["glibc2.17", "musl"])
def test_the_archive(libc, oldest, dist):
    """With the compiler and the pkg-config of that system; the command of either archive runs."""
    archive = only(dist, f"plimsoll-*-linux-{libc}-x86_64.tar.gz")
    run("tar", "-xzf", archive, "-C", oldest.path("root"))
    there = "/root/" + os.path.basename(archive)[: -len(".tar.gz")]
    assert oldest.run(there + "/bin/plimsoll", "--version").startswith("plimsoll ")
    if libc == "musl":
        return
    build = (
        f"cd /root; export PKG_CONFIG_PATH={there}/lib/pkgconfig; source={there}/share/doc/plimsoll/examples/sample.c; "
        "gcc $source -o shared $(pkg-config --cflags --libs plimsoll) && "
        "gcc $source -o static $(pkg-config --cflags --libs --static plimsoll | sed 's/-lplimsoll/-l:libplimsoll.a/')"
    )
    oldest.run("sh", "-c", build)
    said = oldest.run("sh", "-c", f"LD_LIBRARY_PATH={there}/lib /root/shared --all; /root/static --all")
    assert said.count("host_memory_total_bytes=") == 2


def test_a_program_of_musl(dist, tmp_path):
    """By the compiler of musl of this system: static, and with the shared library and the loader of musl."""
    archive = only(dist, "plimsoll-*-linux-musl-x86_64.tar.gz")
    run("tar", "-xzf", archive, "-C", str(tmp_path))
    there = str(tmp_path / os.path.basename(archive)[: -len(".tar.gz")])
    source = there + "/share/doc/plimsoll/examples/sample.c"
    found = dict(os.environ, PKG_CONFIG_LIBDIR=there + "/lib/pkgconfig")
    static = str(tmp_path / "static")
    flags = run("pkg-config", "--cflags", "--libs", "--static", "plimsoll", env=found).split()
    run("musl-gcc", "-static", source, *flags, "-o", static)
    assert "host_memory_total_bytes=" in run(static, "--all")
    shared = str(tmp_path / "shared")
    flags = run("pkg-config", "--cflags", "--libs", "plimsoll", env=found).split()
    run("musl-gcc", source, *flags, "-o", shared)
    said = run(shared, "--all", env={"LD_LIBRARY_PATH": there + "/lib"})
    assert "host_memory_total_bytes=" in said
