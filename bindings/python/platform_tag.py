"""Build hook: the wheel's platform tag, from what its shared object needs of the machine."""

import os
import platform
import re
import subprocess

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What every glibc system has; anything else would have to be in the wheel.
SYSTEM_LIBRARIES = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1"}
# The one library of musl, by the names that linkers give it.
MUSL = re.compile(r"libc\.so|libc\.musl-\w+\.so\.1")
# What the header of an object file calls the machine, and what tags call it.
MACHINES = {"Advanced Micro Devices X86-64": "x86_64", "AArch64": "aarch64", "Intel 80386": "i686"}


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        package = os.path.join(self.root, "plimsoll")
        library = os.path.join(package, "libplimsoll.so")
        for built in (library, os.path.join(package, "bin", "plimsoll")):
            if not os.path.exists(built):
                raise FileNotFoundError(f"{built} is not built yet: run `make wheel` at the top")
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + tag(library)


def tag(library):
    """manylinux_2_28_x86_64 and the like: the newest glibc version that a symbol asks for; or that of musl."""
    names = needed(library)
    foreign = {name for name in names if not name.startswith("ld-linux") and not MUSL.fullmatch(name)}
    if not any(MUSL.fullmatch(name) for name in names):
        foreign -= SYSTEM_LIBRARIES
    if foreign:
        raise RuntimeError(
            "{} needs {}, which not every system has".format(library, ", ".join(sorted(foreign)))
        )
    built_for = machine(library)
    if any(MUSL.fullmatch(name) for name in names):
        # Its symbols have no versions. 1.2 is what is still maintained.
        return f"musllinux_1_2_{built_for}"
    versions = [tuple(map(int, found.split("."))) for found in glibc_versions(library)]
    newest = max([*versions, (2, 17)])
    found = f"manylinux_{newest[0]}_{newest[1]}_{built_for}"
    # The older name of the same, for the pip of Python 3.8.
    return f"{found}.manylinux2014_{built_for}" if newest == (2, 17) else found


def machine(library):
    """The machine that it runs on."""
    found = re.search(r"(?m)^\s*Machine:\s+(.+?)\s*$", _readelf("--file-header", library)).group(1)
    return MACHINES.get(found) or platform.machine()


def needed(library):
    """The shared objects that it asks for."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", _readelf("--dynamic", library))


def glibc_versions(library):
    """The versions of glibc symbols that it asks for, such as 2.28."""
    # Three-part versions such as 2.2.5 are older than anything that matters.
    return re.findall(r"Name: GLIBC_(\d+\.\d+)(?:\.\d+)?\s", _readelf("--version-info", library))


def _readelf(option, library):
    environment = dict(os.environ, LC_ALL="C")
    return subprocess.run(
        ["readelf", "--wide", option, library], env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
