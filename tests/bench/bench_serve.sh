# The real daemon over a book of 10,000 items: its start and memory, a scan to the page, sales a second over HTTP.
# sh bench_serve.sh build/release; SALES=… a round, ITEMS=…
. tests/e2e/daemon.sh
B=$1
items=${ITEMS:-10000}
room=$(mktemp -d "${TMPDIR:-/var/tmp}/ocop-bench.XXXXXX")
port=0
daemon=
trap daemon_clean EXIT INT TERM
echo "the book: $("$B/tests/bench/bench_book" "$room" "$items")"
daemon_user ban 1379 cashier || exit 1

# Bare: the same program that loads its libraries, prints and ends.
echo "the program alone (--print-settings): $("$B/tests/bench/start_clock" 11 book "$OCOP_POS" serve --print-settings)"
echo "exec to \"listening on\": $("$B/tests/bench/start_clock" 11 'listening on' "$OCOP_POS" serve --book "$room/book" --port 0 --usb no 2>>"$room/log") a second later (aim 50 ms, 30 MB)"

# The limits of one address are raised, because all clients of the bench are at one.
daemon_start --usb no --connections 1200 --connections-address 1200 --virtual-scanner "$room/scanner" || exit 1
ask POST /session '{"login":"ban","pin":"1379"}' >"$room/session"
till=$(sed 's/.*"tills":\[{[^}]*"id":"\([^"]*\).*/\1/' "$room/session")
ask POST /shifts "{\"id\":\"$(new_id)\",\"till_id\":\"$till\",\"float_cash\":500000}" >"$room/shift"
grep -q z_number "$room/shift" || { cat "$room/shift"; exit 1; }
cookie=$(awk '$6 == "ocop" { print "ocop=" $7 }' "$room/cookies")
codes=$(sqlite3 -readonly "$room/book/book.db" "SELECT substr(code, 2) FROM item_code LIMIT 20")
"$B/tests/bench/scan_clock" "$port" "$cookie" "$till" "$room/scanner" 500 $codes || exit 1

"$B/tests/bench/event_load" "$port" "$cookie" "$till" 500 100 || exit 1

resident() { awk '/VmRSS/ { printf "%.1f MB", $2 / 1024 }' "/proc/$daemon/status"; }
echo "memory before the sales: $(resident)"
# One till at the pace of a busy shop, then as fast as they are answered. The bare loop of the same minute stands between them, because the machine is shared.
for clients in 1 8 64 100 1000; do
	sales=${SALES:-$((clients == 1 ? 500 : 5000))}
	echo "bare, in process: $("$B/tests/bench/bench_sale" 200 1000 30 | grep -E '^(one fdatasync|bare SQLite|in groups)' | tr -s ' ' | tr '\n' ';')"
	"$B/tests/bench/sale_load" "$port" "$cookie" "$till" "$daemon" "$clients" "$sales" || exit 1
done
printf 'ten tills, 50 sales a second together: '
"$B/tests/bench/sale_load" "$port" "$cookie" "$till" "$daemon" 10 500 50 || exit 1
echo "memory after them: $(resident) (aim 40 with 1,000 connections)"
daemon_stop
