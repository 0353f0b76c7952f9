"""The captured trees are whole, small and free of what a capture should not carry along."""

import filecmp
import os
import runpy

import pytest

from bed import CAPTURE, scratch
from cgroup_v1 import Level, hierarchy
from take import TAKE, TREES

SYNTHETIC = ["lxcfs-like", "cores-256"]


def files(tree):
    """Relative path -> file, without links."""
    return {
        os.path.relpath(os.path.join(folder, name), tree): os.path.join(folder, name)
        for folder, _, names in os.walk(tree)
        for name in names
        if not os.path.islink(os.path.join(folder, name))
    }


def test_every_tree_is_one_that_can_be_made_again():
    assert {path.name for path in TREES.iterdir() if path.is_dir()} - {"__pycache__"} == {*TAKE, *SYNTHETIC}


@pytest.mark.parametrize("name", [*TAKE, *SYNTHETIC])
def test_a_tree_is_whole_and_small(name):
    found = files(TREES / name)
    assert sum(os.path.getsize(path) for path in found.values()) < 150 << 10
    for path in ("proc/stat", "proc/meminfo", "proc/vmstat", "proc/self/stat", "proc/self/mountinfo", "proc/self/cgroup"):
        assert os.path.getsize(found[path]) > 0, path
    assert any("/cpu.stat" in path for path in found) and any("/memory.stat" in path for path in found)
    text = (TREES / name / "proc/self/mountinfo").read_text()
    assert " /mnt/" not in text and "plimsoll-runc-" not in text


def test_synthetic_trees_are_what_their_generator_writes():
    generator = runpy.run_path(str(TREES / "synthesize.py"))
    with scratch("trees") as work:
        generator["main"](work)
        for name in SYNTHETIC:
            made, kept = files(work / name), files(TREES / name)
            assert made.keys() == kept.keys()
            different = [path for path in made if not filecmp.cmp(made[path], kept[path], shallow=False)]
            assert different == [], name


def test_a_capture_holds_what_the_kernel_shows():
    """Values that stand still are equal in the tree and in the bed it was taken in."""
    level = Level("capture", cpu_quota_us=30_000, cpu_period_us=50_000, memory_limit_bytes=80 << 20, pids_limit=33)
    with scratch("capture") as work, hierarchy([level]) as bed:
        bed.run(f"cd {work} && exec sh -s . <{CAPTURE}")
        for controller, name in (("cpu", "cpu.cfs_quota_us"), ("memory", "memory.limit_in_bytes"), ("pids", "pids.max")):
            path = bed.directory(controller) / name
            assert (work / str(path).lstrip("/")).read_text() == path.read_text()
        assert bed.path in (work / "proc/self/cgroup").read_text()
        assert (work / "proc/self/status").read_text().startswith("Name:\tsh\n")
        assert {fd.name for fd in (work / "proc/self/fd").iterdir()} == {"0", "1", "2"}
        for disk in (work / "sys/block").iterdir():
            real = os.path.exists(f"/sys/block/{disk.name}/device")
            assert (disk / "device").is_dir() == real
