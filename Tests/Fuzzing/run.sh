#!/bin/sh
# Gives each reader its share of random inputs, grown from seeds that our writers make, under
# libFuzzer and the address sanitizer. The numbers drawn are the same each time.
#
# usage: run.sh INPUTS
set -eu
inputs=$1
here=$(dirname "$0")
# `--sanitize fuzzer` leaves the program's beginning to libFuzzer. With `--sanitize address` beside
# it the two would reach the compiler in any order, and it heeds only the last flag: ours.
swift build -c release --package-path "$here" --sanitize fuzzer \
  -Xswiftc -sanitize=fuzzer,address --quiet
program=$here/.build/release/Fuzzing
work=$here/.build/runs
rm -rf "$work"
# Swift's own report of a crash would wait for a terminal.
export SWIFT_BACKTRACE=enable=no
# Those two calls end before there is anything to leak but constants.
readers=$(ASAN_OPTIONS=detect_leaks=0 "$program")
share=$((inputs / $(echo "$readers" | wc -l) + 1))
status=0
for reader in $readers; do
  corpus=$work/$reader
  mkdir -p "$corpus"
  export ANLAN_FUZZ_READER="$reader"
  ASAN_OPTIONS=detect_leaks=0 ANLAN_FUZZ_SEEDS=$corpus "$program"
  # A hang is an input that takes 10 seconds; a part of 4 KB may not take a gigabyte.
  if timeout 1800 "$program" -runs="$share" -seed=1 -timeout=10 -rss_limit_mb=2048 \
    -max_len=4096 -artifact_prefix="$work/$reader-" "$corpus" 2>"$work/$reader.log"; then
    # Without it the sanitizers were not built in, and nothing was tried.
    covered=$(grep -o 'cov: [0-9]*' "$work/$reader.log" | tail -1)
    echo "$reader: $share inputs, ${covered:?no coverage}"
  else
    echo "$reader: failed, see $work/$reader.log" >&2
    status=1
  fi
done
exit $status
