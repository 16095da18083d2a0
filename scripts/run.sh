#!/usr/bin/env bash
# Serves the demo. The server's own settings count: WEERWOORD_LISTEN, WEERWOORD_DATABASE, WEERWOORD_CONFIG.
set -euo pipefail
. "$(dirname "$0")/common.sh"
cd "$root"

[ -x "$target_dir/debug/weerwoord" ] || say "Building the server (the first time about 4 minutes)…"
cargo build --package weerwoord-server
mkdir -p data
exec "$target_dir/debug/weerwoord" serve "$@"
