"""The check of the ABI sees what would break programs, and lets pass what would not."""

import os
import subprocess
import sys

import pytest
from conftest import PACKAGING, TOP

with open(os.path.join(TOP, "include", "plimsoll.h")) as text:
    HEADER = text.read()

BREAKS = {
    "a member in the middle of a struct": ("  uint64_t window_ns;", "  uint32_t before;\n  uint64_t window_ns;"),
    "a member of another type": ("  uint64_t window_ns;", "  double window_ns;"),
    "a member that is gone": ("  uint64_t window_ns;\n", ""),
    "a function that is gone": ("plim_string_free(", "plim_string_drop("),
    "a parameter more": ("plim_string_free(", "plim_string_free(int more, "),
    "a constant of another value": ("#define PLIM_E_CLOSED -8\n", "#define PLIM_E_CLOSED -9\n"),
    "a constant that is gone": ("#define PLIM_E_CLOSED -8\n", ""),
    "another soname": ("#define PLIM_ABI_VERSION 0\n", "#define PLIM_ABI_VERSION 1\n"),
}
GROWS = {
    "a function": ("void plim_string_free(", "void plim_one_more(void);\nvoid plim_string_free("),
    "a constant": ("#define PLIM_E_CLOSED -8\n", "#define PLIM_E_CLOSED -8\n#define PLIM_E_ONE_MORE -900\n"),
    "a member at the end": ("} plim_monitor_options;", "  uint64_t one_more;\n} plim_monitor_options;"),
}


def check(header, *arguments):
    return subprocess.run(
        [sys.executable, os.path.join(PACKAGING, "abi.py"), "check", "--header", str(header), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )


def changed(folder, change):
    before, after = change
    assert HEADER.count(before) == 1, before
    header = folder / "plimsoll.h"
    header.write_text(HEADER.replace(before, after))
    return header


@pytest.mark.parametrize("change", BREAKS)
def test_it_sees(change, tmp_path):
    done = check(changed(tmp_path, BREAKS[change]))
    assert done.returncode == 1, done
    assert "the ABI is no longer that of docs/abi/" in done.stderr


@pytest.mark.parametrize("change", GROWS)
def test_it_lets_pass(change, tmp_path):
    header = changed(tmp_path, GROWS[change])
    done = check(header)
    assert done.returncode == 0, done.stderr
    # But a release says all that it has.
    assert check(header, "--exact").returncode == 1
