#!/usr/bin/env bash
# Draws the pictures in docs/ anew: the wall in the drill at its roll-back, on three sizes of terminal, in colour and without;
# and behind it, on two of them, the timeline with an item ticked, and the gate with a criterion signed.
# TUI_SHOT names the program that takes them (default: ../shared/bin/tui-shot); WAIT what must be seen first; SIZES which sizes.
set -euo pipefail
cd "$(dirname "$0")/.."

shot=${TUI_SHOT:-../shared/bin/tui-shot}
[ -x "$shot" ] || shot=../../shared/bin/tui-shot
# Some minutes after more than 10% of the requests fail: everything that reacts has reacted.
wait_for=${WAIT:-T\\+01:1[23]}
node=$PWD/node_modules/.bin/node
bytes_max=140000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -x "$shot" ] || { echo "pictures: there is no $shot; set TUI_SHOT" >&2; exit 2; }

take() { # take COLUMNS ROWS LOOK
  local size="$1x$2-$3" prefix= steps=() screens=(wall) screen picture bytes
  [ "$3" = no-color ] && prefix="NO_COLOR=1 "
  case $size in
    120x36-colour | 80x24-no-color)
      screens=(wall timeline gate)
      steps=(shot:wall t 500 Space 500 j 500 shot:timeline v 500 Tab Tab Tab 300 Space 300 "type:seen by two" Enter 1000 j 500 shot:gate)
      ;;
    *) steps=(shot:wall) ;;
  esac
  # Who ticks and signs in a drill is only a name.
  TUI_SHOT_TIMEOUT=${TUI_SHOT_TIMEOUT:-300} GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0=ana "$shot" "$work/$size" "$1" "$2" \
    "$prefix$node --max-semi-space-size=4 bin/launchwall.js drill --speed 40 --seed 1" "wait:$wait_for" "${steps[@]}"
  # The picture for the eye and the text for the search; what they were made from is not kept.
  for screen in "${screens[@]}"; do
    picture="docs/$screen-$size"
    cp "$work/$size-$screen.png" "$picture.png"
    cp "$work/$size-$screen.txt" "$picture.txt"
    "$node" scripts/small-png.mjs "$picture.png"
    bytes=$(wc -c <"$picture.png")
    [ "$bytes" -le "$bytes_max" ] || { echo "pictures: $picture.png has $bytes bytes, more than $bytes_max" >&2; return 1; }
  done
}

"$node" scripts/build.mjs
for size in ${SIZES:-80x24 120x36 200x60}; do
  # The two looks of a size at the same time: each takes two minutes.
  take "${size%x*}" "${size#*x}" colour & colour=$!
  take "${size%x*}" "${size#*x}" no-color
  wait "$colour"
done
