"""What can be built from: the crate, and everything that is committed."""

import os
import shutil
import subprocess
import tarfile

import archives
from target import TOP, environment

# The registry takes no more than ten million bytes; ours has no reason to come near.
MOST = 3_000_000
NEEDED = {"Cargo.toml", "Cargo.lock", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs", "build.rs"}
# Of no use to those who depend on the crate.
UNWANTED = ("tests/", "benches/", "fuzz/", "bindings/python/", "packaging/", "deploy/", ".ci/")


def crate(version, place, dist, epoch, dirty):
    """The package for the registry, built once from what is in it."""
    allow = ["--allow-dirty"] if dirty else []
    subprocess.run(
        ["cargo", "package", "--quiet", "--locked", *allow], cwd=TOP, env=environment(place, epoch=epoch), check=True
    )
    name = f"plimsoll-{version}.crate"
    shutil.copy(os.path.join(place, "package", name), dist)
    look_at_crate(os.path.join(dist, name))
    return os.path.join(dist, name)


def look_at_crate(package):
    size = os.path.getsize(package)
    with tarfile.open(package) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames()}
    missing = NEEDED - names
    unwanted = sorted(name for name in names if name.startswith(UNWANTED))
    if size > MOST or missing or unwanted:
        raise SystemExit(
            f"{package}: {size} bytes of at most {MOST}; missing: {sorted(missing)}; not wanted: {unwanted[:5]}. "
            "Look at `exclude` in Cargo.toml."
        )


def everything(version, dist):
    """All that is committed: who packages for a distribution builds library, command and bindings from it."""
    name = f"plimsoll-{version}-source"
    done = subprocess.run(
        ["git", "archive", "--format=tar", f"--prefix={name}/", "HEAD"], cwd=TOP, check=True, stdout=subprocess.PIPE
    )
    place = os.path.join(dist, name + ".tar.gz")
    archives.compress(done.stdout, place)
    return place
