#!/usr/bin/env bash
# Prints where Firefox and WebKitGTK's small browser are, for the specs in tests/engines: `WEERWOORD_FIREFOX=…` and
# `WEERWOORD_WEBKIT=…`, a line each. With --install it gets Debian's where there are none. A Mac has no WebKitGTK: there
# its line is left out.
set -euo pipefail
. "$(dirname "$0")/common.sh"

find_firefox() {
  local candidate
  for candidate in "${WEERWOORD_FIREFOX:-}" firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox"; do
    if [ -n "$candidate" ] && have "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

find_webkit() {
  local candidate
  have WebKitWebDriver && have Xvfb || return 1
  for candidate in "${WEERWOORD_WEBKIT:-}" /usr/lib/*/webkit2gtk-4.*/MiniBrowser /usr/lib*/webkit2gtk-4.*/MiniBrowser \
    /usr/libexec/webkit2gtk-4.*/MiniBrowser; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

install=${1:-}
firefox=$(find_firefox) || {
  if [ "$install" = --install ] && apt_install firefox-esr; then firefox=$(find_firefox) || true; fi
}
[ -n "$firefox" ] || die "Firefox is missing: install it (Debian: firefox-esr), or name one in WEERWOORD_FIREFOX, then run this again."
printf 'WEERWOORD_FIREFOX=%s\n' "$firefox"

if on_mac; then exit; fi
webkit=$(find_webkit) || {
  if [ "$install" = --install ] && apt_install webkit2gtk-driver xvfb; then webkit=$(find_webkit) || true; fi
}
[ -n "$webkit" ] || die "WebKitGTK's driver is missing: install the packages webkit2gtk-driver and xvfb, then run this again."
printf 'WEERWOORD_WEBKIT=%s\n' "$webkit"
