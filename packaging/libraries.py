"""The C library and the command of a target, laid out as `make install` does it, and the archive of them."""

import os
import re
import shutil
import subprocess

import archives
from target import TOP, environment


def build_command(target, place, epoch):
    """The command, linked statically; where it is."""
    subprocess.run(
        ["cargo", "zigbuild", "--quiet", "--locked", "--release", "--features", "cli", "--bin", "plimsoll",
         "--target", target.static],
        cwd=TOP, env=environment(place, epoch=epoch), check=True,
    )  # fmt: skip
    built = os.path.join(place, target.static, "release", "plimsoll")
    stripped = os.path.join(place, target.static, "plimsoll")
    subprocess.run([target.binutil("strip"), "-o", stripped, built], check=True)
    return stripped


def install(target, version, command, place, epoch):
    """A tree with everything below one folder, that can be moved as a whole."""
    # A shared library of musl needs other flags than the command, and with them a folder of its own.
    place = os.path.join(place, "shared")
    tree = os.path.join(place, target.triple, f"plimsoll-{version}-{target.name}")
    shutil.rmtree(tree, ignore_errors=True)
    variables = {
        "CARGO_BUILD": "zigbuild",
        "CARGO_FLAGS": f"--quiet --locked --target {target.zig}",
        "CARGO_TARGET_DIR": place,
        "CARGO_BUILT": os.path.join(place, target.triple, "release"),
        "C_BUILD": os.path.join(place, target.triple, "c"),
        "STRIP": target.binutil("strip"),
        "PREFIX": "/",
        "LIBDIR": "/lib",
        "INCLUDEDIR": "/include",
        "MANDIR": "/share/man",
        "DESTDIR": tree,
    }
    ours = environment(place, shared=target.libc == "musl", epoch=epoch)
    for tool in ("ld", "nm", "objcopy", "ar"):
        ours[tool.upper()] = target.binutil(tool)
    if target.libc == "musl":
        # That of a compiler for glibc, such as musl-gcc calls, does not suit musl. Rust's does.
        ours["UNWINDER"] = os.path.join(_rust_libraries(target), "self-contained", "libunwind.a")
    settings = [f"{name}={value}" for name, value in variables.items()]
    subprocess.run(["make", "--silent", "install", *settings], cwd=TOP, env=ours, check=True)
    _finish(os.path.join(tree, "lib", "pkgconfig", "plimsoll.pc"), target)
    os.makedirs(os.path.join(tree, "bin"))
    shutil.copy(command, os.path.join(tree, "bin", "plimsoll"))
    documents = os.path.join(tree, "share", "doc", "plimsoll")
    os.makedirs(documents)
    for name in ("README.md", "CHANGELOG.md", "ABI.md", "LICENSE-MIT", "LICENSE-APACHE"):
        shutil.copy(os.path.join(TOP, name), documents)
    shutil.copytree(os.path.join(TOP, "examples", "c"), os.path.join(documents, "examples"))
    return tree


def _rust_libraries(target):
    command = ["rustc", "--print", "target-libdir", "--target", target.triple]
    return subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def _finish(file, target):
    """Makes it movable: pkg-config knows where the file is that it reads."""
    with open(file) as text:
        settings = text.read()
    settings = re.sub(r"(?m)^prefix=.*$", "prefix=${pcfiledir}/../..", settings)
    settings = re.sub(r"(?m)^(libdir|includedir)=/+(.*)$", r"\1=${prefix}/\2", settings)
    if target.libc == "musl":
        # By these tables it finds its way; for a static program gcc leaves them out.
        settings = re.sub(r"(?m)^(Libs\.private:.*)$", r"\1 -Wl,--eh-frame-hdr", settings)
    with open(file, "w") as out:
        out.write(settings)


def archive(tree, dist, epoch):
    place = os.path.join(dist, os.path.basename(tree) + ".tar.gz")
    archives.pack(tree, place, epoch)
    return place
