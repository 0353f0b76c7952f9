"""What has to be installed or built before anything can be compared."""

import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build", "peers")
PSUTIL = "psutil>=7,<8"


def say(what):
    """Progress, which is not a result."""
    print(f"bench-peers: {what}", file=sys.stderr, flush=True)


def run(command, **options):
    """Runs a command whose output is only of interest when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: status {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def target_directory():
    """Where cargo builds: the caller's choice, or below build/."""
    return os.environ.get("CARGO_TARGET_DIR") or os.path.join(BUILD, "target")


def side():
    """Builds the Rust sides; returns the program."""
    say("building the Rust sides")
    command = ["cargo", "build", "--release", "--manifest-path", os.path.join(HERE, "Cargo.toml")]
    command += ["--target-dir", target_directory()]
    run(command)
    return os.path.join(target_directory(), "release", "side")


def library():
    """Builds the shared library with the sampling features and the C ABI; returns a stripped copy."""
    say("building libplimsoll.so")
    command = ["cargo", "rustc", "--lib", "--release", "--no-default-features", "--features", "capi"]
    command += ["--crate-type", "cdylib", "--manifest-path", os.path.join(ROOT, "Cargo.toml")]
    run(command + ["--target-dir", target_directory()])
    stripped = os.path.join(BUILD, "libplimsoll.so")
    os.makedirs(BUILD, exist_ok=True)
    shutil.copy(os.path.join(target_directory(), "release", "libplimsoll.so"), stripped)
    run(["strip", stripped])
    return stripped


def package(shared_object, interpreter):
    """The Python package as it stands in the tree, with that library inside and compiled, as an installer leaves
    it (compiling at import would cost memory); returns the path to import from."""
    home = os.path.join(BUILD, "package")
    source = os.path.join(ROOT, "bindings", "python", "plimsoll")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(source, os.path.join(home, "plimsoll"), ignore=shutil.ignore_patterns("*.so", "__pycache__", "bin"))
    shutil.copy(shared_object, os.path.join(home, "plimsoll", "libplimsoll.so"))
    run([interpreter, "-m", "compileall", "-q", home])
    return home


def python():
    """Makes the virtual environment with psutil; returns its interpreter."""
    interpreter = os.path.join(BUILD, "venv", "bin", "python")
    if not os.path.exists(interpreter):
        say("making a virtual environment")
        try:
            run([sys.executable, "-m", "venv", "--clear", os.path.join(BUILD, "venv")])
        except RuntimeError as error:
            raise RuntimeError(f"{error}\nOn Debian: apt-get install python3-venv") from None
    if subprocess.run([interpreter, "-c", "import psutil; assert psutil.version_info[0] == 7"],
                      stderr=subprocess.DEVNULL).returncode:
        say("installing psutil")
        run([interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PSUTIL])
    return interpreter


def versions(interpreter):
    """Of the peers, as installed."""
    found = {"psutil": run([interpreter, "-c", "import psutil; print(psutil.__version__)"]).strip()}
    found["python"] = run([interpreter, "-c", "import platform; print(platform.python_version())"]).strip()
    found["rustc"] = run(["rustc", "--version"]).split()[1]
    metadata = run(["cargo", "metadata", "--format-version", "1", "--offline",
                    "--manifest-path", os.path.join(HERE, "Cargo.toml")])
    for package in json.loads(metadata[metadata.index("{"):])["packages"]:
        if package["name"] in ("sysinfo", "procfs"):
            found[package["name"]] = package["version"]
    return found
