"""Wheels for other machines: Python of Debian 11 for that machine, only unpacked, and qemu or this kernel."""

import glob
import os
import shutil
import zipfile

import pytest
from conftest import PLACE, run

SCRIPT = """
import sys; sys.path.insert(0, {place!r})
import platform, plimsoll
with plimsoll.Sampler() as sampler:
    assert sampler.read().host_memory_total_bytes > 0
print("fine on", platform.python_version())
"""


@pytest.mark.parametrize(
    "machine, name, emulator", [("aarch64", "arm64", "qemu-aarch64-static"), ("i686", "i386", "qemu-i386-static")]
)
def test_the_wheel(machine, name, emulator, dist, tmp_path):
    wheels = glob.glob(os.path.join(dist, f"plimsoll_monitor-*manylinux2014_{machine}.whl"))
    root = os.path.join(PLACE, name)
    if not wheels or not os.path.isdir(root) or not shutil.which(emulator):
        pytest.skip(f"no wheel for {machine}, or {root} or {emulator} is not there")
    with zipfile.ZipFile(wheels[0]) as archive:
        archive.extractall(str(tmp_path))
    python = os.path.join(root, "usr", "bin", "python3.9")
    ours = {"PYTHONHOME": os.path.join(root, "usr"), "LC_ALL": "C.UTF-8"}
    said = run(emulator, "-L", root, python, "-S", "-c", SCRIPT.format(place=str(tmp_path)), env=ours)
    assert said.startswith("fine on 3.9")
