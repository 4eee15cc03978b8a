# The pages: their types, what holds them together, their arithmetic, and the till in Chromium.
cd "$(dirname "$0")/../.." || exit 1
make --no-print-directory web-check && sh tests/rules/links.sh || exit 1
cd tests/web || exit 1
sh modules.sh || exit 1
out=$(mktemp)
code=0
for part in lib.mjs till.mjs office.mjs; do
	node $part >> "$out" 2>&1 || code=1
done
grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$out"
awk '/^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3 } END { print p + 0 " passed, " f + 0 " failed" }' "$out"
rm -f "$out"
exit $code
