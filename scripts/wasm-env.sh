# Sourced: chooses the compiler and the standard library for the widget, and exports what cargo needs for them.
#
# The compiler: rustup's, with the target wasm32-unknown-unknown. Where rustup can reach no server, Debian's rustc-web and
# rust-web-src stand in. WEERWOORD_WASM_TOOLCHAIN=rustup|debian insists on one.
# The standard library: compiled along with the widget (from rustup's rust-src), because the ready-made one carries the
# text and the unwinding of its panics: the module is about 15 % smaller. Where that source or what it depends on cannot be
# had, the ready-made one serves. WEERWOORD_WASM_STD=rebuilt|plain insists on one.

trunk_version=0.21.14
wasm_target=wasm32-unknown-unknown

rust_sysroot() { "${RUSTC:-rustc}" --print sysroot 2>/dev/null; }
has_wasm_target() { [ -d "$(rust_sysroot)/lib/rustlib/$wasm_target/lib" ]; }
has_rust_source() { [ -f "$1/lib/rustlib/src/rust/library/Cargo.lock" ]; }

# Debian's compiler, and the source of its standard library in the same version.
has_debian_web() {
  [ -x /usr/bin/rustc ] && have dpkg-query && has_rust_source /usr &&
    [ "$(dpkg-query -W -f '${Version}' rustc-web 2>/dev/null)" = "$(dpkg-query -W -f '${Version}' rust-web-src 2>/dev/null)" ]
}

wasm_linker() {
  local linker
  for linker in "$(rust_sysroot)"/lib/rustlib/*/bin/rust-lld "$(command -v wasm-ld || true)" /usr/bin/wasm-ld-*; do
    if [ -x "$linker" ]; then
      printf '%s\n' "$linker"
      return
    fi
  done
  return 1
}

# Prints rustup or debian: which compiler can build for the browser now.
wasm_toolchain() {
  local wanted=${WEERWOORD_WASM_TOOLCHAIN:-}
  if [ "$wanted" != debian ] && { has_wasm_target || { has_rust_source "$(rust_sysroot)" && [ "${WEERWOORD_WASM_STD:-}" != plain ]; }; }; then
    echo rustup
  elif [ "$wanted" != rustup ] && has_debian_web && wasm_linker >/dev/null; then
    echo debian
  else
    return 1
  fi
}

# Installs a compiler for the browser if there is none.
need_wasm_toolchain() {
  local wanted=${WEERWOORD_WASM_TOOLCHAIN:-}
  if [ "$wanted" != debian ] && have rustup; then
    if ! has_wasm_target; then
      say "Adding the Rust target $wasm_target (seconds)…"
      rustup --quiet target add "$wasm_target" >/dev/null 2>&1 </dev/null || true
    fi
    if [ "${WEERWOORD_WASM_STD:-}" != plain ] && has_wasm_target && ! has_rust_source "$(rust_sysroot)"; then
      rustup --quiet component add rust-src >/dev/null 2>&1 </dev/null || true
    fi
  fi
  wasm_toolchain >/dev/null && return
  if [ "$wanted" != rustup ]; then
    has_debian_web || apt_install rustc-web rust-web-src || true
    wasm_linker >/dev/null || apt_install lld || true
  fi
  wasm_toolchain >/dev/null ||
    die "The Rust target for browsers is missing: run \`rustup target add $wasm_target\`, or on Debian \`apt-get install rustc-web rust-web-src lld\`."
}

# Exports the environment for cargo and Trunk, and says in $wasm_choice what was chosen.
use_wasm_toolchain() {
  local toolchain std=${WEERWOORD_WASM_STD:-}
  toolchain=$(wasm_toolchain) || die "There is no compiler for the browser yet: run \`make setup\`."
  if [ "$toolchain" = debian ]; then
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(wasm_linker)
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER
    export RUSTC=/usr/bin/rustc
    std=rebuilt # Debian has no other.
  fi
  if [ "$std" != plain ] && use_rebuilt_std; then
    std=rebuilt
  elif [ "$toolchain" = rustup ] && [ "$std" != rebuilt ] && has_wasm_target; then
    std=plain
  else
    die "The standard library cannot be rebuilt for the browser: its source (rust-src) or a crate it needs is missing."
  fi
  wasm_choice=$toolchain-$std
  # One folder for each choice: to cargo another compiler is a reason to build everything again.
  export CARGO_TARGET_DIR=$target_dir/wasm-$wasm_choice
}

# Lets cargo compile the standard library, without panic messages and locations. RUSTC_BOOTSTRAP lets a stable compiler
# take the options that this needs; scripts/widget.sh alone sets it, for the widget alone.
use_rebuilt_std() {
  local flags="-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none"
  has_rust_source "$(rust_sysroot)" || return 1
  # A compiler that no longer knows these options falls back on the ready-made library.
  # shellcheck disable=SC2086
  RUSTC_BOOTSTRAP=1 "${RUSTC:-rustc}" $flags --target "$wasm_target" --print cfg >/dev/null 2>&1 || return 1
  local -a unstable
  unstable=(RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags")
  (cd "$root" && env "${unstable[@]}" cargo fetch --quiet --target "$wasm_target") >/dev/null 2>&1 </dev/null || return 1
  export "${unstable[@]}"
}
