"""A reader who pastes a page's shell blocks into one shell, in a checkout that stays clean."""

import os
import signal
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

# What is built is built in the checkout, so that nothing is built twice; all else happens in the
# scratch folder. The test suite does not run itself: of `make test` only the plan is made. A verdict
# on the machine is no failure (exit code 1), and `watch` is given a terminal and, soon, a `q`.
# Variables go on from block to block.
PRELUDE = r"""
set -eu
[ ! -e "$HOME/.variables" ] || . "$HOME/.variables"
trap 'export -p >"$HOME/.variables"' EXIT
cargo() { (cd "$REPOSITORY" && command cargo "$@"); }
make() {
    case " $* " in
    *" test "*) command make --no-print-directory -C "$REPOSITORY" --dry-run "$@" >/dev/null ;;
    *) command make --no-print-directory -C "$REPOSITORY" "$@" ;;
    esac
}
plimsoll() {
    if [[ "$1" = watch && " $* " != *" --events "* && " $* " != *" --json "* ]]; then
        (sleep 2; printf q) | timeout 20 script -qec "$(type -P plimsoll) $*" /dev/null
    elif [[ ("$1" = check || "$1" = watch || "$1" = serve) && "$BASH_SUBSHELL" -gt 0 ]]; then
        # In the background: what is sent to it is for the command, and not for a shell around it.
        exec "$(type -P plimsoll)" "$@"
    elif [ "$1" = diagnose ] || [ "$1" = db ]; then
        command plimsoll "$@" || [ $? -eq 1 ]
    else
        command plimsoll "$@"
    fi
}
"""


class Session:
    def __init__(self, scratch, path=(), **variables):
        """`path` is looked up for programs before the machine's own, `variables` are set as well."""
        self.scratch = scratch
        # A wheel is built into the checkout's dist.
        (scratch / "dist").symlink_to(REPOSITORY / "dist")
        for name in ("examples", "README.md"):
            (scratch / name).symlink_to(REPOSITORY / name)
        home = Path.home()
        self.environment = {
            "HOME": str(scratch),
            "CARGO_HOME": os.environ.get("CARGO_HOME", str(home / ".cargo")),
            "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", str(home / ".rustup")),
            "CARGO_INSTALL_ROOT": str(scratch / "cargo"),
            "PATH": ":".join([*path, f"{scratch}/cargo/bin", os.environ["PATH"]]),
            "REPOSITORY": str(REPOSITORY),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            **variables,
        }
        # Where and how is built is whoever's runs the tests.
        build = [name for name in os.environ if name == "CARGO_TARGET_DIR" or name.startswith("CARGO_PROFILE_")]
        self.environment.update({name: os.environ[name] for name in build})

    def write(self, name, text):
        (self.scratch / name).write_text(text)

    def read(self, name):
        return (self.scratch / name).read_text()

    def run(self, script, timeout=900):
        """What the script prints; an error says all that it said."""
        process = subprocess.Popen(
            ["bash", "-c", PRELUDE + script],
            cwd=self.scratch,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            out, err = process.communicate(timeout=timeout)
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        assert process.returncode == 0, f"exit code {process.returncode} of:\n{script}\n{out}\n{err}"
        return out
