"""Wheel, command and libraries in the oldest Debian that can be had and in the newest: pip, pkg-config, the system's compiler."""

import os
import shutil
import zipfile

import pytest
from conftest import only, run, told

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
    """By the compiler of musl of this system: static, as docs/packages.md says, and with the shared library and musl's loader."""
    shutil.copy(only(dist, "plimsoll-*-linux-musl-x86_64.tar.gz"), tmp_path)
    assert "host_memory_total_bytes=" in run("sh", "-e", "-c", "\n".join(told("C", 1)), cwd=tmp_path)
    (there,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert "NEEDED" not in run("readelf", "--dynamic", str(there / "sample"))
    found = dict(os.environ, PKG_CONFIG_LIBDIR=str(there / "lib/pkgconfig"))
    flags = run("pkg-config", "--cflags", "--libs", "plimsoll", env=found).split()
    shared = str(tmp_path / "shared")
    run("musl-gcc", str(there / "share/doc/plimsoll/examples/sample.c"), *flags, "-o", shared)
    said = run(shared, "--all", env={"LD_LIBRARY_PATH": str(there / "lib")})
    assert "host_memory_total_bytes=" in said


PYTHON_DOES = """
#include <dlfcn.h>
#include <stdio.h>
#include <stdint.h>
int main(int count, char **arguments) {
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (!library) return puts(dlerror());
    uint32_t (*version)(void) = (uint32_t (*)(void)) dlsym(library, "plim_abi_version");
    return version ? !printf("loaded, ABI %u\\n", version()) : 2;
}
"""


def test_the_wheel_of_musl(dist, tmp_path):
    """There is no Python of musl here. What one does first, a program of musl does: it loads the library."""
    wheel = only(dist, "plimsoll_monitor-*musllinux_1_2_x86_64.whl")
    with zipfile.ZipFile(wheel) as archive:
        library = archive.extract("plimsoll/libplimsoll.so", str(tmp_path))
    (tmp_path / "load.c").write_text(PYTHON_DOES)
    run("musl-gcc", str(tmp_path / "load.c"), "-o", str(tmp_path / "load"))
    assert run(str(tmp_path / "load"), library).startswith("loaded, ABI ")
