# Orders in a real browser against the real daemon: an order with a deposit at the counter and one of a display sample, the daemon
# killed, the producer's answer, the intake that is held for it, the delivery with deposit and cash; what is on paper, and verify.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 30 || exit 1
mkdir "$room/paper"
printer="quay driver=file address=$room/paper format=plain till=Q1"
daemon_start --printer "$printer"
ask POST /session '{"login":"vanphong","pin":"9713"}' >"$room/in"
ask POST /clock "{\"id\":\"$(new_id)\",\"reason\":\"máy tắt lâu ngày\",\"approver\":{\"login\":\"truong\",\"pin\":\"3197\"}}" >"$room/clock"
pages() { # part
	sh tests/web/modules.sh &&
		node tests/e2e/orders.mjs "$port" "$1" "$room/notes" "${SHOTS:-}"
}
note() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$room/notes"; }
first_of() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

check "placed at the counter, with a deposit and of a sample" pages first
daemon_kill
daemon_start --printer "$printer"

# The office asks, the producer answers, the goods come in.
ask POST /session "{\"login\":\"vanphong\",\"pin\":\"9713\"}" >"$room/in"
asked() { # what, JSON
	ask POST "$1" "{\"id\":\"$(new_id)\",$2}" >"$room/said" && ! grep -q '"status"' "$room/said"
}
item=$(note item)
check "the producer is asked and answers, in the office" pages office
contract=$(sqlite3 -readonly "$room/book/book.db" "SELECT lower(hex(l.contract_id)) FROM lot l WHERE l.item_id = x'$(echo "$item" | tr -d -)' AND l.is_pending = 0 LIMIT 1" |
	sed 's/^\(........\)\(....\)\(....\)\(....\)\(............\)$/\1-\2-\3-\4-\5/')
check "the goods come in" asked /intakes "\"contract_id\":\"$contract\",\"doc_day\":null,\"paper\":null,\"lines\":[{\"item_id\":\"$item\",\"qty_milli\":5000,\"code\":null,\"made_day\":null,\"expiry_day\":\"2030-01-01\",\"expiry_kind\":\"best_before\",\"hand_over\":null,\"own_price\":null,\"price_proposal\":null}]"
check "delivered with deposit and cash" pages rest
check "by keys: a day, lots by hand, a paper, the way paid, called off" pages hand
check "the slip of the deposit is on paper" grep -rq 'Đặt cọc đơn ĐH-0003' "$room/paper"
ask GET "/orders/$(note due)/papers/quote" >"$room/quote.pdf"
check "the quotation is a sheet" grep -q '%PDF' "$room/quote.pdf"
check "the list is a table" sh -c "curl -sS -b '$room/cookies' 'http://127.0.0.1:$port/api/v1/exports/orders.csv' | grep -q 'ĐH-0004;'"
daemon_stop
check "the book holds" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
