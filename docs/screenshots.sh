#!/usr/bin/env bash
# Makes the pictures of the README anew, by the person of the end-to-end test in a real Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
KOMIR_SCREENSHOTS="$PWD/docs/screenshots" mvn -q -B -pl crypto,config,bot -am test -Dtest=EndToEndTest -Dsurefire.failIfNoSpecifiedTests=false
