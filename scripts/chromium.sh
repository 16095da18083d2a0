#!/usr/bin/env bash
# Prints the path of a Chromium for the browser specs. With --install it gets Debian's where there is none.
set -euo pipefail
. "$(dirname "$0")/common.sh"

find_chromium() {
  local candidate
  for candidate in "${WEERWOORD_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "$HOME/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$candidate" ] && have "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  # One that Playwright itself has downloaded.
  candidate=$(cd "$root" && node -e 'console.log(require("@playwright/test").chromium.executablePath())' 2>/dev/null) || return 1
  [ -x "$candidate" ] && printf '%s\n' "$candidate"
}

find_chromium && exit
if [ "${1:-}" = --install ]; then
  if apt_install chromium && find_chromium; then exit; fi
fi
if on_mac; then die "Chromium is missing: run \`brew install --cask chromium\` or install Google Chrome, then run this again."; fi
die "Chromium is missing: install the package chromium (or Google Chrome), or name one in WEERWOORD_CHROMIUM, then run this again."
