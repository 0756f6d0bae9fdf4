#!/bin/sh
# Gives each reader its share of random inputs, grown from seeds that our writers make, under
# libFuzzer and the address sanitizer. The numbers drawn are the same each time.
#
# usage: run.sh INPUTS
set -eu
inputs=$1
here=$(dirname "$0")
swift build -c release --package-path "$here" --sanitize fuzzer --sanitize address --quiet
program=$here/.build/release/Fuzzing
work=$here/.build/runs
rm -rf "$work"
# Swift's own report of a crash would wait for a terminal.
export SWIFT_BACKTRACE=enable=no
readers=$("$program")
share=$((inputs / $(echo "$readers" | wc -l) + 1))
status=0
for reader in $readers; do
  corpus=$work/$reader
  mkdir -p "$corpus"
  export ANLAN_FUZZ_READER="$reader"
  ANLAN_FUZZ_SEEDS=$corpus "$program"
  # A hang is an input that takes 10 seconds; a part of 4 KB may not take a gigabyte.
  if timeout 1800 "$program" -runs="$share" -seed=1 -timeout=10 -rss_limit_mb=2048 \
    -max_len=4096 -artifact_prefix="$work/$reader-" "$corpus" 2>"$work/$reader.log"; then
    echo "$reader: $share inputs, $(grep -o 'cov: [0-9]*' "$work/$reader.log" | tail -1)"
  else
    echo "$reader: failed, see $work/$reader.log" >&2
    status=1
  fi
done
exit $status
