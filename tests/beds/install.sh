#!/bin/sh
# Provides what the test beds need on a bare Debian 12, as root: runc and busybox-static are installed; qemu,
# a kernel for it, user-mode Linux and lxcfs are only unpacked below build/beds (installing qemu would remove other
# packages). Quick when everything is there. BEDS="cgroup_v1 lxcfs runc qemu uml" chooses; all by default.

set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
cache=${PLIMSOLL_BEDS_CACHE:-$(cd "$here/../.." && pwd)/build/beds}
beds=${BEDS:-cgroup_v1 lxcfs runc qemu uml}

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"
}

# Package lists are fetched only when something must be had; the marker lasts for this run.
update_once() {
    [ -e "$cache/.updated.$$" ] || apt update >/dev/null
    : >"$cache/.updated.$$"
}

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
    missing=
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    update_once
    # shellcheck disable=SC2086
    apt install -y --no-install-recommends $missing >/dev/null
}

# unpack NAME PACKAGE...: the packages' files below $cache/NAME, complete or not at all.
unpack() {
    name=$1
    shift
    rm -rf "$cache/$name.part"
    mkdir -p "$cache/$name.part/debs"
    (
        cd "$cache/$name.part/debs"
        # apt drops privileges for downloads where it can, and warns where the folder forbids it.
        apt -o APT::Sandbox::User=root download "$@" >/dev/null
        for deb in *.deb; do
            dpkg -x "$deb" ..
        done
    )
    rm -rf "$cache/$name.part/debs" "$cache/$name"
    for useless in doc man locale lintian; do
        rm -rf "$cache/$name.part/usr/share/$useless"
    done
    mv "$cache/$name.part" "$cache/$name"
}

# The packages of a closure that this system lacks; what is only recommended, or would be upgraded, is not among them.
lacking() {
    apt -s install --no-install-recommends "$@" | awk '$1 == "Inst" && $3 !~ /^\[/ { print $2 }'
}

depends() {
    apt-cache depends --no-recommends --no-suggests "$1" | awk '$1 == "Depends:" && $2 !~ /^</ { print $2 }'
}

provide_qemu() {
    [ -x "$cache/qemu/usr/bin/qemu-system-x86_64" ] && return
    update_once
    # The libraries behind qemu-system-common's modules serve displays and sound, which the bed has not; of its
    # own files the accelerator is needed. Network boot images are not.
    libraries=$(depends qemu-system-x86 | grep -v -e '^qemu-system-common$' -e '^ipxe-qemu$')
    # shellcheck disable=SC2046,SC2086
    unpack qemu qemu-system-x86 qemu-system-common $(lacking $libraries)
}

provide_kernel() {
    [ -e "$cache/kernel/vmlinuz" ] && return
    update_once
    # The meta package names the version of the day.
    image=$(depends linux-image-cloud-amd64 | grep '^linux-image-' | head -n 1)
    [ -n "$image" ] || { echo "install.sh: linux-image-cloud-amd64 names no kernel" >&2; exit 1; }
    unpack kernel "$image"
    rm -rf "$cache/kernel/lib" "$cache/kernel/usr"
    mv "$cache"/kernel/boot/vmlinuz-* "$cache/kernel/vmlinuz"
    mv "$cache"/kernel/boot/config-* "$cache/kernel/config"
    rm -rf "$cache/kernel/boot"
}

provide_uml() {
    [ -x "$cache/uml/usr/bin/linux.uml" ] && return
    update_once
    # shellcheck disable=SC2046
    unpack uml user-mode-linux $(lacking user-mode-linux)
    rm -rf "$cache/uml/usr/lib/uml/modules"
}

provide_lxcfs() {
    [ -x "$cache/lxcfs/usr/bin/lxcfs" ] && return
    update_once
    # shellcheck disable=SC2046
    unpack lxcfs lxcfs $(lacking lxcfs)
}

provide_target() {
    command -v rustup >/dev/null || return 0
    rustup target list --installed | grep -qx x86_64-unknown-linux-musl ||
        rustup --quiet target add x86_64-unknown-linux-musl
}

mkdir -p "$cache"
trap 'rm -f "$cache/.updated.$$"' EXIT
provide_target
install_packages busybox-static
for bed in $beds; do
    case $bed in
    cgroup_v1) install_packages util-linux iproute2 ;;
    lxcfs)
        install_packages util-linux
        provide_lxcfs
        ;;
    runc) install_packages runc ;;
    qemu)
        provide_qemu
        provide_kernel
        ;;
    uml) provide_uml ;;
    *)
        echo "install.sh: no bed is called $bed (cgroup_v1, lxcfs, runc, qemu, uml)" >&2
        exit 2
        ;;
    esac
done
