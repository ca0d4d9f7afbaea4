#!/usr/bin/env bash
# Two clean copies of what is committed, each built whole and elsewhere: the pages and the form's engine must be the same bytes, also inside the jar.
#   bot/src/test/web/two-builds.sh [COMMIT]
# Takes twice the time of `mvn package` and about 700 MB; what Maven and npm keep of earlier downloads is used.
set -euo pipefail
commit=${1:-HEAD}
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
first=$(mktemp -d "${TMPDIR:-/tmp}/one-XXXXXX")
second=$(mktemp -d "${TMPDIR:-/tmp}/another office-XXXXXX")
trap 'rm -rf "$first" "$second"' EXIT

build() { # folder time-zone language umask
  git clone -q --no-hardlinks "$root" "$1/komir"
  git -C "$1/komir" checkout -q --detach "$(git -C "$root" rev-parse "$commit")"
  (cd "$1/komir" && umask "$4" && TZ=$2 LANG=$3 LC_ALL=$3 mvn -q -B -DskipTests package >"$1/log" 2>&1) || { cat "$1/log"; exit 1; }
  (cd "$1/komir/bot/target/classes/static" && find . -type f | sort | xargs sha256sum) >"$1/pages"
  sha256sum <"$1/komir/bot/engine/target/javascript/engine.js" >>"$1/pages"
  unzip -p "$1/komir/bot/target/komir.jar" 'BOOT-INF/classes/static/*' | sha256sum >>"$1/pages"
  sha256sum <"$1/komir/bot/target/komir.jar" >"$1/jar"
}

build "$first" Asia/Almaty C.UTF-8 022
build "$second" America/New_York C 077
diff "$first/pages" "$second/pages"
cat "$first/pages"
cmp -s "$first/jar" "$second/jar" && echo "the whole jar is the same too" || echo "the jars differ in something that is no page"
