#!/bin/sh
# Provides what the tests need on Debian, as root: compilers and checkers for the C face, a venv for
# Python, a browser for the report, what the accuracy suite makes trouble with, Rust's standard library for
# static binaries. The beds, the servers and the databases bring their own (install.sh in tests/beds, tests/servers and
# tests/databases). Quick when everything is there.

set -eu

missing=
for package in gcc g++ libc6-dev binutils make valgrind cmake pkg-config python3-dev python3-venv bsdutils util-linux \
    chromium-headless-shell fonts-dejavu-core e2fsprogs iproute2 iptables man-db mandoc mount openssl stress-ng systemd; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "tests/install.sh: missing:$missing. Run 'make test-tools' as root once." >&2
        exit 1
    fi
    echo "installing$missing"
    apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends \
        $missing >/dev/null
fi

if command -v rustup >/dev/null; then
    target="$(uname -m)-unknown-linux-musl"
    rustup target list --installed | grep -qx "$target" || rustup target add "$target"
fi

# Prometheus, and its checker for what it scrapes: unpacked, because the package would run a server.
tools=$(cd "$(dirname "$0")/.." && pwd)/build/tools
if [ ! -x "$tools/promtool" ] || [ ! -x "$tools/prometheus" ]; then
    part=$tools.part
    rm -rf "$part"
    mkdir -p "$tools" "$part"
    (
        cd "$part"
        apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
        # apt drops privileges for downloads where it can, and warns where the folder forbids it.
        apt-get -q -o APT::Sandbox::User=root download prometheus >/dev/null
        dpkg -x prometheus_*.deb .
    )
    mv "$part/usr/bin/promtool" "$part/usr/bin/prometheus" "$tools/"
    rm -rf "$part"
fi

"$(dirname "$0")/beds/install.sh"
"$(dirname "$0")/servers/install.sh"
"$(dirname "$0")/databases/install.sh"
