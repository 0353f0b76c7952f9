#!/bin/sh
# Fuzzes the parsers: fuzz/run.sh SECONDS [TARGET...]
#
# Each target runs for SECONDS, beginning with captured files (tests/data/kernels, the answers of real servers in
# tests/data/mcp, the configurations of examples/config) and whatever earlier runs found (fuzz/corpus, not committed).
# Stops with an error at the first finding, whose input is then in fuzz/artifacts.
#
# Needs the stable compiler and a C++ compiler, no cargo-fuzz: instrumentation for coverage is a flag of LLVM, and the
# parsers have no unsafe code for the sanitizers, which are what needs a nightly compiler, to watch.
# `cargo fuzz run TARGET` works on the same targets.
set -eu

seconds=${1:?usage: fuzz/run.sh SECONDS [TARGET...]}
shift
case $seconds in '' | 0 | *[!0-9]*)
    echo "fuzz/run.sh: SECONDS is a whole number above 0, not '$seconds'" >&2
    exit 2
    ;;
esac
[ $# -gt 0 ] || set -- proc cgroup config sse json_rpc headers

fuzz=$(cd "$(dirname "$0")" && pwd)
kernels=$fuzz/../tests/data/kernels
servers=$fuzz/../tests/data/mcp
host=$(rustc -vV | sed -n 's/^host: //p')
target_dir=${CARGO_TARGET_DIR:-$fuzz/target}/fuzz

# The flags of `cargo fuzz --sanitizer none`. With --target they do not touch build scripts.
flags="--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks"
for argument in level=4 inline-8bit-counters pc-table trace-compares; do
    flags="$flags -Cllvm-args=-sanitizer-coverage-$argument"
done
RUSTFLAGS="$flags" CARGO_TARGET_DIR="$target_dir" \
    cargo build --quiet --manifest-path "$fuzz/Cargo.toml" --release --target "$host"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
# Folders without duplicates, as many files say the same in several trees, and without the few that are too long.
mkdir "$work/kernels" "$work/config" "$work/sse" "$work/json_rpc" "$work/headers"
find "$kernels" -mindepth 2 -type f -size -9k -exec sh -c '
    seeds=$1; shift
    for file; do cp "$file" "$seeds/$(cksum <"$file" | tr " " -)"; done' sh "$work/kernels" {} +
# A captured answer is a head, an empty line and a body: whole streams, single messages, and values of headers.
find "$servers" -type f -exec sh -c '
    work=$1; shift
    for file; do
        name=$(basename "$(dirname "$file")")-$(basename "$file" .http)
        sed "1,/^.\{0,1\}$/d" "$file" >"$work/sse/$name"
        sed -n "s/^data: //p; /^{/p" "$file" >"$work/json_rpc/$name"
        sed "/^.\{0,1\}$/,\$d; s/^[^:]*: //" "$file" | while read -r value; do
            printf %s "$value" >"$work/headers/$(printf %s "$value" | cksum | tr " " -)"
        done
    done' sh "$work" {} +
find "$fuzz/../examples/config" -type f -exec cp {} "$work/config" \;

for target; do
    mkdir -p "$fuzz/corpus/$target" "$fuzz/artifacts/$target"
    log=$work/log
    case $target in
    proc | cgroup) seeds=$work/kernels ;;
    *) seeds=$work/$target ;;
    esac
    echo "fuzz/run.sh: $target: $(find "$seeds" -type f | wc -l) seeds, $seconds s"
    # One input takes less than a millisecond: ten seconds are a parser that does not end.
    if "$target_dir/$host/release/$target" "$fuzz/corpus/$target" "$seeds" -max_total_time="$seconds" -max_len=8192 \
        -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$fuzz/artifacts/$target/" >"$log" 2>&1; then
        tail -n 1 "$log" | sed "s/^/$target: /"
    else
        tail -n 40 "$log" >&2
        echo "fuzz/run.sh: $target found something: see fuzz/artifacts/$target" >&2
        exit 1
    fi
done
