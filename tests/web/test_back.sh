# Returns, exchanges, tenders put right and hampers on the pages, against the real daemon; SHOTS=DIR keeps screenshots.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 20 || exit 1
daemon_start || exit 1
cd tests/web || exit 1
sh modules.sh || exit 1
node back.mjs "$port" ${SHOTS:+"$SHOTS"} >"$room/back.out" 2>&1
grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$room/back.out"
passed=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/back.out" | tail -n 1)
failed=$(sed -n 's/.*passed, \([0-9]*\) failed$/\1/p' "$room/back.out" | tail -n 1)
daemon_stop
check 'the book adds up' "$OCOP_POS" verify --book "$room/book"
echo "${passed:-0} passed, ${failed:-1} failed"
[ "${failed:-1}" -eq 0 ]
