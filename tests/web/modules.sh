# What the tests of the pages need from npm, in tests/web/node_modules as package-lock.json says: sh tests/web/modules.sh
# Two runs at once make it once; it is made aside and put in its place whole, so one cut short leaves nothing half.
cd "$(dirname "$0")" || exit 1
say() { echo "tests/web/modules.sh: $*"; }
is_there() { [ node_modules/.package-lock.json -nt package-lock.json ]; }
is_there && exit 0
exec 9<package-lock.json
flock -w 300 9 || { say "another run has been at it for five minutes"; exit 1; }
is_there && exit 0
new=.modules.new
rm -rf "$new"
mkdir "$new" && cp package.json package-lock.json .npmrc "$new/" || exit 1
trap 'rm -rf "$new"' EXIT
trap 'exit 1' HUP INT TERM
(cd "$new" && npm ci --ignore-scripts --no-progress >npm.out 2>&1) 9<&- || { say "npm ci failed:"; cat "$new/npm.out"; exit 1; }
touch "$new/node_modules/.package-lock.json"
[ ! -e node_modules ] || mv node_modules "$new/old" || exit 1
mv "$new/node_modules" node_modules
