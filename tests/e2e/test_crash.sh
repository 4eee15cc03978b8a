# kill -9 at random moments while four clients sell: every sale that was acknowledged is in the book once, and verify passes.
# KILLS=500 for a release; SEED repeats the moments as far as a scheduler can.
. tests/e2e/daemon.sh
kills=${KILLS:-50}
seed=${SEED:-$(date +%s)}
echo "# SEED=$seed KILLS=$kills"
daemon_room 3 || exit 1
daemon_start || exit 1
hammer_program="${OCOP_POS%/ocop-pos}/tests/e2e/hammer"
ask POST /session '{"login":"ban","pin":"1379"}' >"$room/session"
till=$(sed 's/.*"tills":\[{[^}]*"id":"\([^"]*\)".*/\1/' "$room/session")
ask POST /shifts "{\"id\":\"$(new_id)\",\"till_id\":\"$till\",\"float_cash\":500000}" >"$room/shift"
check "a shift opens" grep -q z_number "$room/shift"
"$hammer_program" "$port" ban 1379 4 400000 "$room/sold" >"$room/hammer.out" 2>&1 &
hammer=$!
n=0
while [ $n -lt "$kills" ]; do
	n=$((n + 1))
	# 10 to 250 ms, from the seed.
	seed=$(( (seed * 1103515245 + 12345) % 2147483648 ))
	sleep "0.$(printf '%03d' $((10 + seed / 65536 % 240)))"
	daemon_kill
	daemon_start || { failed=$((failed + 1)); kill -9 $hammer; break; }
done
kill -TERM $hammer
wait $hammer
check "no client was told two things" [ $? -eq 0 ]
hammer=
cat "$room/hammer.out"
check "the daemon ends in good order" daemon_stop
sold=$(wc -l < "$room/sold")
check "something was sold" [ "$sold" -gt "$kills" ]
cut -d' ' -f1 "$room/sold" | tr -d - | sed "s/.*/x'&'/" | awk '{print "INSERT INTO told VALUES (" $0 ");"}' > "$room/told.sql"
found=$( { echo "CREATE TEMP TABLE told (id BLOB); BEGIN;"; cat "$room/told.sql"; echo "COMMIT; SELECT COUNT(*) FROM told t JOIN entry e ON e.id = t.id JOIN sale s ON s.entry_key = e.entry_key;"; } | sqlite3 "$room/book/book.db")
echo "# $sold sales acknowledged, $found of them in the book, $kills kills"
check "every acknowledged sale is there once" [ "$found" = "$sold" ]
check "verify passes" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
