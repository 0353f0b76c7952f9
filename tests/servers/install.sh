#!/bin/sh
# Provides the servers that tests/servers checks, below build/servers: Python packages, Node with npm packages, a
# small server on rmcp, nginx (only unpacked, so that no service starts). Versions are pinned beside each server.
# Quick when everything is there. Needs Debian, python3-venv and cargo.

set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
servers=$root/build/servers
mkdir -p "$servers"

# Whether the part was made from these files as they are now; `done_with` says that it was.
made_from() {
    part=$1
    shift
    cat "$@" | sha256sum | cmp -s - "$servers/$part.made"
}

done_with() {
    part=$1
    shift
    cat "$@" | sha256sum >"$servers/$part.made"
}

# The venv that has pip, and Node with npm; the others are filled by its pip.
if ! made_from tools "$here/python/requirements-tools.txt"; then
    rm -rf "$servers/tools"
    "${PYTHON:-python3}" -m venv "$servers/tools"
    "$servers/tools/bin/python" -m pip install --quiet --no-compile --requirement "$here/python/requirements-tools.txt"
    done_with tools "$here/python/requirements-tools.txt"
fi

# Compiled here: else every start would compile its packages, for seconds.
venv() {
    name=$1
    requirements=$here/python/requirements-$name.txt
    constraints=$here/python/constraints-$name.txt
    made_from "$name" "$requirements" "$constraints" && return
    rm -rf "${servers:?}/$name"
    "${PYTHON:-python3}" -m venv --without-pip "$servers/$name"
    "$servers/tools/bin/python" -m pip --python "$servers/$name/bin/python" install --quiet \
        --requirement "$requirements" --constraint "$constraints"
    done_with "$name" "$requirements" "$constraints"
}
venv second
venv first
venv old

if ! made_from node "$here/node/package.json" "$here/node/package-lock.json"; then
    rm -rf "$servers/node"
    mkdir "$servers/node"
    cp "$here/node/package.json" "$here/node/package-lock.json" "$here/node/.npmrc" "$servers/node"
    # No package's script is run; none of these needs one.
    (cd "$servers/node" && PATH="$servers/tools/bin:$PATH" npm ci --ignore-scripts --silent >/dev/null)
    done_with node "$here/node/package.json" "$here/node/package-lock.json"
fi
# A module looks for its packages above the place it lies at.
for module in server.mjs loopback.mjs; do
    ln -sf "$here/node/$module" "$servers/node/$module"
done

# cargo sees for itself what is there.
CARGO_TARGET_DIR="$servers/rmcp" cargo build --quiet --locked --manifest-path "$here/rmcp/Cargo.toml"

unpack_nginx() {
    rm -rf "$servers/nginx.part"
    mkdir "$servers/nginx.part"
    (
        cd "$servers/nginx.part"
        # apt drops privileges for downloads where it can, and warns where the folder forbids it.
        apt-get -q -o APT::Sandbox::User=root download nginx >/dev/null
        dpkg -x nginx_*.deb .
        rm nginx_*.deb
        usr/sbin/nginx -v 2>/dev/null
    )
}

if ! command -v nginx >/dev/null && ! [ -x "$servers/nginx/usr/sbin/nginx" ]; then
    # The lists may be missing or too old for the archive; then they are fetched.
    unpack_nginx 2>/dev/null || {
        apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
        unpack_nginx
    }
    rm -rf "$servers/nginx"
    mv "$servers/nginx.part" "$servers/nginx"
fi
