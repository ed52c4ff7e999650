#!/bin/sh
# sh cmake/release.sh 0.2.0
#
# Makes a release of what is committed: writes the version where it stands, adds the commits since the last one to the
# changelog, commits that, and tags it v0.2.0. Into build/release/ go the sources as an archive, the single header, and
# SHA256SUMS. Nothing is pushed. Notes written by hand stand in the changelog under "## Next", and come first.
set -eu
cd "$(dirname "$0")/.."
fail() {
  printf 'release: %s\n' "$*" >&2
  exit 1
}

new=${1-}
case $new in
  *[!0-9.]* | *..* | .* | *. | *.*.*.*) new= ;;
  *.*.*) ;;
  *) new= ;;
esac
[ $# = 1 ] && [ -n "$new" ] || fail "usage: sh cmake/release.sh <major>.<minor>.<patch>"
config=include/heaparray/config.hpp
part() { sed -n "s/^#define HEAPARRAY_VERSION_$1 \([0-9][0-9]*\).*/\1/p" $config; }
old=$(part MAJOR).$(part MINOR).$(part PATCH)
number() { echo "$1" | awk -F. '{ print $1 * 1000000 + $2 * 1000 + $3 }'; }

[ -z "$(git status --porcelain)" ] || fail "something is not committed: git status"
! git rev-parse -q --verify "refs/tags/v$new" >/dev/null || fail "v$new is released"
[ "$(number "$new")" -ge "$(number "$old")" ] || fail "the headers are of $old, which is newer"
last=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null || :)

edit() {  # edit <file> <sed argument>...
  file=$1
  shift
  sed "$@" "$file" >"$file.new"
  cat "$file.new" >"$file"  # keeps its mode
  rm "$file.new"
}

# Each file that names the version. The number stands alone: not behind a digit or a point, nor before a digit.
escaped=$(echo "$old" | sed 's/\./\\./g')
for file in $(git grep -l -F -e "$old" -e "v$(echo "$old" | tr . _)" -e "heaparray ${old%.*} " -- include cmake README.md); do
  case $file in
    */changelog.md | */release.sh) continue ;;
  esac
  edit "$file" \
    -e "s/\(^\|[^0-9.]\)$escaped\([^0-9]\|$\)/\1$new\2/g" \
    -e "s/v$(echo "$old" | tr . _)/v$(echo "$new" | tr . _)/g" \
    -e "s/find_package(heaparray ${escaped%\\.*} /find_package(heaparray ${new%.*} /"
done
for part in MAJOR MINOR PATCH; do
  case $part in
    MAJOR) value=${new%%.*} ;;
    MINOR) value=${new#*.} && value=${value%.*} ;;
    PATCH) value=${new##*.} ;;
  esac
  edit $config "s/^\(#define HEAPARRAY_VERSION_$part \)[0-9]*/\1$value/"
done

# The commits, under the notes of "## Next" if there are any.
changelog=cmake/docs/pages/changelog.md
mkdir -p build/release
if [ -n "$last" ]; then
  # A subject is no Markdown.
  git log --reverse --no-merges --format='- %s' "$last..HEAD" | sed 's/[][<>*_`\\]/\\&/g' >build/release/commits
else
  : >build/release/commits
fi
awk -v heading="## $new, $(date -u +%Y-%m-%d)" -v commits=build/release/commits '
  function list(   line, some) {
    while ((getline line < commits) > 0) { print line; some = 1 }
    if (some) print ""
  }
  /^## Next/ && !done { print heading; next_section = done = 1; next }
  /^## [0-9]/ && next_section { list(); next_section = 0 }
  /^## [0-9]/ && !done { print heading "\n"; list(); done = 1 }
  { print }
  END { if (next_section) { print ""; list() } }' $changelog >build/release/changelog
cat build/release/changelog >$changelog
rm build/release/changelog build/release/commits

git commit -q -a -m "Release $new"
git tag -a -m "heaparray $new" "v$new"

# The same bytes each time that it is made.
name=heaparray-$new
git archive --format=tar --prefix="$name/" "v$new" | gzip -n -9 >"build/release/$name.tar.gz"
cmake -D OUTPUT="$PWD/build/release/heaparray.hpp" -P cmake/single_header.cmake >/dev/null 2>&1
(cd build/release && cmake -E sha256sum "$name.tar.gz" heaparray.hpp >SHA256SUMS)
printf '%s\n' "build/release:" "$(cat build/release/SHA256SUMS)" "To publish it: git push origin HEAD v$new"
