#!/usr/bin/env bash
# Installs what measuring the server needs and builds the server: the release, and the same with the feature
# `bench-without-fsync`.
# Prints where the programs are, one `name=path` a line.
set -euo pipefail
. "$(dirname "$0")/../../scripts/common.sh"
work=$root/bench/.work/server

# need PROGRAM DEBIAN-PACKAGE
need() {
  PATH=$PATH:/usr/sbin command -v "$1" >/dev/null && return
  # In this runlevel Debian does not start a server when it installs it.
  RUNLEVEL=1 apt_install "$2" || die "$1 is missing: install it (Debian: $2), then run this again."
}

need wrk wrk
need nginx nginx-light
need strace strace

mkdir -p "$work/bin"
cd "$root"
# build NAME [cargo options]
build() {
  local name=$1
  shift
  say "Building the server ($name)…"
  quiet cargo build --release --package weerwoord-server "$@"
  cp "$target_dir/release/weerwoord" "$work/bin/$name"
}
quiet rustc --edition 2024 -O bench/server/steady.rs -o "$work/bin/steady" || die "bench/server/steady.rs does not compile."
[ -f dist/index.html ] || make --no-print-directory dist/index.html >&2
build weerwoord-without-fsync --features bench-without-fsync
build weerwoord

PATH=$PATH:/usr/sbin
printf '%s\n' "wrk=$(command -v wrk)" "nginx=$(command -v nginx)" "strace=$(command -v strace)" \
  "steady=$work/bin/steady" "ours=$work/bin/weerwoord" "unsafe=$work/bin/weerwoord-without-fsync"
