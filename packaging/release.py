#!/usr/bin/env python3
"""Makes a release in dist: the crate, wheels, archives of library and command, sources, bill of materials, checksums.

    release.py                          all of it, for every target
    release.py --only wheels TARGET...  wheels of some targets; also: archives; both is short

What is made depends on nothing but what is committed and the tools of packaging/requirements.txt: see twice.py.
"""

import argparse
import os
import re
import subprocess
import sys
import time

import abi
import archives
import bill
import libraries
import sources
import wheels
from target import ALL, TOP, Target

BEGAN = time.monotonic()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="of Rust; all by default: " + ", ".join(ALL))
    parser.add_argument("--only", choices=["wheels", "archives", "short"], help="nothing else; both for short")
    parser.add_argument("--dist", default=os.path.join(TOP, "dist"), help="where to (%(default)s)")
    parser.add_argument("--command", metavar="FILE", help="a command that is built already, for this machine's targets")
    parser.add_argument("--dirty", action="store_true", help="also with what is not committed; such files are not for others")
    arguments = parser.parse_args()
    targets = [Target(triple) for triple in arguments.targets or ALL]
    changed = git("status", "--porcelain", "--untracked-files=no")
    if changed and not arguments.dirty:
        sys.exit(f"release.py: not all is committed; commit it, or give --dirty to try:\n{changed}")
    Release(targets, arguments).make()


class Release:
    def __init__(self, targets, arguments):
        self.targets = targets
        self.only = arguments.only
        self.dirty = arguments.dirty
        self.given = arguments.command
        self.dist = os.path.abspath(arguments.dist)
        self.place = os.path.join(os.path.abspath(os.environ.get("CARGO_TARGET_DIR", "target")), "packaging")
        self.version = abi.version()
        self.epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))
        self.made = []
        self.commands = {}
        commands = {target.machine for target in targets if not self.serves(target)}
        self.steps = len(targets) + len(commands) + (0 if self.only else 4)
        self.step = 0

    def make(self):
        os.makedirs(self.dist, exist_ok=True)
        for name in os.listdir(self.dist):
            # Of an earlier release; whatever else lies there is not ours.
            if name.startswith("plimsoll") or name == "SHA256SUMS":
                os.remove(os.path.join(self.dist, name))
        if not self.only:
            self.say("ABI")
            if subprocess.run([sys.executable, os.path.join(TOP, "packaging", "abi.py"), "check", "--exact"]).returncode:
                sys.exit(1)
            self.say("crate")
            self.made.append(sources.crate(self.version, self.place, self.dist, self.epoch, self.dirty))
        for target in self.targets:
            command = self.command(target)
            self.say(f"library, {' and '.join(self.wanted())} for {target.triple}")
            tree = libraries.install(target, self.version, command, self.place, self.epoch)
            if "archive" in self.wanted():
                self.made.append(libraries.archive(tree, self.dist, self.epoch))
            if "wheel" in self.wanted():
                self.made.append(wheels.build(target, tree, self.place, self.dist, self.epoch))
        if not self.only:
            self.say("sources")
            self.made.append(sources.everything(self.version, self.dist))
            self.say("bill of materials")
            self.made.append(bill.write(self.version, "cli,capi", self.place, self.dist, self.epoch))
        self.tell()

    def wanted(self):
        return {"wheels": ["wheel"], "archives": ["archive"]}.get(self.only, ["archive", "wheel"])

    def serves(self, target):
        """Whether the command that was given runs there."""
        return self.given and os.uname().machine == target.machine

    def command(self, target):
        if self.serves(target):
            self.commands[target.machine] = self.given
        if target.machine not in self.commands:
            self.say(f"command for {target.machine}")
            self.commands[target.machine] = libraries.build_command(target, self.place, self.epoch)
        return self.commands[target.machine]

    def say(self, what):
        self.step += 1
        print(f"[{self.step}/{self.steps}] {time.monotonic() - BEGAN:6.0f} s  {what}", flush=True)

    def tell(self):
        archives.write_checksums(self.dist, [os.path.basename(path) for path in self.made])
        print(f"{self.dist}:")
        for name in sorted(os.listdir(self.dist)):
            print(f"{os.path.getsize(os.path.join(self.dist, name)):12,}  {name}")


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=TOP, check=True, stdout=subprocess.PIPE, text=True)
    return re.sub(r"\n$", "", done.stdout)


if __name__ == "__main__":
    main()
