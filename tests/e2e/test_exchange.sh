# kill -9 in the midst of exchanges, with a receipt and without one, between the request and its answer: never one half of it. Asked again
# it is the first answer, or done then; the book holds. KILLS=100 for a release; SEED repeats the moments as far as a scheduler can.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
kills=${KILLS:-12}
seed=${SEED:-$(date +%s)}
echo "# SEED=$seed KILLS=$kills"
daemon_room 3 || exit 1
daemon_start || exit 1
ask POST /session '{"login":"ban","pin":"1379"}' >"$room/session"
till=$(sed 's/.*"tills":\[{[^}]*"id":"\([^"]*\)".*/\1/' "$room/session")
ask POST /shifts "{\"id\":\"$(new_id)\",\"till_id\":\"$till\",\"float_cash\":5000000}" >"$room/shift"
check "a shift opens" grep -q z_number "$room/shift"

book() { sqlite3 -readonly "$room/book/book.db" "$1"; }
as_id() { sed 's/^\(........\)\(....\)\(....\)\(....\)\(............\)$/\1-\2-\3-\4-\5/'; }
# Two of the goods that lie there in plenty, each of one price: what is brought back is dearer.
goods=$(book "SELECT lower(hex(i.id)) || ' ' || MAX(p.amount) FROM item i JOIN price p ON p.item_id = i.id JOIN stock s ON s.item_id = i.id WHERE s.place = 1
	AND i.decimals = 0 AND i.is_active = 1 GROUP BY i.id HAVING COUNT(DISTINCT p.amount) = 1 AND MAX(s.qty_milli) >= 20000 AND MAX(p.amount) % 1000 = 0 ORDER BY MAX(p.amount) DESC")
dear=$(echo "$goods" | head -n 1) cheap=$(echo "$goods" | tail -n 1)
dear_id=$(echo "${dear% *}" | as_id) dear_price=${dear#* } cheap_id=$(echo "${cheap% *}" | as_id) cheap_price=${cheap#* }
check "goods of two prices" [ "$dear_price" -gt "$cheap_price" ]
second='"approver":{"login":"truong","pin":"3197"}'

halves() { book "SELECT COUNT(*) FROM exchange WHERE sale_key IS NULL"; }
said=0 done_at_kill=0 n=0
while [ $n -lt "$kills" ]; do
	n=$((n + 1))
	cart=$(new_id)
	ask POST /carts "{\"id\":\"$cart\",\"till_id\":\"$till\"}" >"$room/cart"
	if [ $((n % 2)) -eq 0 ]; then
		what=swap
		ask POST "/carts/$cart/swap" "{\"id\":\"$(new_id)\",\"swap\":[{\"item_id\":\"$dear_id\",\"qty_milli\":1000,\"reason\":\"nắp hở\",\"bought_day\":\"2026-01-01\"}]}" >"$room/said"
		give=""
	else
		what=back
		sale=$(new_id)
		ask POST /sales "{\"id\":\"$sale\",\"till_id\":\"$till\",\"total\":$dear_price,\"pays\":[{\"way\":\"cash\",\"amount\":$dear_price}],\"lines\":[{\"item_id\":\"$dear_id\",\"price\":$dear_price,\"qty_milli\":1000}]}" >"$room/said"
		ask POST "/carts/$cart/back" "{\"id\":\"$(new_id)\",\"back\":{\"sale_id\":\"$sale\",\"reason\":\"đổi loại\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}]}}" >"$room/said"
		give="\"back_total\":$((dear_price - cheap_price)),"
	fi
	ask POST "/carts/$cart/add" "{\"id\":\"$(new_id)\",\"item_id\":\"$cheap_id\",\"qty_milli\":1000}" >"$room/said"
	pay="{\"id\":\"$cart\",\"total\":$cheap_price,\"pays\":[],$give$second}"
	before=$(book "SELECT COUNT(*) FROM sale")
	ask POST "/carts/$cart/pay" "$pay" >"$room/answer" 2>/dev/null &
	asking=$!
	seed=$(( (seed * 1103515245 + 12345) % 2147483648 ))
	sleep "0.$(printf '%03d' $((seed / 65536 % 300)))"
	daemon_kill
	wait $asking
	daemon_start || { failed=$((failed + 1)); break; }
	now=$(book "SELECT COUNT(*) FROM sale")
	rows=$([ $what = back ] && echo 2 || echo 1)
	if [ "$now" -ne "$before" ] && [ "$now" -ne $((before + rows)) ]; then
		failed=$((failed + 1))
		echo "FAIL round $n: half of an exchange: $before before, $now after"
	fi
	[ "$now" -ne "$before" ] && done_at_kill=$((done_at_kill + 1))
	ask POST "/carts/$cart/pay" "$pay" >"$room/answer"
	grep -q '"receipt"' "$room/answer" && said=$((said + 1)) || { echo "# round $n $what: $(cut -c1-300 "$room/answer")"; }
	[ "$(book "SELECT COUNT(*) FROM sale")" -eq $((before + rows)) ] || { failed=$((failed + 1)); echo "FAIL round $n: not once"; }
done
echo "# $kills kills, $done_at_kill were in the book when killed, $said done in the end"
check "each is done in the end, once" [ "$said" -eq "$kills" ]
check "no half is left" [ "$(halves)" = 0 ]
check "each is joined" [ "$(book "SELECT COUNT(*) FROM exchange")" -eq $(((kills + 1) / 2)) ]
check "the house bore each of the others" [ "$(book "SELECT COALESCE(SUM(amount), 0) FROM swap")" -eq $((kills / 2 * cheap_price)) ]
check "the daemon ends in good order" daemon_stop
check "verify passes" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
