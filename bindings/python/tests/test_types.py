"""The type stubs: what callers write passes, and the stubs are what is there."""

import os
import subprocess
import sys

import pytest
from conftest import HERE, PACKAGE

pytest.importorskip("mypy")


def mypy(*arguments, cache):
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=str(cache),
        env=dict(os.environ, MYPYPATH=PACKAGE, PYTHONPATH=PACKAGE),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_usage_passes_strictly(tmp_path):
    done = mypy("mypy", "--strict", os.path.join(HERE, "typed_usage.py"), cache=tmp_path)
    assert done.returncode == 0, done.stdout


def test_usage_runs(tmp_path):
    done = mypy("typed_usage", cache=HERE)
    assert done.returncode == 0, done.stdout
    assert "host_load1" in done.stdout


def test_a_mistake_is_seen(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import plimsoll\n"
        "sample = plimsoll.Sampler().read()\n"
        "sample.host_load2\n"
        "sample.host_load1 + 1\n"
        "plimsoll.Sampler(groups=3)\n"
        "sample.host_load1 = 1.0\n"
        "plimsoll.Monitor(thresholds={'load.per_cpu': 0.7})\n"
        "plimsoll.Monitor(on_level=lambda change: change.befroe)\n"
        "plimsoll.Monitor().load_line().reading + 1\n"
    )
    done = mypy("mypy", "--strict", str(wrong), cache=tmp_path)
    for line in range(3, 10):
        assert f"wrong.py:{line}: error" in done.stdout


@pytest.mark.skipif(sys.version_info < (3, 9), reason="the type checker needs 3.9")
def test_the_stubs_are_what_is_there(tmp_path):
    allowed = tmp_path / "allowed"
    # A library, not a module; and a member of a C struct that a stub cannot name.
    allowed.write_text("plimsoll.libplimsoll\nplimsoll.thresholds.Threshold.raise\n")
    done = mypy("mypy.stubtest", "plimsoll", "--allowlist", str(allowed), cache=tmp_path)
    assert done.returncode == 0, done.stdout
