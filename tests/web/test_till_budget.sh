# Keys counted on the real thing: the till page in Chromium, the daemon on a sample book, a scanner that needs no hardware and a
# printer that writes its papers into a folder. Prints "flow: budget N, used M" for every row of the table, each a check.
cd "$(dirname "$0")/../.." || exit 1
OCOP_POS=${OCOP_POS:-$PWD/build/debug/ocop-pos}
. tests/e2e/daemon.sh
daemon_room 5 || exit 1
mkdir -p "$room/papers"
(umask 077 && printf 'whsec_a7c3b4e5f6a7b8c9d0e1f2a3b4c5d6e7\n' >"$room/sepay.key") # the service's own published one
daemon_start --usb no --virtual-scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" --sepay-key-file "$room/sepay.key" \
	--bank-account "bin=970436 account=0123456789 holder=HTX BAN HANG OCOP" || exit 1
sh tests/web/modules.sh || exit 1
book() { sqlite3 -readonly "$room/book/book.db" "$1"; }
# Goods with one code, a price, on the shelf, and no twin: what a scan of them is needs no hand.
book "SELECT MAX(c.code) FROM item_code c JOIN item i ON i.id = c.item_id JOIN stock s ON s.item_id = i.id JOIN lot l ON l.id = s.lot_id
	WHERE i.is_active = 1 AND i.decimals = 0 AND c.scheme = 1 AND (SELECT COUNT(*) FROM item_code d WHERE d.code = c.code) = 1
	GROUP BY i.id HAVING SUM(s.qty_milli) > 12000 AND MIN(COALESCE(l.expiry_day, 29991231)) > 20270101 AND MIN(s.qty_milli) >= 0 ORDER BY i.code LIMIT 5" | sed 's/^0*//' >"$room/codes"
[ "$(wc -l <"$room/codes")" -eq 5 ] || { echo "FAIL: the sample has too few goods for this"; cat "$room/codes"; exit 1; }
# A label of ours that says its lot, and what a badge and a producer's card are scanned for.
book "SELECT lower(hex(l.id)) FROM lot l JOIN stock s ON s.lot_id = l.id JOIN item i ON i.id = l.item_id WHERE s.place = 1 AND s.qty_milli > 3000 AND l.is_pending = 0
	AND i.decimals = 0 AND COALESCE(l.expiry_day, 29991231) > 20270101 ORDER BY l.id LIMIT 1" >"$room/lot"
item=$(book "SELECT lower(hex(item_id)) FROM item_code WHERE code LIKE '%$(head -n 1 "$room/codes")' LIMIT 1")
producer=$(book "SELECT lower(hex(consignor_id)) FROM contract ORDER BY id LIMIT 1")
timeout 240 node tests/web/test_till_budget.mjs "$port" "$room/v" "$room/codes" "$room/papers" "$(cat "$room/lot")" "$item" "$producer" "$(cat "$room/sepay.key")" >"$room/page" 2>&1
cat "$room/page"
passed=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/page")
tail -n 1 "$room/page" | grep -q ' 0 failed$' || { tail -n 5 "$room/log"; exit 1; }
daemon_stop
[ "${passed:-0}" -gt 0 ]
