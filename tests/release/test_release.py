"""What a release has beside its archives and wheels: checksums, bill of materials, crate, sources."""

import hashlib
import json
import os
import tarfile

import pytest

import abi
import archives
import sources


def test_every_file_has_its_checksum(dist):
    with open(os.path.join(dist, "SHA256SUMS")) as text:
        sums = dict(reversed(line.rstrip("\n").split("  ")) for line in text)
    assert set(sums) == set(os.listdir(dist)) - {"SHA256SUMS"}
    for name, wanted in sums.items():
        with open(os.path.join(dist, name), "rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == wanted


def whole(dist, name):
    path = os.path.join(dist, name.format(abi.version()))
    if not os.path.exists(path):
        pytest.skip("only a part of a release was made")
    return path


def test_the_bill_of_materials(dist):
    validation = pytest.importorskip("cyclonedx.validation.json")
    from cyclonedx.schema import SchemaVersion

    with open(whole(dist, "plimsoll-{}.cdx.json")) as text:
        bill = text.read()
    assert validation.JsonStrictValidator(SchemaVersion.V1_5).validate_str(bill) is None
    bill = json.loads(bill)
    assert bill["metadata"]["component"]["version"] == abi.version()
    names = {part["name"] for part in bill["components"]}
    assert {"libc", "ring", "rustls", "serde_json", "clap"} <= names
    # What only the tests use is not shipped.
    assert not {"criterion", "cbindgen", "rcgen"} & names
    assert all(part["licenses"] for part in bill["components"])


def test_the_crate(dist):
    sources.look_at_crate(whole(dist, "plimsoll-{}.crate"))


def test_the_sources_have_everything(dist):
    with tarfile.open(whole(dist, "plimsoll-{}-source.tar.gz")) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}
    assert {"Makefile", "Cargo.lock", "bindings/python/pyproject.toml", "packaging/release.py", "tests/capi/main.rs"} <= names


def test_the_same_tree_makes_the_same_archive(tmp_path):
    digests = set()
    for number, umask in enumerate((0o022, 0o077)):
        folder = tmp_path / str(number) / "plimsoll"
        before = os.umask(umask)
        try:
            folder.mkdir(parents=True)
            for name in ("b", "a") if number else ("a", "b"):
                (folder / name).write_text(name)
            (folder / "c").symlink_to("a")
        finally:
            os.umask(before)
        os.utime(folder / "a", (number, number))
        packed = tmp_path / f"{number}.tar.gz"
        archives.pack(str(folder), str(packed), 1_700_000_000)
        digests.add(archives.checksum(str(packed)))
    assert len(digests) == 1
