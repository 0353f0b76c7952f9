"""A container of runc whose root file system is a whole Debian: where somebody begins who has nothing of Plimsoll yet.

    with Bare(folder, "bare", Limits(cpu_quota_us=100_000)) as container:
        typed = container.type(["plimsoll diagnose"], beside="while :; do :; done")

There is no network in it. Container, cgroups and the tree are removed on leaving.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "beds"))

from bed import Unavailable  # noqa: E402
from runc_bed import Container, Limits  # noqa: E402

__all__ = ["Bare", "Limits", "Typed"]

# What Docker leaves to root.
CAPABILITIES = "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT"


@dataclass
class Typed:
    """What came of it, and how long the lines took together."""

    said: str
    seconds: float
    code: int


class Bare(Container):
    def __init__(self, place, name, limits):
        super().__init__(limits)
        self.place = place
        self.tree = os.path.join(place, name)
        if not os.path.isdir(self.tree):
            raise Unavailable(f"{self.tree} is not there: run tests/userlands/install.sh")

    def __enter__(self):
        # Beside the tree, of which it is a copy of links: nothing in it is written in place.
        self.bundle = Path(tempfile.mkdtemp(prefix="plimsoll-bare-", dir=self.place))
        try:
            subprocess.run(["cp", "-al", self.tree, str(self.bundle / "rootfs")], check=True)
        except BaseException:
            self.__exit__()
            raise
        return self

    def give(self, path):
        """Puts a file into the newcomer's home."""
        shutil.copy(path, self.bundle / "rootfs" / "root")

    def write(self, name, text):
        (self.bundle / "rootfs" / "root" / name).write_text(text)

    def config(self, script):
        config = super().config(script)
        config["process"]["env"] = ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"]
        capabilities = ["CAP_" + name for name in CAPABILITIES.split()]
        config["process"]["capabilities"] = {kind: capabilities for kind in ("bounding", "effective", "permitted")}
        return config

    def type(self, lines, *, before="", beside=None, timeout=150):
        """Runs `before`, starts `beside` and then the clock; the lines, one after the other, until one fails."""
        script = [
            "set -e",
            before,
            f"({beside}) >/dev/null 2>&1 &" if beside else "",
            'trap \'echo "@code $?"; echo "@ended $(date +%s.%N)"\' EXIT',
            'echo "@began $(date +%s.%N)"',
            *lines,
        ]
        said = self.run("\n".join(script), timeout, check=False)
        marks = dict(re.findall(r"(?m)^@(\w+) ([0-9.]+)$", said))
        seconds = float(marks["ended"]) - float(marks["began"])
        return Typed(re.sub(r"(?m)^@\w+ [0-9.]+\n", "", said), seconds, int(marks["code"]))
