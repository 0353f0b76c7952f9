"""What `import plimsoll` costs and touches."""

import compileall
import os
import shutil
import subprocess
import sys

import pytest
from conftest import PACKAGE, run

LOADED = """
import sys
{}
print(*sorted(sys.modules))
"""


def modules(statement):
    return set(run(LOADED.format(statement), options=("-W", "error")).split())


def test_no_module_but_ctypes_is_loaded():
    ours = modules("import plimsoll") - modules("import ctypes, os")
    # `struct` comes with ctypes in every version.
    assert {name for name in ours if name.split(".")[0] != "plimsoll"} == set()
    assert "plimsoll.sampler" in ours


def test_a_whole_round_loads_nothing_more():
    use = """
import plimsoll
with plimsoll.Sampler() as sampler:
    sample = sampler.read()
    repr(sample), sample.to_json(), sample.to_dict(), plimsoll.FIELDS, sampler.problems
    sampler.cores(), sampler.disks(), sampler.interfaces(), sampler.filesystems(), sampler.processes(3)
try:
    sampler.read()
except plimsoll.ClosedError:
    pass
"""
    # What there is to be asked for, and what was.
    assert modules(use) - modules("import plimsoll") <= {"plimsoll.later", "plimsoll.details"}


def test_all_that_is_named_is_there():
    script = """
import plimsoll, plimsoll.later
assert set(plimsoll.later.MODULES) <= set(plimsoll.__all__) <= set(dir(plimsoll))
names = {}
exec("from plimsoll import *", names)
print(set(plimsoll.__all__) - set(names))
"""
    assert run(script) == "set()\n"
    assert "plimsoll.later" not in modules("import plimsoll")


RESIDENT = """
import sys

def resident():
    # RSS of everything but the shared object itself, in KiB.
    total, ours = 0, False
    with open("/proc/self/smaps") as lines:
        for line in lines:
            if line[0] in "0123456789abcdef":
                ours = "libplimsoll" in line
            elif line.startswith("Rss:") and not ours:
                total += int(line.split()[1])
    return total

resident(), resident()
before = resident()
import plimsoll
print(resident() - before)
"""


def test_memory():
    # Compiling the modules would cost more than having them.
    assert compileall.compile_dir(os.path.join(PACKAGE, "plimsoll"), quiet=2)
    costs = sorted(int(run(RESIDENT, options=())) for _ in range(5))
    assert costs[2] <= 1024, costs


def test_nothing_is_read_from_the_environment(tmp_path):
    """A library elsewhere, however pointed to, is not taken."""
    script = """
import plimsoll
with open("/proc/self/maps") as maps:
    print(*{line.split()[-1] for line in maps if ".so" in line and "plimsoll" in line})
"""
    shown = run(script, PLIMSOLL_LIBRARY=str(tmp_path / "other.so"), PLIMSOLL_HOME=str(tmp_path))
    assert shown.split() == [os.path.join(PACKAGE, "plimsoll", "libplimsoll.so")]


def test_nothing_is_printed_and_no_thread_is_started():
    script = "import plimsoll, os; plimsoll.Sampler().read(); os.write(2, b'%d' % len(os.listdir('/proc/self/task')))"
    done = run(script, check=False)
    assert (done.stdout, done.stderr) == ("", "1")


@pytest.fixture
def broken(tmp_path):
    """A copy of the package whose shared object can be spoiled."""
    shutil.copytree(os.path.join(PACKAGE, "plimsoll"), tmp_path / "plimsoll")
    return tmp_path


def import_error(directory):
    done = subprocess.run(
        [sys.executable, "-c", "import plimsoll"],
        env=dict(os.environ, PYTHONPATH=str(directory)),
        cwd="/",
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_a_missing_library_is_a_clear_error(broken):
    os.remove(broken / "plimsoll" / "libplimsoll.so")
    told = import_error(broken)
    assert told.startswith("ImportError: plimsoll cannot load its library")
    assert "libplimsoll.so" in told and "make python-dev" in told


def test_a_damaged_library_is_a_clear_error(broken):
    (broken / "plimsoll" / "libplimsoll.so").write_bytes(b"not a library")
    assert import_error(broken).startswith("ImportError: plimsoll cannot load its library")


def build(source, path):
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(path), "-xc", "-"], input=source.encode(), check=True)


def test_another_abi_is_a_clear_error(broken):
    library = broken / "plimsoll" / "libplimsoll.so"
    os.remove(library)
    build("unsigned plim_abi_version(void) { return 77; }", library)
    told = import_error(broken)
    assert "speaks ABI 77, this package ABI 0" in told and str(library) in told


def test_a_library_that_is_another_one_is_a_clear_error(broken):
    library = broken / "plimsoll" / "libplimsoll.so"
    os.remove(library)
    build("int something_else;", library)
    told = import_error(broken)
    assert told.startswith("ImportError: plimsoll cannot load its library") and "plim_abi_version" in told
