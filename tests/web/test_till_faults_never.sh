# What a till never does, sentence by sentence: scanning whatever has the focus, Esc, Del, sounds, the change, the strip, a printer that is away.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 20 || exit 1
make --no-print-directory web >/dev/null || exit 1
sh tests/web/modules.sh || exit 1
mkdir "$room/papers"
daemon_start --virtual_scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" --lock_minutes 0 || exit 1
node tests/web/till_faults_never.mjs "$port" "$room/v" "$room/papers" >"$room/node.out" 2>&1
grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$room/node.out"
passed=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/node.out" | tail -n 1)
failed=$(sed -n 's/.*passed, \([0-9]*\) failed$/\1/p' "$room/node.out" | tail -n 1)
passed=${passed:-0}
failed=${failed:-1}
check "it stops" daemon_stop
check "the book holds" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
