"""The wheel, installed into an environment of its own."""

import email
import glob
import os
import re
import subprocess
import sys
import venv
import zipfile

import pytest
from conftest import TOP


@pytest.fixture(scope="module")
def wheel(request):
    directory = request.config.getoption("--wheel")
    if not directory:
        pytest.skip("no --wheel was given")
    (found,) = glob.glob(os.path.join(directory, "plimsoll_monitor-*.whl"))
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The directory of the programs of an environment that has the wheel."""
    directory = tmp_path_factory.mktemp("venv")
    venv.create(str(directory), with_pip=True)
    programs = os.path.join(str(directory), "bin")
    subprocess.run(
        [os.path.join(programs, "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
         "--disable-pip-version-check", wheel],
        check=True,
    )  # fmt: skip
    return programs


def shown(installed, program, *arguments, **options):
    return subprocess.run(
        [os.path.join(installed, program), *arguments],
        cwd="/",
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        **options,
    )


def crate_version():
    with open(os.path.join(TOP, "Cargo.toml")) as manifest:
        return re.search(r'(?m)^version = "(.+)"', manifest.read()).group(1)


def test_name_and_contents(wheel):
    name, version, python, abi, platform = os.path.basename(wheel)[: -len(".whl")].split("-")
    assert (name, version, python, abi) == ("plimsoll_monitor", crate_version(), "py3", "none")
    assert re.match(r"manylinux_2_\d+_\w+(\.manylinux2014_\w+)?$|musllinux_1_\d+_\w+$", platform)
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        information = f"plimsoll_monitor-{version}.dist-info/"
        tags = email.message_from_bytes(archive.read(information + "WHEEL"))
        metadata = email.message_from_bytes(archive.read(information + "METADATA"))
        contents = {name: archive.read(name) for name in names if "licenses/" in name}
        modes = {item.filename: item.external_attr >> 16 & 0o777 for item in archive.infolist()}
    assert tags["Root-Is-Purelib"] == "false"
    assert tags.get_all("Tag") == ["py3-none-" + one for one in platform.split(".")]
    assert metadata["Name"] == "plimsoll-monitor"
    assert metadata["Requires-Python"] == ">=3.8"
    assert metadata.get_all("Requires-Dist") is None
    for expected in (
        "libplimsoll.so",
        "bin/plimsoll",
        "py.typed",
        "values.pyi",
        "__init__.pyi",
        "sampler.py",
    ):
        assert "plimsoll/" + expected in names
    for licence in ("LICENSE-MIT", "LICENSE-APACHE"):
        with open(os.path.join(TOP, licence), "rb") as text:
            assert contents[information + "licenses/" + licence] == text.read()
    assert modes["plimsoll/bin/plimsoll"] & 0o111
    assert not [name for name in names if name.startswith("tests") or name.endswith(".pyc")]


def needs_glibc(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        path = archive.extract("plimsoll/libplimsoll.so", str(tmp_path))
    symbols = subprocess.run(
        ["readelf", "--wide", "--version-info", path], stdout=subprocess.PIPE, text=True
    ).stdout
    return max(tuple(map(int, found)) for found in re.findall(r"GLIBC_(\d+)\.(\d+)", symbols))


def test_the_tag_asks_for_what_the_library_needs(wheel, tmp_path):
    # manylinux has no older one than 2.17 that is still known.
    assert "manylinux_{}_{}_".format(*max(needs_glibc(wheel, tmp_path), (2, 17))) in wheel


def test_the_command_needs_no_library(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        path = archive.extract("plimsoll/bin/plimsoll", str(tmp_path))
    dynamic = subprocess.run(
        ["readelf", "--wide", "--dynamic", path], stdout=subprocess.PIPE, text=True
    ).stdout
    if "NEEDED" in dynamic:
        pytest.skip("built without the target for static linking")


def test_it_samples(installed):
    script = "import plimsoll; print(plimsoll.__version__, plimsoll.Sampler().read().host_memory_total_bytes)"
    version, total = shown(installed, "python", "-W", "error", "-c", script, check=True).stdout.split()
    assert version == crate_version()
    assert int(total) > 1 << 20


def test_its_metadata_agree_with_the_library(installed):
    script = """
import importlib.metadata, plimsoll
assert importlib.metadata.version("plimsoll-monitor") == plimsoll.__version__
"""
    shown(installed, "python", "-c", script, check=True)


@pytest.mark.parametrize("how", [["plimsoll"], ["python", "-m", "plimsoll"]])
def test_the_command_runs(installed, how):
    done = shown(installed, *how, "--version", check=True)
    assert done.stdout.split() == ["plimsoll", crate_version()]


def test_the_command_gets_its_arguments_and_gives_its_status(installed):
    done = shown(installed, "plimsoll", "--no-such-option", stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert "--no-such-option" in done.stderr


def test_a_missing_command_is_a_clear_error(installed):
    script = "import plimsoll.command as command; command.__file__ = '/nowhere/command.py'; raise SystemExit(command.main())"
    done = shown(installed, "python", "-c", script, stderr=subprocess.PIPE)
    assert done.returncode == 3
    assert "cannot run /nowhere/bin/plimsoll" in done.stderr


def test_its_types_are_found(installed, tmp_path):
    pytest.importorskip("mypy")
    use = tmp_path / "use.py"
    use.write_text("import plimsoll\nload: str = plimsoll.Sample().host_load1\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            os.path.join(installed, "python"),
            str(use),
        ],
        cwd=str(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "use.py:2: error" in done.stdout and "float" in done.stdout, done.stdout
    assert "import" not in done.stdout
