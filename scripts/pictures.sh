#!/usr/bin/env bash
# Draws the pictures of the wall in docs/ anew: the drill at its roll-back, on three sizes of terminal, in colour and without.
# TUI_SHOT names the program that takes them (default: ../shared/bin/tui-shot); WAIT what must be seen first; SIZES which sizes.
set -euo pipefail
cd "$(dirname "$0")/.."

shot=${TUI_SHOT:-../shared/bin/tui-shot}
[ -x "$shot" ] || shot=../../shared/bin/tui-shot
# Some minutes after more than 10% of the requests fail: everything that reacts has reacted.
wait_for=${WAIT:-T\\+01:1[23]}
node=$PWD/node_modules/.bin/node
bytes_max=120000
[ -x "$shot" ] || { echo "pictures: there is no $shot; set TUI_SHOT" >&2; exit 2; }

take() { # take COLUMNS ROWS LOOK
  local picture="docs/wall-$1x$2-$3" prefix= bytes
  [ "$3" = no-color ] && prefix="NO_COLOR=1 "
  TUI_SHOT_TIMEOUT=${TUI_SHOT_TIMEOUT:-300} "$shot" "$picture" "$1" "$2" \
    "$prefix$node --max-semi-space-size=4 bin/launchwall.js drill --speed 40 --seed 1" "wait:$wait_for"
  # The picture for the eye and the text for the search; what they were made from is not kept.
  rm -f "$picture.ansi" "$picture.svg"
  "$node" scripts/small-png.mjs "$picture.png"
  bytes=$(wc -c <"$picture.png")
  [ "$bytes" -le "$bytes_max" ] || { echo "pictures: $picture.png has $bytes bytes, more than $bytes_max" >&2; return 1; }
}

"$node" scripts/build.mjs
for size in ${SIZES:-80x24 120x36 200x60}; do
  # The two looks of a size at the same time: each takes two minutes.
  take "${size%x*}" "${size#*x}" colour & colour=$!
  take "${size%x*}" "${size#*x}" no-color
  wait "$colour"
done
