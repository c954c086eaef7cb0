#!/usr/bin/env bash
# Which lines of the library the test suite runs: the sum, and a line per file with the lines that no
# test ran, worst first. Tests themselves do not count, nor does what a killed process ran.
#
#   .ci/coverage.sh          runs the suite and reports; about 7 minutes on two cores once
#                            the dependencies are built
#   .ci/coverage.sh report   reports the last run again
#
# Only our own crates are instrumented: cargo calls this file as their compiler, and shares the
# dependencies with every other build. The tests of real compilers run too if `.ci/run
# install_compilers` was run before; WASM_BROKER_REAL=require insists on them.
set -euo pipefail

# As a compiler. (bash: dash would drop the variable CARGO_BIN_EXE_wasm-broker, for its hyphen.)
if [[ ${1-} == *rustc ]]; then exec "$@" -Cinstrument-coverage; fi

cd "$(dirname "$0")/.."
readonly TOOLS=target/ci COUNTERS=target/coverage
# Reads what LLVM writes, up to version 23, without LLVM's own tools. A line counts as run if the
# first region on it is: of 500 lines one less than `llvm-cov` finds.
readonly PROFPARSER_VERSION=0.15.0
readonly LEAST_PERCENT=90

# Each program has four files of counters, to which every run of it is added as it ends.
test_instrumented() {
  RUSTC_WORKSPACE_WRAPPER=$PWD/.ci/coverage.sh LLVM_PROFILE_FILE=$PWD/$COUNTERS/%4m.profraw \
    PYTHONPATH=$PWD/$TOOLS/python cargo test --workspace --locked "$@"
}

if (($# == 0)); then
  rm -rf "$COUNTERS"
  test_instrumented
fi
[[ -x $TOOLS/bin/cov ]] || cargo install llvm_profparser --version "$PROFPARSER_VERSION" \
  --locked --quiet --root "$TOOLS" --target-dir "$TOOLS/llvm_profparser"
programs=$(test_instrumented --no-run 2>&1 | sed -n 's/.*(\(target.*\))$/\1/p')
examples=$(printf '%s\n' examples/*.rs | sed 's|\(.*\)\.rs|target/debug/\1|')
# shellcheck disable=SC2046,SC2086 # none of these paths holds a space
"$TOOLS/bin/cov" show $(printf -- '--instr-profile %s ' "$COUNTERS"/*.profraw) \
  $(printf -- '--object %s ' $programs $examples target/debug/wasm-broker) |
  awk -F'|' -v root="$PWD/broker/src/" '
    function end_range() {
      if (first) ranges = ranges " " first (last > first ? "-" last : "")
      first = 0
    }
    function end_file() {
      end_range()
      if (n) printf "%5d of %5d  %5.1f %%  %s %s\n", n - ran, n, 100 * ran / n, name, ranges
      all += n; all_ran += ran; n = ran = 0; name = ranges = ""
    }
    /^\// { end_file() }
    index($0, root) == 1 { name = substr($0, length(root) + 1); if (name ~ /(^|\/)tests[\/.]/) name = "" }
    is_test && $3 ~ /^mod .*[{]$/ { end_file() } # tests inside a file stand at its end
    { is_test = $3 == "#[cfg(test)]" }
    !name || $2 !~ /[0-9]/ { next } # no code
    { n++ }
    $2 > 0 { ran++; end_range(); next }
    { last = $1 + 0; if (!first) first = last }
    END { end_file(); n = all; ran = all_ran; name = "not run in all"; end_file() }
  ' | sort -rn | tee "$COUNTERS/lines.txt"
awk -v least="$LEAST_PERCENT" '
  /not run in all/ && $4 + 0 >= least { found = 1 }
  END { if (!found) print "less than " least " % of the lines are run"; exit !found }
' "$COUNTERS/lines.txt" >&2
