#!/bin/sh
# Makes of the archive that cargo builds (every object of every crate and of the standard library,
# all their symbols global) one with a single object, in which only plim_* symbols are global: a
# program can link it beside another Rust library, and it is a twentieth of the size.
#
#   pack-static.sh FROM.a TO.a
#
# LD, NM, OBJCOPY and AR may name the tools of another target, and UNWINDER an archive of what unwinds the stack after a
# panic, where the compilers of that target bring none that suits.
set -eu

from=$1
to=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Embedded bitcode is of no use to a C linker, and its plugins stumble over it.
"${OBJCOPY:-objcopy}" --strip-debug --remove-section=.llvmbc --remove-section=.llvmcmd "$from" "$work/all.a"

# It says of every object that has no symbols that it has none.
if ! "${NM:-nm}" --extern-only --defined-only "$work/all.a" >"$work/symbols" 2>"$work/said"; then
    cat "$work/said" >&2
    exit 1
fi
roots=$(sed -n 's/.* T \(plim_[a-z0-9_]*\)$/--undefined=\1/p' "$work/symbols")
if [ -z "$roots" ]; then
    echo "pack-static.sh: $from has no plim_ symbols: was it built with the feature capi?" >&2
    exit 1
fi

# A section group (of the personality routine) would be taken for the one of another Rust library.
# shellcheck disable=SC2086 # A list of options.
"${LD:-ld}" --relocatable --gc-sections --force-group-allocation $roots -o "$work/all.o" "$work/all.a" ${UNWINDER:+"$UNWINDER"}
"${OBJCOPY:-objcopy}" --wildcard --keep-global-symbol='plim_*' --strip-unneeded "$work/all.o" "$work/plimsoll.o"
rm -f "$to"
# D: without the time, so that the same source makes the same archive.
"${AR:-ar}" rcsD "$to" "$work/plimsoll.o"
