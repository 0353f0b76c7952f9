"""What is built for: a machine and a C library."""

import os
import platform

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOLS = os.path.join(TOP, "build", "packaging")
# Where Rust's standard library is to be had, and the C library is old or small enough to be everywhere.
ALL = [
    "x86_64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-gnu",
    "aarch64-unknown-linux-musl",
    "i686-unknown-linux-gnu",
    "i686-unknown-linux-musl",
]
# The C library of manylinux2014, of RHEL 7 and all that came later.
GLIBC = "2.17"


class Target:
    def __init__(self, triple):
        self.triple = triple
        self.machine, _, _, self.libc = triple.split("-")

    @property
    def name(self):
        """As it stands in the names of archives."""
        return "linux-{}-{}".format("glibc" + GLIBC if self.libc == "gnu" else "musl", self.machine)

    @property
    def zig(self):
        """As cargo-zigbuild wants it."""
        return self.triple + ("." + GLIBC if self.libc == "gnu" else "")

    @property
    def static(self):
        """For the command, which needs no C library: any kernel of that machine will do."""
        return f"{self.machine}-unknown-linux-musl"

    def binutil(self, tool):
        """strip, ld and the like for this machine."""
        return tool if self.machine == platform.machine() else f"{self.machine}-linux-gnu-{tool}"


def environment(place, shared=False, epoch=None):
    """What cargo is run with, so that nothing of where it is built gets into what is built."""
    cargo = os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo"))
    # The first that fits counts last, so the innermost folders come last.
    renamed = [(cargo, "/cargo"), (TOP, "/plimsoll"), (place, "/build")]
    flags = [f"--remap-path-prefix={old}={new}" for old, new in renamed]
    if shared:
        # A shared library of musl uses the C library of its host.
        flags.append("-Ctarget-feature=-crt-static")
    ours = {
        "CARGO_TARGET_DIR": place,
        "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags),
        "CFLAGS": " ".join(f"-ffile-prefix-map={old}={new}" for old, new in renamed),
        "PATH": os.path.join(TOOLS, "venv", "bin") + os.pathsep + os.environ["PATH"],
        "SOURCE_DATE_EPOCH": str(epoch),
        "LC_ALL": "C",
        "TZ": "UTC",
    }
    # What the caller's make or cargo set up for the machine that builds.
    others = ("MAKEFLAGS", "MFLAGS", "RUSTFLAGS", "CC_", "CFLAGS_", "CARGO_BUILD_TARGET", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    return {**kept, **ours}


if __name__ == "__main__":
    print(*ALL)
