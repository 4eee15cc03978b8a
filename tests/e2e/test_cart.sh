# What is done to a ticket besides scanning, by keys alone in Chromium against the real daemon: discounts and a PIN, a coupon, a
# customer, goods nobody knows, two tickets joined, the paper's flags; keys are counted, and the book is proved afterwards.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 3 || exit 1
mkdir "$room/papers"
daemon_start --printer "bill driver=virtual address=$room/papers format=plain" || exit 1
sh tests/web/modules.sh || exit 1
node tests/e2e/cart.mjs "http://127.0.0.1:$port" ${SHOTS:+"$SHOTS"} >"$room/pages" 2>&1
pages=$?
cat "$room/pages"
passed=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/pages")
failed=$(sed -n 's/.* \([0-9]*\) failed$/\1/p' "$room/pages")
[ $pages -eq 0 ] || failed=$((${failed:-0} + 1))
daemon_stop
check "the book is whole" "$OCOP_POS" verify --book "$room/book"
echo "${passed:-0} passed, ${failed:-1} failed"
[ "${failed:-1}" -eq 0 ]
