# Every state the till and the customers' screen have, in Chromium against the real daemon: the list of them is the page's own tables, so a
# new mode, sheet or lamp without a visit fails. Axe, sizes, contrast, Tab and Esc at three sizes and at 400 % zoom. SHOTS=DIR keeps pictures.
cd "$(dirname "$0")/../.." || exit 1
OCOP_POS=${OCOP_POS:-$PWD/build/debug/ocop-pos}
. tests/e2e/daemon.sh
make --no-print-directory -s web || exit 1
sh tests/web/modules.sh || exit 1
daemon_room 5 || exit 1
daemon_user haiban 1357 cashier || exit 1
mkdir -p "$room/papers" ${SHOTS:+"$SHOTS"}
(umask 077 && printf 'whsec_a7c3b4e5f6a7b8c9d0e1f2a3b4c5d6e7\n' >"$room/sepay.key") # the service's own published one
daemon_start --usb no --virtual-scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" --sepay-key-file "$room/sepay.key" --lock_minutes 0 \
	--bank-account "bin=970436 account=0123456789 holder=HTX BAN HANG OCOP" || exit 1
book() { sqlite3 -readonly "$room/book/book.db" "$1"; }
# What the tests scan: goods with one code, a code of two goods, a lot whose day is over, a lot to be recalled.
sold="i.is_active = 1 AND i.decimals = 0 AND c.scheme = 1 AND (SELECT COUNT(*) FROM item_code d WHERE d.code = c.code) = 1"
book "SELECT MAX(c.code) FROM item_code c JOIN item i ON i.id = c.item_id JOIN stock s ON s.item_id = i.id JOIN lot l ON l.id = s.lot_id WHERE $sold
	GROUP BY i.id HAVING SUM(s.qty_milli) > 12000 AND MIN(COALESCE(l.expiry_day, 29991231)) > 20270301 AND MIN(s.qty_milli) >= 0 ORDER BY i.code LIMIT 5" | sed 's/^0*//' >"$room/codes"
book "SELECT code FROM item_code GROUP BY code HAVING COUNT(DISTINCT item_id) > 1 LIMIT 1" | sed 's/^0*//' >"$room/twin"
book "SELECT lower(hex(l.id)) FROM lot l JOIN stock s ON s.lot_id = l.id WHERE s.place = 1 AND s.qty_milli > 0 AND l.expiry_day < $(date +%Y%m%d) LIMIT 1" >"$room/old"
book "SELECT lower(hex(l.id)) || ' ' || MAX(c.code) FROM lot l JOIN stock s ON s.lot_id = l.id JOIN item i ON i.id = l.item_id JOIN item_code c ON c.item_id = i.id WHERE s.place = 1 AND $sold
	GROUP BY i.id HAVING COUNT(DISTINCT l.id) = 1 AND SUM(s.qty_milli) BETWEEN 3000 AND 90000 ORDER BY i.code DESC LIMIT 1" >"$room/recalled"
[ "$(wc -l <"$room/codes")" -eq 5 ] && [ -s "$room/twin" ] && [ -s "$room/old" ] && [ -s "$room/recalled" ] || { echo "FAIL: the sample has too few goods for this"; exit 1; }
timeout 900 node tests/web/test_till_states.mjs "$port" "$room" "${STATES:-}"
code=$?
daemon_stop
[ $code -eq 0 ]
