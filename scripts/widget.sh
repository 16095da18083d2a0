#!/usr/bin/env bash
# Builds the widget into dist/: Trunk compiles it and calls wasm-bindgen; build/dist.mjs shrinks it and adds the loader.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$root/scripts/wasm-env.sh"
cd "$root"

use_wasm_toolchain
# Trunk runs cargo offline.
cargo fetch --quiet --target "$wasm_target"

if [ -d "$CARGO_TARGET_DIR/$wasm_target" ]; then time="about a minute"; else time="the first time about 4 minutes"; fi
say "Building the widget with ${wasm_choice%-*}'s compiler and the ${wasm_choice#*-} standard library ($time)…"

# Trunk takes NO_COLOR=1 for a mistake.
unset NO_COLOR
PATH="$tools/wasm-bindgen-$(locked_version wasm-bindgen)/bin:$tools/trunk-$trunk_version/bin:$PATH"
started=$(mktemp)
trunk --log error build
# Trunk moves its files into place with the times at which they were made: cargo, looking between two of them, would take
# what it has for what is there.
find dist -type f -exec touch {} +
# What was edited meanwhile is newer than the build.
touch -r "$started" dist/index.html
rm -f "$started"
