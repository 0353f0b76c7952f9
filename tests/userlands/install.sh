#!/bin/sh
# Provides, below build/userlands, trees that programs run in with no more than chroot, and emulators of other machines
# (Debian, as root). Nothing is installed into this system but debootstrap, musl's compiler and the emulators.
#
#   oldest   Debian 11, the oldest that the archive still has: glibc 2.31, Python 3.9
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
for package in debootstrap mmdebstrap musl-tools qemu-user-static; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing >/dev/null
fi

# tree NAME SUITE ARCHITECTURE VARIANT PACKAGES: complete or not at all.
tree() {
    [ -d "$place/$1" ] && return
    echo "unpacking $1 (Debian $2, $3)"
    rm -rf "$place/$1.part"
    # Everything is unpacked, and nothing of another machine has to run for it.
    mmdebstrap --quiet --variant="$4" --architectures="$3" --include="$5" --aptopt='APT::Sandbox::User "root"' \
        "$2" "$place/$1.part" >"$place/$1.log" 2>&1 || {
        cat "$place/$1.log" >&2
        rm -rf "$place/$1.part"
        exit 1
    }
    rm -rf "$place/$1.part/var/lib/apt" "$place/$1.part/var/cache/apt" "$place/$1.part/usr/share/doc"
    mv "$place/$1.part" "$place/$1"
}

tree oldest bullseye amd64 apt python3,python3-venv,python3-pip,gcc,libc6-dev,pkg-config
tree newest sid amd64 extract python3,python3-venv,base-files,libc-bin,bash,coreutils
tree arm64 bullseye arm64 extract python3,libc6,base-files
tree i386 bullseye i386 extract python3,libc6,base-files
