# Finds the compilers of the examples in the one version each that made the committed bytes.
# Sourced by every NN-*/build.sh; not run by itself.
#
# A build script is called as `build.sh [FOLDER]`: FOLDER (default: the example's own) gets the
# modules. It ends with 69, "unavailable", when its compiler is absent or is another version, since
# another version makes other bytes; rebuild.sh tells this apart from a build that failed.
# The compilers are run in the example's folder, so that no path of this machine gets into a module.

readonly EMSCRIPTEN_VERSION=3.1.6       # Debian 12: emscripten 3.1.6~dfsg, on LLVM 14
readonly ZIG_VERSION=0.17.0             # pip install ziglang==0.17.0
readonly ASSEMBLYSCRIPT_VERSION=0.28.20 # npm install assemblyscript@0.28.20, on node 20

out=$(realpath "${1:-$(dirname "$0")}")
cd "$(dirname "$0")"

# One folder for everything a build leaves behind besides the modules.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

unavailable() {
  echo "${0##*/}: $1" >&2
  exit 69
}

# keep NAME moves a finished module to where it is wanted; a module is not a program to the shell.
keep() {
  install -m 644 "$scratch/$1.wasm" "$out/$1.wasm"
}

# emscripten NAME SOURCE [FLAG…] writes NAME.wasm; the JavaScript beside it is thrown away.
emscripten() {
  local name=$1
  shift
  command -v em++ >/dev/null ||
    unavailable "em++ is not installed; this example needs emscripten $EMSCRIPTEN_VERSION"
  # Debian keeps the node packages of emcc where node does not look by itself.
  export NODE_PATH=${NODE_PATH:-$(dirname "$(command -v em++)")/../share/nodejs}
  local found
  found=$(em++ --version | sed -n '1s/.* \([0-9][0-9.]*\).*/\1/p') || found=unknown
  [[ $found == "$EMSCRIPTEN_VERSION" ]] ||
    unavailable "em++ is version $found; this example needs emscripten $EMSCRIPTEN_VERSION"
  if ! em++ "$@" -o "$scratch/$name.js" 2>"$scratch/log"; then
    cat "$scratch/log" >&2
    exit 1
  fi
  # A symbol that stays undefined becomes an import, which is what these programs want.
  sed '/^warning: undefined symbol:/d' "$scratch/log" >&2
  keep "$name"
}

# zig ARGUMENT… runs the pinned Zig, installed by itself or as a Python package.
zig() {
  if [[ -z ${zig_command+set} ]]; then
    if type -P zig >/dev/null; then # -P: the program, not this function
      zig_command=("$(type -P zig)")
    elif python3 -m ziglang version >/dev/null 2>&1; then
      zig_command=(python3 -m ziglang)
    else
      unavailable "zig is not installed; this example needs zig $ZIG_VERSION"
    fi
    local found
    found=$("${zig_command[@]}" version) || found=unknown
    [[ $found == "$ZIG_VERSION" ]] ||
      unavailable "zig is version $found; this example needs zig $ZIG_VERSION"
  fi
  "${zig_command[@]}" "$@"
}

# assemblyscript ARGUMENT… runs the pinned `asc`, fetched into the scratch folder.
assemblyscript() {
  command -v npm >/dev/null ||
    unavailable "npm is not installed; this example needs assemblyscript $ASSEMBLYSCRIPT_VERSION"
  npm install --silent --no-audit --no-fund --prefix "$scratch" \
    "assemblyscript@$ASSEMBLYSCRIPT_VERSION" >/dev/null 2>&1 ||
    unavailable "npm could not fetch assemblyscript $ASSEMBLYSCRIPT_VERSION"
  node "$scratch/node_modules/assemblyscript/bin/asc.js" "$@"
}
