#!/usr/bin/env bash
# Installs what is missing: `setup.sh build` for building the widget and the server, `setup.sh test` for the tests as well.
# Takes a moment when everything is there. Tools of the project go into a folder that all checkouts share, never into
# the system's; only compilers, Node and the browsers come from the system's package manager.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$root/scripts/wasm-env.sh"

need_rust() {
  have cargo && have rustc || die "Rust is missing: install it from https://rustup.rs, then run this again."
}

need_c_compiler() {
  have cc && return
  if on_mac; then die "A C compiler is missing: run \`xcode-select --install\`, then run this again."; fi
  apt_install build-essential || die "A C compiler is missing: install gcc or clang so that \`cc\` works, then run this again."
}

node_is_new_enough() {
  have node && have npm && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)'
}

need_node() {
  node_is_new_enough && return
  if on_mac; then die "Node 20 or newer is missing: run \`brew install node\`, then run this again."; fi
  # Debian's own version depends on the release.
  { ! have node && apt_install nodejs npm && node_is_new_enough; } ||
    die "Node 20 or newer (with npm) is missing: install it from https://nodejs.org, then run this again."
}

need_npm_packages() {
  local installed=$root/node_modules/.package-lock.json
  if [ -f "$installed" ] && ! [ "$root/package-lock.json" -nt "$installed" ]; then return; fi
  say "Installing the npm packages (seconds)…"
  (cd "$root" && quiet npm ci --loglevel=error) || die "The npm packages could not be installed: see the lines above."
  touch "$installed"
}

# need_cargo_tool PROGRAM CRATE VERSION MINUTES [cargo install options]
need_cargo_tool() {
  local program=$1 crate=$2 version=$3 minutes=$4 folder=$tools/$1-$3
  shift 4
  [ -x "$folder/bin/$program" ] && return
  say "Building $crate $version (once, about $minutes minutes)…"
  # Neither the widget's compiler nor its flags are meant for a tool.
  (cd / && quiet env -u RUSTC -u RUSTFLAGS -u CARGO_TARGET_DIR cargo install "$crate" --version "=$version" --root "$folder" "$@") ||
    die "$crate $version could not be built: see the lines above."
}

need_rust_component() {
  cargo "$1" --version >/dev/null 2>&1 && return
  { have rustup && quiet rustup component add "$2"; } ||
    die "cargo $1 is missing: run \`rustup component add $2\`, then run this again."
}

need_rust
need_c_compiler
need_node
need_npm_packages
need_wasm_toolchain
# Its version must be that of the crate. Without its lock file: a registry mirror may lack a version pinned there.
need_cargo_tool wasm-bindgen wasm-bindgen-cli "$(locked_version wasm-bindgen)" 4
# With its lock file: it does not compile with the newest of its dependencies.
need_cargo_tool trunk trunk "$trunk_version" 6 --locked

if [ "${1:-build}" = test ]; then
  need_rust_component fmt rustfmt
  need_rust_component clippy clippy
  "$root/scripts/chromium.sh" --install >/dev/null
  "$root/scripts/engines.sh" --install >/dev/null
fi
