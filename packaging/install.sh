#!/bin/sh
# Provides what a release is made with, below build/packaging: zig as the linker for old C libraries and other machines,
# the tools for wheels and for the bill of materials. On Debian, as root, also the binutils of the other machines. The
# standard libraries of Rust come by rustup. Quick when everything is there.
#
#   install.sh [--bill] TARGET...      such as aarch64-unknown-linux-gnu; --bill: also what the bill of materials is made with,
#                                      which takes minutes to compile

set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$(cd "$here/.." && pwd)/build/packaging
venv=$place/venv

bill=
if [ "${1-}" = --bill ]; then
    bill=yes
    shift
fi

if ! cmp -s "$here/requirements.txt" "$venv/installed"; then
    "${PYTHON:-python3}" -m venv --clear "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/installed"
fi

cyclonedx=0.5.9
if [ -n "$bill" ] && [ ! -x "$place/cargo-cyclonedx-$cyclonedx/bin/cargo-cyclonedx" ]; then
    # Not with the flags and the target of the build that asks for it.
    env -u RUSTFLAGS -u CARGO_TARGET_DIR cargo install --quiet --locked --version "$cyclonedx" \
        --root "$place/cargo-cyclonedx-$cyclonedx" --target-dir "$place/cargo-cyclonedx-$cyclonedx/target" cargo-cyclonedx
    rm -rf "$place/cargo-cyclonedx-$cyclonedx/target"
fi

missing=
for target in "$@"; do
    rustup target list --installed | grep -qx "$target" || rustup target add "$target"
    machine=${target%%-*}
    [ "$machine" = "$(uname -m)" ] || command -v "$machine-linux-gnu-ld" >/dev/null ||
        missing="$missing binutils-$(echo "$machine" | tr _ -)-linux-gnu"
done
if [ -n "$missing" ]; then
    missing=$(echo "$missing" | tr ' ' '\n' | sort -u | tr '\n' ' ')
    if [ "$(id -u)" -ne 0 ]; then
        echo "packaging/install.sh: missing: $missing. Run it as root once." >&2
        exit 1
    fi
    apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing >/dev/null
fi
