#!/bin/sh
# Provides the load generators that tests/load/compare.py runs beside ours: oha (by cargo) and locust (a venv) below build/load, wrk
# and hey as packages. Quick when everything is there. Needs Debian as root, python3-venv and cargo.

set -eu
umask 022
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/load
mkdir -p "$build/bin"

if [ ! -x "$build/bin/oha" ]; then
    # Without its browser of results and its TLS: plain HTTP is compared.
    env -u CARGO_TARGET_DIR cargo install --quiet --locked --root "$build" --target-dir "$build/oha-target" oha@1.16.0
    rm -rf "$build/oha-target"
fi

for program in wrk hey; do
    command -v "$program" >/dev/null && continue
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$program" >/dev/null
done

if [ ! -x "$build/locust/bin/locust" ]; then
    rm -rf "$build/locust"
    "${PYTHON:-python3}" -m venv "$build/locust"
    "$build/locust/bin/python" -m pip install --quiet locust==2.47.0
fi
