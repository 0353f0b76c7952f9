#!/usr/bin/env python3
"""Makes a release twice, from two clones in folders of other names and lengths, and compares the checksums.

    twice.py [--only wheels|archives|short] [TARGET...]      as for release.py
"""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

from target import ALL, TOP


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", default=ALL)
    parser.add_argument("--only", choices=["wheels", "archives", "short"])
    arguments = parser.parse_args()
    # Beside the work tree, where there is room for two builds.
    place = tempfile.mkdtemp(prefix="twice-", dir=os.path.abspath(os.environ.get("CARGO_TARGET_DIR", "target")))
    try:
        # Of one commit, whatever is committed while the first is made.
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=TOP, check=True, stdout=subprocess.PIPE, text=True)
        commit = done.stdout.strip()
        made = [once(os.path.join(place, name), commit, arguments) for name in ("first", "second-and-longer")]
    except BaseException:
        shutil.rmtree(place)
        raise
    names = sorted(set(os.listdir(made[0])) | set(os.listdir(made[1])))
    _, differing, missing = filecmp.cmpfiles(*made, names, shallow=False)
    if differing or missing:
        sys.exit(f"twice.py: not the same: {', '.join(differing + missing)}; compare them in {made[0]} and {made[1]}")
    with open(os.path.join(made[0], "SHA256SUMS")) as sums:
        print(sums.read(), end="")
    print(f"twice the same: {len(names)} files")
    shutil.rmtree(place)


def once(folder, commit, arguments):
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", TOP, folder], check=True)
    subprocess.run(["git", "checkout", "--quiet", "--detach", commit], cwd=folder, check=True)
    os.makedirs(os.path.join(folder, "build"))
    os.symlink(os.path.join(TOP, "build", "packaging"), os.path.join(folder, "build", "packaging"))
    command = [sys.executable, os.path.join(folder, "packaging", "release.py")]
    if arguments.only:
        command += ["--only", arguments.only]
    target = os.path.join(folder, "target")
    subprocess.run([*command, *arguments.targets], cwd=folder, env=dict(os.environ, CARGO_TARGET_DIR=target), check=True)
    # The second build shall have the room that the first one had.
    shutil.rmtree(target)
    return os.path.join(folder, "dist")


if __name__ == "__main__":
    main()
