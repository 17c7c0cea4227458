#!/usr/bin/env bash
# Draws the pictures of the wall in docs/ anew: the drill at one moment of its script, on three sizes of terminal, in colour and
# without. TUI_SHOT names the program that takes them (default: ../shared/bin/tui-shot); WAIT what must be seen first.
set -euo pipefail
cd "$(dirname "$0")/.."

shot=${TUI_SHOT:-../shared/bin/tui-shot}
wait_for=${WAIT:-P0}
node=$PWD/node_modules/.bin/node
[ -x "$shot" ] || { echo "pictures: there is no $shot; set TUI_SHOT" >&2; exit 2; }

"$node" scripts/build.mjs
for size in 80x24 120x36 200x60; do
  columns=${size%x*} rows=${size#*x}
  for look in colour no-color; do
    prefix=
    [ "$look" = no-color ] && prefix="NO_COLOR=1 "
    TUI_SHOT_TIMEOUT=${TUI_SHOT_TIMEOUT:-90} "$shot" "docs/wall-$size-$look" "$columns" "$rows" \
      "$prefix$node --max-semi-space-size=4 bin/launchwall.js drill --speed 20 --seed 1" "wait:$wait_for"
    # The picture for the eye and the text for the search; what they were made from is not kept.
    rm -f "docs/wall-$size-$look.ansi" "docs/wall-$size-$look.png"
  done
done
