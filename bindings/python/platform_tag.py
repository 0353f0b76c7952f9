"""Build hook: the wheel's platform tag, from what its shared object needs of the machine."""

import os
import platform
import re
import subprocess

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What every glibc system has; anything else would have to be in the wheel.
SYSTEM_LIBRARIES = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1"}


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
    """manylinux_2_28_x86_64 and the like: the newest glibc version that a symbol asks for."""
    foreign = set(needed(library)) - SYSTEM_LIBRARIES
    foreign = {name for name in foreign if not name.startswith("ld-linux")}
    if foreign:
        raise RuntimeError(
            "{} needs {}, which not every system has".format(library, ", ".join(sorted(foreign)))
        )
    versions = [tuple(map(int, found.split("."))) for found in glibc_versions(library)]
    newest = max(versions, default=(2, 17))
    return f"manylinux_{newest[0]}_{newest[1]}_{platform.machine()}"


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
