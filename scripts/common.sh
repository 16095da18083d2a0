# Sourced by the other scripts: the project's folders, how a script speaks, and how it gets a missing tool.
# Written for bash 3.2 and the BSD tools, so that it also runs on a Mac.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Tools that are built once; every checkout on this machine shares them.
tools=${WEERWOORD_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/weerwoord}
target_dir=${CARGO_TARGET_DIR:-$root/target}

# A shell that was open while rustup was installed does not have this yet.
if [ -d "$HOME/.cargo/bin" ]; then PATH="$PATH:$HOME/.cargo/bin"; fi

say() { printf '» %s\n' "$*" >&2; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

on_mac() { [ "$(uname -s)" = Darwin ]; }

# The first version of a crate in Cargo.lock.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { found = ($3 == name) } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' \
    "$root/Cargo.lock"
}

# Runs a command as root, if that takes no password.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_apt() {
  have apt-get && { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }
}

# Installs Debian packages where that is possible; the caller says what is missing if it is not.
apt_install() {
  may_apt || return 1
  say "Installing $* with apt-get…"
  quiet as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" && return
  # Lists that are empty or old.
  quiet as_root apt-get update && quiet as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Runs a command and shows what it wrote only if it failed.
quiet() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || code=$?
  if [ "$code" != 0 ]; then cat "$log" >&2; fi
  rm -f "$log"
  return "$code"
}
