#!/usr/bin/env bash
# Rebuilds the modules of the examples from their sources.
#
#   rebuild.sh            writes them where they are kept
#   rebuild.sh --check    writes them to a temporary folder and compares the bytes with those kept
#
# An example whose compiler is not on this machine is named and left alone; with
# WASM_BROKER_REAL=require it is a failure. Ends with 1 when a build failed or bytes differ.
set -euo pipefail
cd "$(dirname "$0")"

check=no
case "${1-}" in
  '') ;;
  --check) check=yes ;;
  *) echo "usage: rebuild.sh [--check]" >&2; exit 2 ;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
readonly UNAVAILABLE=69 # what toolchain.sh ends with
n_same=0
n_missing=0
n_wrong=0

sha256() {
  sha256sum "$1" | cut -d ' ' -f 1
}

say() {
  printf '%-14s %s\n' "$1" "$2"
}

# Compares what FOLDER has built with what is kept, both ways: no module may be without a source.
compare() {
  local folder=$1 name wasm
  for name in $(cd "$folder" && ls ./*.wasm "$scratch/$folder"/*.wasm 2>/dev/null |
    xargs -r -n 1 basename | sort -u); do
    wasm=$folder/$name
    if [[ ! -f $wasm ]]; then
      say "$folder" "DIFFERS: $name is built, but not kept"
    elif [[ ! -f $scratch/$wasm ]]; then
      say "$folder" "DIFFERS: $name is kept, but build.sh does not make it"
    elif [[ $(sha256 "$wasm") != $(sha256 "$scratch/$wasm") ]]; then
      say "$folder" "DIFFERS: $name"
    else
      say "$folder" "same: $name sha256 $(sha256 "$wasm" | cut -c 1-16)"
      n_same=$((n_same + 1))
      continue
    fi
    n_wrong=$((n_wrong + 1))
  done
}

# Builds FOLDER into OUT; counts and tells what went wrong.
build() {
  local folder=$1 out=$2 status=0
  mkdir -p "$out"
  "./$folder/build.sh" "$out" 2>"$scratch/log" || status=$?
  if [[ $status == "$UNAVAILABLE" ]]; then
    say "$folder" "not built: $(cat "$scratch/log")"
    n_missing=$((n_missing + 1))
  elif [[ $status != 0 ]]; then
    say "$folder" "FAILED:"
    cat "$scratch/log"
    n_wrong=$((n_wrong + 1))
  else
    cat "$scratch/log" >&2
  fi
  return "$status"
}

for folder in [0-9][0-9]-*; do
  if [[ ! -f $folder/build.sh ]]; then
    say "$folder" "text modules, nothing to build"
  elif [[ $check == no ]]; then
    if build "$folder" "$folder"; then say "$folder" "built"; fi
  elif build "$folder" "$scratch/$folder"; then
    compare "$folder"
  fi
done

[[ $check == no ]] || echo "$n_same the same, $n_wrong wrong, $n_missing without their compiler"
if [[ $n_missing -gt 0 && ${WASM_BROKER_REAL-} == require ]]; then
  echo "WASM_BROKER_REAL=require: every compiler has to be here" >&2
  exit 1
fi
[[ $n_wrong == 0 ]]
