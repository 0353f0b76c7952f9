"""The Python wheel of a target, from its library and its command."""

import os
import shutil
import subprocess
import sys

from target import TOP, environment

# Where it calls a machine otherwise than Rust does.
MUSL_MACHINES = {"i686": "x86"}


def build(target, tree, place, dist, epoch):
    """From a tree that libraries.install made."""
    # Apart, so that nothing that lies about in a working copy gets in, and nothing in it is changed.
    stage = os.path.join(place, "wheel")
    shutil.rmtree(stage, ignore_errors=True)
    package = os.path.join(stage, "bindings", "python")
    for name in _committed("bindings/python"):
        kept = os.path.join(stage, name)
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        shutil.copy(os.path.join(TOP, name), kept)
    # It has the version.
    shutil.copy(os.path.join(TOP, "Cargo.toml"), stage)
    os.makedirs(os.path.join(package, "plimsoll", "bin"))
    library = os.path.join(package, "plimsoll", "libplimsoll.so")
    shutil.copy(os.path.join(tree, "lib", "libplimsoll.so"), library)
    if target.libc == "musl":
        # Linkers know the one library of musl as libc.so; for wheels the name that it is installed by is agreed upon. Its
        # loader takes both for itself.
        installed = f"libc.musl-{MUSL_MACHINES.get(target.machine, target.machine)}.so.1"
        ours = environment(place, epoch=epoch)
        subprocess.run(["patchelf", "--replace-needed", "libc.so", installed, library], env=ours, check=True)
    shutil.copy(os.path.join(tree, "bin", "plimsoll"), os.path.join(package, "plimsoll", "bin", "plimsoll"))
    made = os.path.join(stage, "made")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir",
         "--disable-pip-version-check", "--wheel-dir", made, package],
        env=environment(place, epoch=epoch), check=True,
    )  # fmt: skip
    (name,) = os.listdir(made)
    shutil.copy(os.path.join(made, name), os.path.join(dist, name))
    return os.path.join(dist, name)


def _committed(folder):
    listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=TOP, check=True, stdout=subprocess.PIPE, text=True)
    return [name for name in listed.stdout.split("\0") if name]
