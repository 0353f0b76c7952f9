#!/usr/bin/env python3
"""Holds the C ABI of the header against that of the last release.

    abi.py check           what a program built against the last release relies on is still there
    abi.py check --exact   and the description of this version says all that there is (for a release)
    abi.py write           describes the ABI as it is now, in docs/abi/VERSION.txt

A description has a line for the soname, every constant, function and callback with its types, every struct with its size
on 64-bit machines, and every member with its place and type. The header says all of it; that the libraries export what it
declares is tested by tests/capi. Within one ABI no line may go or change, but that a struct grows at its end (ABI.md).

Suppression rules of abidiff, which could allow that growth, let a member of another type pass as well.
"""

import argparse
import os
import re
import subprocess
import sys

import cffi

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEADER = os.path.join(TOP, "include", "plimsoll.h")
DESCRIPTIONS = os.path.join(TOP, "docs", "abi")
# Its number says how many there are, and grows with them.
COUNTS = {"PLIM_FIELDS"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "write"])
    parser.add_argument("--exact", action="store_true", help="additions are no longer allowed either")
    parser.add_argument("--header", default=HEADER, help="the header, if not the committed one")
    arguments = parser.parse_args()
    current = describe(arguments.header)
    if arguments.what == "write":
        place = os.path.join(DESCRIPTIONS, version() + ".txt")
        os.makedirs(DESCRIPTIONS, exist_ok=True)
        with open(place, "w") as out:
            out.writelines(f"{name} {what}\n" for name, what in current.items())
        print(os.path.relpath(place, TOP))
        return 0
    place = newest(version() if arguments.exact else None)
    with open(place) as text:
        kept = dict(line.rstrip("\n").split(" = ", 1) for line in text)
    kept = {name + " =": what for name, what in kept.items()}
    return judge(os.path.relpath(place, TOP), kept, current, arguments.exact)


def version():
    """The crate's, which is the library's."""
    with open(os.path.join(TOP, "Cargo.toml")) as manifest:
        return re.search(r'(?m)^version = "(.+)"', manifest.read()).group(1)


def newest(exactly):
    """The description of the last release; before the first is out, that of the version being made."""
    kept = {name[: -len(".txt")] for name in os.listdir(DESCRIPTIONS) if name.endswith(".txt")}
    if exactly and exactly not in kept:
        sys.exit(f"abi.py: docs/abi/{exactly}.txt is not there: run `make abi-write` and commit it")
    found = exactly or max(kept, key=lambda name: [int(part) for part in name.split(".")])
    return os.path.join(DESCRIPTIONS, found + ".txt")


def judge(place, kept, current, exact):
    wrong = []
    for name, before in kept.items():
        now = current.get(name)
        if now == before or (not exact and now and name.startswith("size of") and int(now) > int(before)):
            continue
        wrong.append(f"{name} {before}, now {now or 'gone'}")
    added = [f"{name} {what}" for name, what in current.items() if name not in kept]
    # A new member where an old one was, or in what was padding, is not at the end.
    sizes = {name: int(size) for name, size in kept.items() if name.startswith("size of")}
    for line in added:
        found = re.match(r"member (\w+)\.\w+ = at (\d+)", line)
        size = found and sizes.get(f"size of {found.group(1)} =")
        if size is not None and found and int(found.group(2)) < size:
            wrong.append(f"{line}, which is new and not at the end")
    if exact:
        wrong += [f"{line}, which is new" for line in added]
    if not wrong:
        return 0
    advice = (
        "Run `make abi-write` and commit what it says."
        if exact
        else "A program built against it would break. Undo the change. If it is meant, and that version is not released "
        "yet: `make abi-write`, and say it in ABI.md."
    )
    lines = "\n  ".join(wrong)
    print(f"abi.py: the ABI is no longer that of {place}:\n  {lines}\n{advice}", file=sys.stderr)
    return 1


def describe(header):
    """What a C program can see: a name, and what it stands for."""
    ffi = cffi.FFI()
    declared = run("cc", "-E", "-P", header)
    # What the system's own headers bring is theirs; cffi knows size_t and the sized integers itself.
    ffi.cdef(declared[declared.index("typedef struct plim_") :])
    found = {"soname =": "libplimsoll.so." + constants(header)["PLIM_ABI_VERSION"]}
    for name, value in sorted(constants(header).items()):
        found[f"constant {name} ="] = value
    types, structs, _ = ffi.list_types()
    for name in sorted(set(types) | set(structs)):
        kind = ffi.typeof(name if name in types else "struct " + name)
        if kind.kind == "pointer" and kind.item.kind == "function":
            found[f"callback {name} ="] = kind.cname
        elif kind.kind == "struct" and kind.fields is not None:
            found[f"size of {name} ="] = str(ffi.sizeof(kind))
            for member, what in kind.fields:
                found[f"member {name}.{member} ="] = f"at {what.offset}, {what.type.cname}"
        elif kind.kind == "primitive":
            found[f"type {name} ="] = kind.cname
    # Only its parser knows the functions of a header without a library. After the structs, which this would leave unfinished.
    for name in sorted(ffi._parser._declarations):
        kind, _, name = name.partition(" ")
        if kind == "function":
            model = ffi._parser._declarations[f"{kind} {name}"][0]
            found[f"function {name} ="] = ffi.getctype(model.get_cached_btype(ffi, [], True))
    return found


def constants(header):
    """Every constant of the header with its value, as the compiler sees it."""
    defined = re.findall(r"(?m)^#define (PLIM_\w+) (.+)$", run("cc", "-E", "-dM", header))
    found = {}
    for name, text in defined:
        if name in COUNTS or text.startswith('"'):
            continue
        # Integers of C, without its suffixes: shifts, signs, brackets.
        value = re.sub(r"(?<=[0-9a-fA-F])[uUlL]+\b", "", text)
        if not re.fullmatch(r"[-+~()<>|xX0-9a-fA-F \t]+", value):
            sys.exit(f"abi.py: cannot tell the value of {name}: {text}")
        found[name] = str(eval(value))  # noqa: S307 - nothing but numbers and operators got here
    return found


def run(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        sys.exit(f"abi.py: {command[0]} is not here: run `make test-tools` as root")
    if done.returncode != 0:
        sys.exit(f"abi.py: {command[0]} failed:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
