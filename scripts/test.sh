#!/usr/bin/env bash
# Runs the checks: `test.sh all`, `test.sh quick` (the inner loop), `test.sh engines`, `test.sh browser [NAME]`. Stops at the first that
# fails, and closes with what the test runners counted. `make` installs the tools and builds the widget before.
set -euo pipefail
. "$(dirname "$0")/common.sh"
. "$root/scripts/wasm-env.sh"
cd "$root"

counts=$(mktemp)
trap 'rm -f "$counts"' EXIT

# A test that has no snapshot fails; it does not write one.
export INSTA_UPDATE=no

format() {
  say "Format"
  cargo fmt --all --check
}

scripts_parse() {
  say "Scripts"
  local file
  for file in scripts/*.sh .ci/run; do bash -n "$file"; done
  find src build scripts tests bench -path bench/.work -prune -o \( -name '*.js' -o -name '*.mjs' \) -print |
    while read -r file; do node --check "$file"; done
}

# Both halves of the widget are never built in one call: cargo would join their features.
lint_native() {
  say "Clippy: everything that runs on a server"
  cargo clippy --workspace --all-targets --features weerwoord/ssr --quiet -- -D warnings
}

lint_browser() {
  say "Clippy: the widget in the browser"
  if ! has_wasm_target; then
    echo "left out: clippy needs the target $wasm_target of rustup; the build of the widget has compiled it"
    return
  fi
  cargo clippy --package weerwoord --features hydrate --target "$wasm_target" --quiet -- -D warnings
}

document() {
  say "Documentation"
  RUSTDOCFLAGS="-D warnings" cargo doc --workspace --lib --no-deps --features weerwoord/ssr --quiet
}

# Runs cargo test and keeps what each test program counted.
rust_tests() {
  say "Rust tests"
  local log
  log=$(mktemp)
  cargo test --features weerwoord/ssr "$@" 2>&1 | tee "$log"
  awk '
    $1 == "Running" { program = $NF; gsub(/^.*deps\/|-[0-9a-f]+\)$/, "", program) }
    $1 == "Doc-tests" { program = $2 " (documentation)" }
    /^test result:/ { if ($4 + $6 + $8 > 0) print program ": " $0 }
  ' "$log" >>"$counts"
  rm -f "$log"
}

browser_specs() {
  local log
  log=$(mktemp)
  say "The server, for the browser specs"
  cargo build --package weerwoord-server --quiet
  say "Browser specs"
  WEERWOORD_CHROMIUM=$(scripts/chromium.sh)
  export WEERWOORD_CHROMIUM WEERWOORD_BINARY="$target_dir/debug/weerwoord"
  node_modules/.bin/playwright test --config tests/e2e/playwright.config.mjs "$@" 2>&1 | tee "$log"
  awk '/^ +[0-9]+ (passed|failed|flaky|skipped|did not run)/ { sub(/^ */, ""); print "Browser specs: " $0 }' "$log" >>"$counts"
  rm -f "$log"
}

# The core of them in the other two engines.
engine_specs() {
  local log
  log=$(mktemp)
  say "The server, for the specs in other engines"
  cargo build --package weerwoord-server --quiet
  say "Specs in other engines"
  scripts/engines.sh >"$log"
  set -a
  . "$log"
  set +a
  export WEERWOORD_BINARY="$target_dir/debug/weerwoord"
  node --test --test-reporter=spec --test-concurrency=1 tests/engines/core.test.mjs 2>&1 | tee "$log"
  awk 'NF == 3 && $2 ~ /^(pass|fail|cancelled|skipped)$/ && $3 > 0 { print "Other engines: " $3 " " $2 }' "$log" >>"$counts"
  rm -f "$log"
}

case ${1:-all} in
  all)
    format
    scripts_parse
    node scripts/size.mjs
    lint_native
    lint_browser
    document
    rust_tests --workspace
    engine_specs
    browser_specs
    ;;
  quick)
    format
    scripts_parse
    lint_native
    rust_tests --package weerwoord-protocol --package weerwoord
    ;;
  engines) engine_specs ;;
  browser)
    shift
    browser_specs "$@"
    ;;
  *) die "test.sh knows all, quick, engines and browser." ;;
esac

echo
cat "$counts"
