#!/bin/sh
# Provides, below build/userlands, trees that programs run in with no more than chroot, and emulators of other machines
# (Debian, as root). Nothing is installed into this system but mmdebstrap, runc, musl's compiler and the emulators.
#
#   oldest   Debian 11, the oldest that the archive still has: glibc 2.31, Python 3.9
#   bare     Debian 12, for who begins (test_newcomer.py)
#   newest   Debian unstable: the newest glibc and Python
#   arm64    Debian 11 for aarch64, only unpacked, for qemu-aarch64-static
#   i386     Debian 11 for i686
#
# Quick when everything is there.

set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
place=$(cd "$here/../.." && pwd)/build/userlands
mkdir -p "$place"

missing=
for package in mmdebstrap musl-tools qemu-user-static runc; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing >/dev/null
fi

# Of an old release the archive of security updates lists files for other machines that it no longer has: there, only the
# archive itself, where this system's own packages come from.
archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $(. /etc/os-release; echo "$VERSION_CODENAME")" | head -n 1)

# tree NAME SUITE ARCHITECTURE VARIANT PACKAGES [ARCHIVE]: complete or not at all.
tree() {
    [ -d "$place/$1" ] && return
    echo "unpacking $1 (Debian $2, $3)"
    rm -rf "$place/$1.part"
    # Everything is unpacked, and nothing of another machine has to run for it. A mirror that lags behind serves an index of
    # unstable that is past its date; its signature is looked at all the same.
    mmdebstrap --quiet --variant="$4" --architectures="$3" --include="$5" --aptopt='APT::Sandbox::User "root"' \
        --aptopt='Acquire::Check-Valid-Until "false"' "$2" "$place/$1.part" ${6-} >"$place/$1.log" 2>&1 || {
        cat "$place/$1.log" >&2
        rm -rf "$place/$1.part"
        exit 1
    }
    rm -rf "$place/$1.part/var/lib/apt" "$place/$1.part/var/cache/apt" "$place/$1.part/usr/share/doc"
    mv "$place/$1.part" "$place/$1"
}

tree oldest bullseye amd64 apt python3,python3-venv,python3-pip,gcc,libc6-dev,pkg-config
tree bare bookworm amd64 apt python3,python3-venv,python3-pip,gcc,libc6-dev,pkg-config
tree newest sid amd64 extract python3,python3-venv,base-files,libc-bin,bash,coreutils
# What its package would have made of them: Debian's pip wants to read it, whether it will ask the network or not.
[ -s "$place/newest/etc/ssl/certs/ca-certificates.crt" ] || {
    mkdir -p "$place/newest/etc/ssl/certs"
    cat "$place"/newest/usr/share/ca-certificates/mozilla/*.crt >"$place/newest/etc/ssl/certs/ca-certificates.crt"
}
tree arm64 bullseye arm64 extract python3,libc6,base-files "$archive"
tree i386 bullseye i386 extract python3,libc6,base-files "$archive"

# For who comes with Robot Framework and has no network: the version that the tests of Python have.
robot=$(sed -n 's/^\(robotframework==[0-9.]*\).*/\1/p' "$here/../../bindings/python/tests/requirements.txt")
if ! ls "$place/wheels/robotframework-${robot#*==}-"*.whl >/dev/null 2>&1; then
    rm -rf "$place/wheels"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$place/wheels" "$robot"
fi
