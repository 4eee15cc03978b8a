# For shell tests of the real program: a sample showroom in a folder of its own, the daemon started and ended by its pid.
# Source it, then: daemon_room DAYS; daemon_start; ask METHOD PATH [JSON]; daemon_kill; daemon_stop; daemon_clean.
: "${OCOP_POS:?}"
passed=0
failed=0
check() { # words, command…
	words=$1
	shift
	if "$@" >"$room/check.out" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: $words"; tail -n 15 "$room/check.out"; fi
}
daemon_room() {
	room=$(mktemp -d "${TMPDIR:-/tmp}/ocop.XXXXXX")
	port=0
	daemon=
	trap daemon_clean EXIT INT TERM
	"$OCOP_POS" sample --book "$room/book" --days "$1" --seed 7 >"$room/sample.out" 2>&1 || { cat "$room/sample.out"; return 1; }
	# Who the tests sign in as, beside the sample's own people.
	daemon_user ban 1379 cashier && daemon_user truong 3197 supervisor && daemon_user vanphong 9713 admin
}
daemon_user() { # login, PIN, role
	printf '%s\n\n' "$2" | "$OCOP_POS" user --book "$room/book" --login "$1" --name "Người thử $1" --role "$3" >"$room/user.out" 2>&1 || { cat "$room/user.out"; return 1; }
}
daemon_start() {
	rm -f "$room/out" # else the line of the last start is taken for this one's
	"$OCOP_POS" serve --book "$room/book" --port "$port" --socket "$room/s" "$@" >"$room/out" 2>>"$room/log" &
	daemon=$!
	i=0
	while ! grep -q '^listening on ' "$room/out" 2>/dev/null; do
		i=$((i + 1))
		[ $i -lt 600 ] && kill -0 $daemon 2>/dev/null || { echo "the daemon did not start"; tail -n 20 "$room/log"; return 1; }
		sleep 0.05
	done
	port=$(sed -n 's/^listening on http:\/\/[^:]*:\([0-9]*\).*/\1/p' "$room/out")
}
ask() {
	curl -sS -m 30 -b "$room/cookies" -c "$room/cookies" -X "$1" ${3:+-H 'Content-Type: application/json' -H "Origin: http://127.0.0.1:$port" --data "$3"} "http://127.0.0.1:$port/api/v1$2"
}
new_id() { # a UUID of version 7, good enough for a test
	printf '%012x' "$(date +%s%3N)" | sed 's/^\(........\)\(....\)$/\1-\2/'
	od -An -N10 -tx1 /dev/urandom | tr -d ' \n' | sed 's/^.\(...\).\(...\)\(............\)$/-7\1-8\2-\3/'
}
daemon_kill() { kill -9 "$daemon" 2>/dev/null; wait "$daemon" 2>/dev/null; daemon=; }
daemon_stop() { kill -TERM "$daemon" 2>/dev/null; wait "$daemon"; code=$?; daemon=; return $code; }
daemon_clean() {
	[ -z "${daemon:-}" ] || daemon_kill
	[ -z "${hammer:-}" ] || kill -9 "$hammer" 2>/dev/null
	[ -z "${room:-}" ] || rm -rf "$room"
}
