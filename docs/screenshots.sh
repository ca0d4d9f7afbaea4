#!/usr/bin/env bash
# Makes the pictures anew, all of them in bot/target/screenshots, and copies those that the documents show: of the README by the persons of the end-to-end tests, and two
# sheets of each language, of the chat and of the form, by the walks over a phone 360 pixels wide, which fail where something does not fit. After a change of
# words, run it and look at them.
set -euo pipefail
cd "$(dirname "$0")/.."
made="$PWD/bot/target/screenshots"
rm -rf "$made"
KOMIR_SCREENSHOTS="$made" mvn -q -B -pl crypto,config,bot -am test -DskipWebTests -Dtest='EndToEndTest,FormEndToEndTest,AccessibleTest,NarrowPhoneWalk' -Dsurefire.failIfNoSpecifiedTests=false
for shown in docs/screenshots/*.png; do
  cp "$made/$(basename "$shown")" "$shown"
done
