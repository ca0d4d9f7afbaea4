#!/usr/bin/env bash
# Makes the pictures anew: those of the README by the person of the end-to-end test, and a sheet of each language by the walk over a phone 360 pixels
# wide, which fails where a button or a text does not fit. After a change of words, run it and look at them.
set -euo pipefail
cd "$(dirname "$0")/.."
KOMIR_SCREENSHOTS="$PWD/docs/screenshots" mvn -q -B -pl crypto,config,bot -am test -Dtest='EndToEndTest,FormEndToEndTest,NarrowPhoneWalk' -Dsurefire.failIfNoSpecifiedTests=false
