# Scanners seen from outside: a process with readers that come, go, fail and come back, driven over the rig's socket.
B=${B:-build/debug}
export ASAN_OPTIONS="${ASAN_OPTIONS:-verify_asan_link_order=0}"
D=$(mktemp -d /tmp/ocop-scanners.XXXXXX)
rig_pid=
listen_pid=
passed=0
failed=0
leave() {
	[ -n "$listen_pid" ] && kill "$listen_pid" 2>/dev/null && wait "$listen_pid" 2>/dev/null
	[ -n "$rig_pid" ] && kill "$rig_pid" 2>/dev/null && wait "$rig_pid" 2>/dev/null
	rm -rf "$D"
}
trap leave EXIT
rig() { "$B/tests/devices/rig" ask "$D/socket" "$*"; }
check() { # what, command…
	what=$1
	shift
	if "$@" >"$D/said" 2>&1; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		echo "FAIL $what: $(cat "$D/said")"
	fi
}
heard() { # a line, within 5 s
	for _ in $(seq 500); do
		grep -qxF -- "$1" "$D/out" && return 0
		sleep 0.01
	done
	echo "not heard: $1"
	cat "$D/out"
	return 1
}
listen() {
	: >"$D/out"
	# In a subshell that becomes the program: it must not lead a session.
	( . "$D/env" && exec "$B/tests/devices/listen" "$D/virtual" quay-2=P1 >"$D/out" 2>"$D/err" ) &
	listen_pid=$!
	heard open
}

"$B/tests/devices/rig" "$D/socket" "$D/env" &
rig_pid=$!
for _ in $(seq 500); do [ -f "$D/env" ] && break; sleep 0.01; done
check "the rig is there" test -f "$D/env"

check "starts on an empty bus" listen
check "plug in a HID POS reader" rig plug hid-pos 1 P1
check "it is claimed" rig ready 1 5000
check "scan" rig scan 1 8934567890123
check "for its till, with its symbology" heard "scan quay-2 ]E0 8934567890123"
check "plug in a keyboard reader" rig plug hid-keyboard 2 K1
check "it is claimed" rig ready 2 5000
check "scan" rig scan 2 96385074
check "for the default till" heard "scan till1 - 96385074"
check "pull the plug" rig unplug 1
check "it is lost" heard "scanner P1 hid-pos lost unplugged"
check "plug it in elsewhere" rig plug hid-pos 7 P1
check "it is claimed" rig ready 3 5000
check "scan" rig scan 3 8934567890999
check "the same reader" heard "scan quay-2 ]E0 8934567890999"
check "errors without end" rig fault 2 read EPROTO 40
check "it comes back" rig ready 2 5000

kill -9 "$listen_pid"
wait "$listen_pid" 2>/dev/null
check "starts again after kill -9" listen
check "the readers are claimed" rig ready 3 5000
sleep 0.3
check "scan" rig scan 3 8934567890777
check "read as before" heard "scan quay-2 ]E0 8934567890777"
kill "$listen_pid"
wait "$listen_pid"
check "ends in order" test $? -eq 0
listen_pid=
check "the kernel has its reader back" sh -c '"$0" ask "$1" "counts 3" | grep -q "claimed=0 .*attaches=1"' "$B/tests/devices/rig" "$D/socket"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
