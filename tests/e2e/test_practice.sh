# The practice till: its own process and book; scans of a till that practises go there and nowhere else; nothing of it touches the real book.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 3 || exit 1
mkdir "$room/papers"
daemon_start --virtual_scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" || exit 1

field() { sed "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/"; }
tap() { # METHOD PATH [JSON]: asks the practice till, with cookies of its own
	curl -sS -m 30 -b "$room/tap.cookies" -c "$room/tap.cookies" -X "$1" ${3:+-H 'Content-Type: application/json' -H "Origin: http://127.0.0.1:$tap_port" --data "$3"} "http://127.0.0.1:$tap_port/api/v1$2"
}
scan() { # an order to the virtual scanner, and its answer
	node -e 'const s = require("net").connect(process.argv[1], () => s.write(`SCAN ${process.argv[2]}\n`)); s.on("data", (d) => { console.log(String(d).trim()); s.destroy(); })' "$room/v" "$1"
}
ready() {
	i=0
	until ask GET /practice | grep -q '"state":"ready"'; do
		i=$((i + 1))
		[ $i -lt 200 ] || return 1
		sleep 0.05
	done
	tap_port=$(ask GET /practice | field port)
}
active() { "$1" GET "/till?till_id=$till" | field active_cart_id; }
soon() { # words of a command, until it holds
	i=0
	until "$@" >/dev/null 2>&1; do
		i=$((i + 1))
		[ $i -lt 100 ] || return 1
		sleep 0.05
	done
}
has_ticket() { active "$1" | grep -q -; }

till=$(ask POST /session "{\"id\":\"$(new_id)\",\"login\":\"ban\",\"pin\":\"1379\"}" | field till_id)
code=$("$OCOP_POS" export items --book "$room/book" --format csv 2>/dev/null | grep -o '893[0-9]\{10\}' | head -n 1)
head_before=$("$OCOP_POS" verify --book "$room/book" --quick | grep 'đầu chuỗi')

check "the real till says that it is none" sh -c "curl -sS -b $room/cookies http://127.0.0.1:$port/api/v1/session | grep -q '\"practice_home\":null'"
check "it is started" sh -c "printf '%s' '$(ask POST /practice "{\"id\":\"$(new_id)\",\"till_id\":\"$till\"}")' | grep -q '\"state\":\"\\(making\\|ready\\)\"'"
check "it is ready" ready
child=$(pgrep -P "$daemon" -f practice_of)
check "it is a process of its own" test -n "$child"
tap POST /session "{\"id\":\"$(new_id)\",\"login\":\"ban\",\"pin\":\"1379\"}" >"$room/tap.session"
check "the same PIN opens it" grep -q "\"practice_home\":$port" "$room/tap.session"
tap POST /session/till "{\"id\":\"$(new_id)\",\"till_id\":\"$till\"}" >/dev/null
tap POST /shifts "{\"float_cash\":100000,\"id\":\"$(new_id)\",\"till_id\":\"$till\"}" >"$room/shift"
check "a shift opens in it" grep -q '"z_number"' "$room/shift"
check "the scanner answers" sh -c "[ '$(scan "$code")' = ok ]"
check "what it reads is on the practice ticket" soon has_ticket tap
check "and on no real one" test "$(active ask)" = null
cart=$(tap GET "/till?till_id=$till" | field active_cart_id)
total=$(tap GET "/carts/$cart" | grep -o '"cash_total":[0-9]*' | field cash_total)
tap POST "/carts/$cart/pay" "{\"id\":\"$cart\",\"pays\":[{\"amount\":$total,\"given\":$total,\"way\":\"cash\"}],\"total\":$total}" >"$room/sold"
check "it sells" grep -q '"receipt"' "$room/sold"
check "its receipt comes" soon sh -c "ls $room/papers | grep -v ^waiting- | grep -q ."
check "and says what it is" sh -c "cat $room/papers/[!w]* | grep -q 'TẬP'"
check "and opens no drawer" sh -c "! cat $room/papers/[!w]* | od -An -tx1 | tr -d ' \n' | grep -q 1b70"
check "not an entry came into the real book" sh -c "[ \"\$($OCOP_POS verify --book $room/book --quick | grep 'đầu chuỗi')\" = '$head_before' ]"

ask POST /practice/leave "{\"id\":\"$(new_id)\",\"till_id\":\"$till\"}" >/dev/null
check "after practice the scanner answers" sh -c "[ '$(scan "$code")' = ok ]"
check "and it is for selling" soon has_ticket ask
check "an ended session there is none here" sh -c "tap_out=\$(curl -sS -o /dev/null -w '%{http_code}' -b $room/cookies http://127.0.0.1:$port/api/v1/session); [ \$tap_out = 200 ]"

old=$child
ask POST /practice "{\"id\":\"$(new_id)\",\"is_anew\":true,\"till_id\":\"$till\"}" >/dev/null
check "made anew it is ready" ready
child=$(pgrep -P "$daemon" -f practice_of)
check "as another process" sh -c "[ -n '$child' ] && [ '$child' != '$old' ]"
check "the older one is gone" sh -c "! kill -0 $old 2>/dev/null"
rm -f "$room/tap.cookies"
tap POST /session "{\"id\":\"$(new_id)\",\"login\":\"ban\",\"pin\":\"1379\"}" >/dev/null
check "with nothing of what was practised" test "$(active tap)" = null

for i in 1 2 3 4 5 6; do
	tap POST /session "{\"id\":\"$(new_id)\",\"login\":\"truong\",\"pin\":\"9753\"}" >"$room/guess"
done
check "who guesses a PIN at practice waits there" grep -q 'chờ' "$room/guess"
guess() { curl -sS -X POST -H 'Content-Type: application/json' -H "Origin: http://127.0.0.1:$port" --data "{\"id\":\"$(new_id)\",\"login\":\"truong\",\"pin\":\"9753\"}" "http://127.0.0.1:$port/api/v1/session"; }
guess >/dev/null
guess >"$room/guess"
check "and after one more try at the real till, which counts them all" grep -q 'chờ' "$room/guess"

daemon_kill
check "a real till that is killed takes practice with it" soon sh -c "! kill -0 $child 2>/dev/null"
check "the real book holds" "$OCOP_POS" verify --book "$room/book"
check "verify says of the other what it is" sh -c "$OCOP_POS verify --book $room/book.tap | grep -q 'SỔ TẬP'"
check "which is not served alone" sh -c "timeout 20 $OCOP_POS serve --book $room/book.tap --port 0 2>&1 | grep -q 'sổ tập'"
daemon_start || exit 1
ask POST /session "{\"id\":\"$(new_id)\",\"login\":\"ban\",\"pin\":\"1379\"}" >/dev/null
check "after the plug was pulled it starts again" sh -c "printf '%s' '$(ask POST /practice "{\"id\":\"$(new_id)\",\"till_id\":\"$till\"}")' | grep -q making"
check "and is ready" ready
check "stopping takes it along" daemon_stop
check "leaving no process" sh -c "! pgrep -f '[p]ractice_of $room/book'"
daemon_start --practice_port -1 || exit 1
ask POST /session "{\"id\":\"$(new_id)\",\"login\":\"ban\",\"pin\":\"1379\"}" >/dev/null
check "a machine that wants none says so" sh -c "printf '%s' '$(ask POST /practice "{\"id\":\"$(new_id)\"}")' | grep -q practice_port"
daemon_stop
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
