# The real daemon on a free port: sign in, sell, the same id again and at once, kill -9, start again, print, stop.
set -u
D=$(mktemp -d)
passed=0
failed=0
pid=
KEEP=
trap 'kill -9 $pid 2>/dev/null; rm -rf "$D"' EXIT
ok() { # words, condition…
	words=$1
	shift
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $words"; fi
}
uuid() { # version 7, of now
	printf '%012x7%03x8%03x%012x' "$(date +%s%3N)" $((0x$(od -An -N2 -tx1 /dev/urandom | tr -d ' ') & 4095)) \
		$((0x$(od -An -N2 -tx1 /dev/urandom | tr -d ' ') & 4095)) $((0x$(od -An -N6 -tx1 /dev/urandom | tr -d ' '))) |
		sed 's/^\(.\{8\}\)\(.\{4\}\)\(.\{4\}\)\(.\{4\}\)\(.\{12\}\)$/\1-\2-\3-\4-\5/'
}
start() {
	"$OCOP_POS" serve --book "$D/sr" --port 0 --usb no --cash-round-unit 0 --printer "quay driver=virtual address=$D/paper" \
		--virtual-scanner "$D/scan.sock" "$@" >"$D/out" 2>>"$D/err" &
	pid=$!
	for _ in $(seq 100); do grep -q listening "$D/out" && break; sleep 0.05; done
	grep -q listening "$D/out" || { echo 'it does not start'; cat "$D/err"; exit 1; }
	U=$(sed 's/.*on //' "$D/out")/api/v1
}
call() { # path, body: a POST from our own page
	curl -s -b "$D/jar" $KEEP -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: same-origin' -d "$2" "$U$1"
}
get() { curl -s -b "$D/jar" "$U$1"; }
has() { printf '%s' "$1" | grep -qF "$2"; }
member() { printf '%s' "$1" | sed 's/.*"'"$2"'":"\{0,1\}\([^",}]*\).*/\1/'; }
scan() { printf 'SCAN %s\n' "$1" | timeout 1 curl -s -m 1 --unix-socket "$D/scan.sock" telnet://x >/dev/null 2>&1 || printf 'SCAN %s\n' "$1" | timeout 1 nc -U "$D/scan.sock" >/dev/null 2>&1; }
wait_for() { # words, path
	for _ in $(seq 100); do has "$(get "$2")" "$1" && return 0; sleep 0.05; done
	return 1
}

"$OCOP_POS" sample --book "$D/sr" --days 3 >/dev/null || exit 1
start
ok 'it listens' has "$U" http://127.0.0.1:
ok 'nobody gets in without a session' has "$(get '/till?till_id=0')" '"status":401'
ok 'a page of another origin is refused' has "$(curl -s -H 'Content-Type: application/json' -H 'Origin: http://evil.example' -d '{"login":"lan","pin":"1111"}' "$U/session")" '"field":"origin"'
ok 'a form is refused' has "$(curl -s -H 'Sec-Fetch-Site: same-origin' -d 'login=lan' "$U/session")" '"status":415'
head_of() { curl -sI -H "Accept-Encoding: ${2:-gzip}" "${U%/api/v1}$1"; }
look=$(curl -s "${U%/api/v1}/till" | grep -o '/till.css?v=[0-9a-f]*' | head -n 1)
for encoding in gzip identity; do ok "what an address names by its bytes is kept ($encoding)" has "$(head_of "$look" $encoding)" 'max-age=31536000, immutable'; done
ok 'other bytes than the address names are not kept' has "$(head_of '/till.css?v=000000000000')" 'Cache-Control: no-cache'
ok 'a page is asked for each time' has "$(head_of /till)" 'Cache-Control: no-cache'
ok 'a foreign Host is refused' has "$(curl -s -H 'Host: evil.example' "$U/session")" '"status":421'
ok 'a wrong PIN' has "$(call /session '{"login":"lan","pin":"0000"}')" '"status":403'
# Only signing in writes the jar: requests at once would write over each other.
KEEP="-c $D/jar"
session=$(call /session '{"login":"lan","pin":"1111"}')
KEEP=
ok 'the right PIN' has "$session" '"login":"lan"'
ok 'the cookie is for HTTP only' grep -q '#HttpOnly' "$D/jar"
till=$(printf '%s' "$session" | sed 's/.*"tills":\[{"code":"Q1","id":"\([^"]*\).*/\1/')
ok 'a shift opens' has "$(call /shifts "{\"id\":\"$(uuid)\",\"till_id\":\"$till\",\"float_cash\":500000}")" '"z_number"'
item=$(get '/till/tiles' | grep -o '"stock_milli":[1-9][0-9]*000,"unit"' >/dev/null && get '/items/search?q=h&limit=1')
item=$(printf '%s' "$item" | sed 's/.*"id":"\([^"]*\).*/\1/')
cart=$(uuid)
call /carts "{\"id\":\"$cart\",\"till_id\":\"$till\"}" >/dev/null
view=$(call "/carts/$cart/add" "{\"id\":\"$(uuid)\",\"item_id\":\"$item\",\"qty_milli\":1000}")
total=$(member "$view" cash_total)
ok 'goods are in the cart' has "$view" '"blocked":null'
body="{\"id\":\"$cart\",\"total\":$total,\"pays\":[{\"way\":\"cash\",\"amount\":$total,\"given\":$total}]}"

# Ten times the same payment at once: one sale, ten times the same answer.
payers=
for i in 1 2 3 4 5 6 7 8 9 10; do call "/carts/$cart/pay" "$body" >"$D/pay.$i" & payers="$payers $!"; done
for p in $payers; do wait "$p"; done
ok 'all payments are answered with the sale' test "$(grep -l "\"id\":\"$cart\"" "$D"/pay.* | wc -l)" -eq 10
grep -L '"id":"'"$cart" "$D"/pay.* | xargs -r cat
ok 'with one receipt number' test "$(grep -oh '"receipt":"[^"]*"' "$D"/pay.* | sort -u | wc -l)" -eq 1
receipt=$(member "$(cat "$D/pay.1")" receipt)
ok 'its paper is printed once' wait_for '"state":"done"' "/sales/$cart"
ok 'as one paper' test "$(ls "$D/paper" | wc -l)" -eq 1

# A scan of a device lands in the active cart of its till, and is heard by the page.
curl -sN -m 3 -b "$D/jar" "$U/events?till_id=$till" >"$D/events" &
listener=$!
sleep 0.3
scan nothing-of-ours
wait $listener
ok 'the page hears the scan' grep -q '"sound":"stop"' "$D/events"
ok 'and sees the cart' grep -q 'event: cart' "$D/events"

# A badge as the office prints it: read off its paper by another program, and heard by the page at the door, where nobody is signed in.
over() { curl -s --unix-socket "$D/sr.sock" "http://localhost/api/v1$1"; }
lan=$(over /staff | sed 's/.*"id":"\([^"]*\)","is_active":true,"login":"lan".*/\1/')
ok 'a cashier prints nobody a badge' has "$(get "/staff/$lan/badge.pdf")" '"status":403'
over "/staff/$lan/badge.pdf" >"$D/badge.pdf"
ok 'a badge is one sheet' test "$(pdfinfo "$D/badge.pdf" | sed -n 's/^Pages: *//p')" = 1
ok 'with her name' sh -c "pdftotext '$D/badge.pdf' - | grep -q 'Thu ngân'"
pdftoppm -r 203 -png -singlefile "$D/badge.pdf" "$D/badge"
code=$(zbarimg -q --raw "$D/badge.png" 2>/dev/null | sort -u)
ok 'square code and bars say the same' test "$(printf '%s\n' "$code" | wc -l)" -eq 1
ok 'and are of hers' has "$code" '%U'
curl -sN -m 2 "$U/staff/badges" >"$D/badges" &
listener=$!
sleep 0.3
scan "$code"
wait $listener
ok 'the page at the door hears whose it is' grep -q "\"staff_id\":\"$lan\"" "$D/badges"
ok 'and of nothing else' test "$(grep -c '^event:' "$D/badges")" -eq "$(grep -c '^event: badge' "$D/badges")"

# Killed: what was answered is there, the session too; the same id gets the first answer.
kill -9 $pid
wait $pid 2>/dev/null
start
ok 'it starts again' has "$U" http://127.0.0.1:
ok 'the session holds' has "$(get /session)" '"login":"lan"'
ok 'the sale is there' has "$(get "/sales/$cart")" "$receipt"
ok 'asked again it is the same sale' has "$(call "/carts/$cart/pay" "$body")" "\"receipt\":\"$receipt\""
copy=$(call "/sales/$cart/copies" "{\"id\":\"$(uuid)\"}")
ok 'a copy is numbered' has "$copy" '"copy":1'
for _ in $(seq 100); do [ "$(ls "$D/paper" | wc -l)" -eq 2 ] && break; sleep 0.05; done
ok 'and printed' test "$(ls "$D/paper" | wc -l)" -eq 2
ok 'two processes do not share a book' sh -c "! '$OCOP_POS' serve --book '$D/sr' --port 0 --usb no >/dev/null 2>&1"
ok 'a command goes through the daemon' sh -c "printf '1357\n\n' | '$OCOP_POS' user --book '$D/sr' --login moi --name Mới --role cashier"
ok 'who was added may sign in' has "$(curl -s -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: same-origin' -d '{"login":"moi","pin":"1357"}' "$U/session")" '"login":"moi"'
# Another till is not hers to see; the administrator of the machine adds it over the socket.
admin() { curl -s --unix-socket "$D/sr.sock" -H 'Content-Type: application/json' -d "$2" "http://localhost/api/v1$1"; }
other=$(member "$(admin /tills "{\"id\":\"$(uuid)\",\"code\":\"Q2\",\"name\":\"Quầy trong\"}")" id)
for path in "/till?till_id=$other" "/carts?till_id=$other" "/events?till_id=$other" "/shifts/figures?till_id=$other"; do
	ok "not hers: $path" has "$(curl -s -m 3 -b "$D/jar" "$U$path")" '"field":"till_id"'
done
ok 'nor may she move there' has "$(call /session/till "{\"till_id\":\"$other\"}")" '"status":403'
ok 'the list has no totals for her' sh -c "! printf '%s' '$(get '/sales?limit=5')' | grep -q '\"total\":[0-9]'"

# Locked: she reads, and writes only after the PIN; the ticket and its till stay.
ok 'locking' has "$(call /session/lock '{}')" '{}'
ok 'a locked session reads' has "$(get "/till?till_id=$till")" '"code":"Q1"'
ok 'and does not write' has "$(call /carts "{\"id\":\"$(uuid)\",\"till_id\":\"$till\"}")" '"field":"lock"'
kill -9 $pid
wait $pid 2>/dev/null
start
ok 'nor after the plug was pulled' has "$(call /carts "{\"id\":\"$(uuid)\",\"till_id\":\"$till\"}")" '"field":"lock"'
cp "$D/jar" "$D/jar.old"
KEEP="-c $D/jar"
ok 'the PIN unlocks' has "$(call /session "{\"login\":\"lan\",\"pin\":\"1111\",\"till_id\":\"$till\"}")" "\"till_id\":\"$till\""
KEEP=
ok 'and she writes again' has "$(call /carts "{\"id\":\"$(uuid)\",\"till_id\":\"$till\"}")" '"lines":[]'
ok 'with a new cookie: the old one is over' has "$(curl -s -b "$D/jar.old" "$U/session")" '"status":401'

# Whose session ends hears it, and the stream ends: sent away while she listens.
curl -s -c "$D/jar.moi" -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: same-origin' -d "{\"login\":\"moi\",\"pin\":\"1357\",\"till_id\":\"$till\"}" "$U/session" >/dev/null
curl -sN -m 20 -b "$D/jar.moi" "$U/events?till_id=$till" >"$D/events.moi" &
listener=$!
sleep 0.5
began=$(date +%s)
admin /staff "{\"id\":\"$(uuid)\",\"is_active\":false,\"login\":\"moi\",\"name\":\"Mới\",\"role\":\"cashier\"}" >/dev/null
wait $listener
ok 'who was sent away is told' grep -q 'event: signed_out' "$D/events.moi"
ok 'and her stream ends at once' test $(($(date +%s) - began)) -lt 10
ok 'she is out' has "$(curl -s -b "$D/jar.moi" "$U/session")" '"status":401'
curl -sN -m 20 -b "$D/jar" "$U/events?till_id=$till" >"$D/events" &
listener=$!
sleep 0.5
ok 'signing out' has "$(call /session/end '{}')" '{}'
ok 'ends the session' has "$(get /session)" '"status":401'
wait $listener
ok 'her page hears that too' grep -q 'event: signed_out' "$D/events"
kill -TERM $pid
wait $pid
ok 'it stops in order' test $? -eq 0

# A proxy of this machine asks for others, who are not at this machine, whatever they say of themselves; each has tries of its own.
start
pin='{"login":"lan","pin":"1111"}'
ok 'at this machine a PIN will do' has "$(call /session "$pin")" '"login":"lan"'
for header in 'X-Forwarded-For: 203.0.113.9' 'X-Forwarded-For: 127.0.0.1' 'X-Forwarded-For: 203.0.113.9, 127.0.0.1' 'X-Forwarded-For: x' 'Via: 1.1 proxy'; do
	ok "not through a proxy ($header)" has "$(curl -s -H "$header" -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: same-origin' -d "$pin" "$U/session")" 'ghi danh'
done
lot() { curl -s -H "X-Forwarded-For: 198.51.100.1, $1" "$U/public/lots/$2"; }
i=0
while [ $i -lt 40 ]; do lot 203.0.113.9 sai >"$D/lot"; i=$((i + 1)); done
ok 'who guesses codes through it waits' grep -q 'quá nhiều' "$D/lot"
ok 'and nobody else does' sh -c "! printf '%s' '$(lot 203.0.113.10 sai)' | grep -q 'quá nhiều'"
kill -TERM $pid
wait $pid

# From another machine: the password, until the browser is enrolled; then the PIN, until it is revoked.
far=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -E '^[0-9]+\.' | grep -v '^127\.' | head -1)
if [ -n "$far" ]; then
	printf '8642\nmat-khau-rat-dai\n' | "$OCOP_POS" user --book "$D/sr" --login truong --name Trưởng --role supervisor >/dev/null || echo 'no supervisor'
	start --address 0.0.0.0
	U=$(printf '%s' "$U" | sed "s/0\.0\.0\.0/$far/")
	rm -f "$D/jar"
	touch "$D/jar"
	KEEP="-c $D/jar"
	pin='{"login":"lan","pin":"1111"}'
	ok 'no PIN from elsewhere' has "$(call /session "$pin")" 'ghi danh'
	ok 'nor who works there' has "$(get /staff/logins)" '"status":403'
	ok 'nor whose badge is scanned' has "$(get /staff/badges)" '"status":403'
	ok 'the password does' has "$(call /session '{"login":"truong","password":"mat-khau-rat-dai"}')" '"is_enrolled":false'
	ok 'a supervisor enrolls the browser' has "$(call /stations "{\"name\":\"Máy tính bảng\",\"till_id\":\"$other\"}")" '{}'
	ok 'its cookie is for HTTP only and stays' grep -q '^#HttpOnly.*ocop-station' "$D/jar"
	ok 'enrolled anew, what was enrolled before is revoked' has "$(call /stations "{\"name\":\"Máy tính bảng\",\"till_id\":\"$other\"}")" '{}'
	ok 'and she goes on' has "$(get /session)" '"login":"truong"'
	stations=$(curl -s --unix-socket "$D/sr.sock" http://localhost/api/v1/stations)
	ok 'there is one' test "$(printf '%s' "$stations" | grep -o '"id":' | wc -l)" -eq 1
	admin "/stations/$(printf '%s' "$stations" | sed 's/.*"id":"\([^"]*\).*/\1/')/revoke" '{}' >/dev/null
	ok 'revoked with who enrolled it still signed in: she is out' has "$(get /session)" '"status":401'
	call /session '{"login":"truong","password":"mat-khau-rat-dai"}' >/dev/null
	ok 'enrolled once more' has "$(call /stations "{\"name\":\"Máy tính bảng\",\"till_id\":\"$other\"}")" '{}'
	ok 'and leaves' has "$(call /session/end '{}')" '{}'
	session=$(call /session "$pin")
	ok 'then a PIN will do, at the till of that browser' has "$session" "\"till_id\":\"$other\""
	ok 'and keeps the browser enrolled' has "$(curl -s -D - -o /dev/null -b "$D/jar" -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: same-origin' -d "$pin" "$U/session")" 'Set-Cookie: ocop-station='
	ok 'and at no other' has "$(call /session "{\"login\":\"lan\",\"pin\":\"1111\",\"till_id\":\"$till\"}")" '"field":"till_id"'
	station=$(curl -s --unix-socket "$D/sr.sock" http://localhost/api/v1/stations | sed 's/.*"id":"\([^"]*\).*/\1/')
	# What such a browser hears where nobody is signed in ends with it: the customer's screen, the badges.
	grep 'ocop-station' "$D/jar" >"$D/jar.station"
	listeners=
	for path in "/screen/events?till_id=$other" /staff/badges; do
		curl -sN -m 20 -b "$D/jar.station" "$U$path" >"$D/heard.$(basename "${path%%\?*}")" &
		listeners="$listeners $!"
	done
	sleep 0.5
	began=$(date +%s)
	ok 'revoking' has "$(admin "/stations/$station/revoke" '{}')" '{}'
	wait $listeners
	ok 'ends the customer screen and the badges at once' test $(($(date +%s) - began)) -lt 10
	ok 'which are told so' test "$(grep -l 'event: signed_out' "$D"/heard.* | wc -l)" -eq 2
	ok 'ends what began there' has "$(get /session)" '"status":401'
	ok 'and its PINs' has "$(call /session "$pin")" 'ghi danh'
	# A restart forgets neither.
	kill -9 $pid
	wait $pid 2>/dev/null
	start --address 0.0.0.0
	U=$(printf '%s' "$U" | sed "s/0\.0\.0\.0/$far/")
	ok 'nor after a restart' has "$(call /session "$pin")" 'ghi danh'
	# Five tries, then waits: for that address, whichever login.
	for i in 1 2 3 4 5; do call /session "{\"login\":\"ai$i\",\"password\":\"sai-sai-sai\"}" >/dev/null; done
	ok 'an address that guesses waits' has "$(call /session '{"login":"truong","password":"mat-khau-rat-dai"}')" 'chờ'
	KEEP=
	kill -TERM $pid
	wait $pid
	ok 'it stops again' test $? -eq 0
else
	echo '# no address but the loopback: signing in from elsewhere was not tried'
fi
ok 'nothing was complained of' sh -c "! grep -E 'error|Assertion|Sanitizer' '$D/err'"
[ "$failed" -eq 0 ] || cat "$D/err"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
