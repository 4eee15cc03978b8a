# The till page itself: the real daemon over a book of 10,000 items, Chromium, a scanner that needs no hardware. From a scan to its
# painted row and from Enter to "ĐÃ LƯU", on a short ticket and on one of 500 lines; beside them a bare event from a server of ten lines.
# sh bench_till.sh build/release; SCANS=1000, SALES=100, LONG=3 tickets of 500 lines
. tests/e2e/daemon.sh
B=$1
room=$(mktemp -d "${TMPDIR:-/var/tmp}/ocop-bench.XXXXXX")
port=0
daemon=
trap daemon_clean EXIT INT TERM
sh tests/web/modules.sh || exit 1
"$B/tests/bench/bench_book" "$room" "${ITEMS:-10000}" >"$room/made" || exit 1
daemon_user ban 1379 cashier || exit 1
daemon_start --usb no --virtual-scanner "$room/scanner" || exit 1
ask POST /session '{"login":"ban","pin":"1379"}' >"$room/session"
till=$(sed 's/.*"tills":\[{[^}]*"id":"\([^"]*\).*/\1/' "$room/session")
ask POST /shifts "{\"id\":\"$(new_id)\",\"till_id\":\"$till\",\"float_cash\":500000}" >"$room/shift"
grep -q z_number "$room/shift" || { cat "$room/shift"; exit 1; }
sqlite3 -readonly "$room/book/book.db" "SELECT DISTINCT substr(code, 2) FROM item_code LIMIT 1000" >"$room/codes"
timeout "${SECONDS_MAX:-900}" node tests/bench/bench_till.mjs "$port" "$room/scanner" "$room/codes" "${SCANS:-1000}" "${SALES:-100}" "${LONG:-3}" || { tail -n 5 "$room/log"; exit 1; }
daemon_stop
