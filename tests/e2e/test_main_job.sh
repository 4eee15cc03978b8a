# The main job, on real input from end to end: a showroom made by the public commands, `serve` with three readers on the bus,
# the till page in Chromium, cash, receipts through cupsd read back from letters and from dots, stock by lot and owner, the
# month's settlement against sums made apart, and verify, before and after a byte is changed in every table.
# The month is October 2026: the daemon's clock is set (set_clock.c), so that the month can end within the test.
. tests/e2e/daemon.sh
B=${OCOP_POS%/ocop-pos}
C=tests/e2e/main_job
export TZ=UTC
clock=$B/tests/e2e/set_clock.so
[ -f "$clock" ] || { echo "no $clock"; exit 1; }
# Short names: a socket's path holds 107 bytes, and user lp must reach cupsd's.
room=$(mktemp -d /tmp/ocop.XXXXXX)
chmod 755 "$room"
book=$room/book
daemon=
rig_pid=
port=0
leave() {
	[ -z "$daemon" ] || daemon_kill
	[ -z "$rig_pid" ] || { kill "$rig_pid" 2>/dev/null; wait "$rig_pid" 2>/dev/null; }
	sh tests/devices/private_cupsd.sh stop "$room/c" 2>/dev/null
	rm -rf "$room"
}
trap leave EXIT INT TERM
at() { # moment, command…: run at that moment (UTC)
	moment=$1
	shift
	LD_PRELOAD=$clock SET_CLOCK=$moment "$@"
}
rows() { sqlite3 -readonly "$book/book.db" "$1"; }
counted() { # adds what a part said of itself
	tail -n 1 "$1" | grep -qE '^[0-9]+ passed, [0-9]+ failed$' || { failed=$((failed + 1)); echo "FAIL: $2 did not end"; }
	grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$1"
	passed=$((passed + $(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$1" | tail -n 1) + 0))
	failed=$((failed + $(sed -n 's/.*passed, \([0-9]*\) failed$/\1/p' "$1" | tail -n 1) + 0))
}
serve() { # moment, printer
	(
		. "$room/env"
		# Must not lead a session: umockdev's rule.
		LD_PRELOAD="$LD_PRELOAD $clock" SET_CLOCK=$1 exec "$OCOP_POS" serve --book "$book" --port "$port" --socket "$room/s" --printer "$2" \
			--barcode-pattern 26IIIIIWWWWWC --barcode-pattern 21IIIIIPPPPPC --barcode-pattern 22IIIIPPPPPPC >"$room/out" 2>>"$room/log"
	) &
	daemon=$!
	for _ in $(seq 600); do
		grep -q '^listening on ' "$room/out" 2>/dev/null && break
		kill -0 $daemon 2>/dev/null || break
		sleep 0.05
	done
	port=$(sed -n 's/^listening on http:\/\/[^:]*:\([0-9]*\).*/\1/p' "$room/out")
	[ -n "$port" ] || { cat "$room/log"; return 1; }
}
papers() { # folder, count: that many papers came
	for _ in $(seq 400); do
		[ "$(find "$1" -name '*.bin' | wc -l)" -ge "$2" ] && return 0
		sleep 0.05
	done
	ls -l "$1"
	return 1
}

# ---- a showroom by the public commands ----------------------------------------------------------------------------------
check "init" at '2026-10-05 01:00:00' "$OCOP_POS" init --book "$book" --site-name 'Điểm bán OCOP Mường Bo' --operator-name 'HTX Dịch vụ Mường Bo' --tax-code 5300000001 --vat credit
printf '1379\n\n' >"$room/pin"
check "a cashier" at '2026-10-05 01:05:00' "$OCOP_POS" user --book "$book" --login ban --name 'Nguyễn Thị Hoa' --role cashier <"$room/pin"
printf '3197\n\n' >"$room/pin"
check "a supervisor" at '2026-10-05 01:06:00' "$OCOP_POS" user --book "$book" --login truong --name 'Lò Thị Vân' --role supervisor <"$room/pin"
for kind in parties contracts products certificates items intake; do
	check "import $kind" at '2026-10-05 01:10:00' "$OCOP_POS" import $kind $C/$kind.csv --book "$book"
done

# ---- codes of the cases, as they stand there ------------------------------------------------------------------------------
grep -v '^#' $C/codes.tsv | tail -n +2 >"$room/codes"
from_cases=$(awk -F'\t' '$5 != "-"' "$room/codes" | wc -l)
check "at least 40 codes are of the cases" [ "$from_cases" -ge 40 ]
awk -F'\t' '$5 != "-" { print "tests/cases/" $5 ".tsv\t" $3 $4 "\t" $4 }' "$room/codes" | while IFS="	" read -r file whole code; do
	grep -qF -- "$whole" "$file" || grep -qF -- "$code" "$file" || echo "$code is not in $file"
done >"$room/strange"
check "each stands in its file" [ ! -s "$room/strange" ]
cat "$room/strange"

# ---- the till -------------------------------------------------------------------------------------------------------------
check "a cupsd of our own" sh tests/devices/private_cupsd.sh start "$room/c"
for queue in chu hinh; do
	mkdir -p "$room/c/out/$queue"
	[ "$(id -u)" != 0 ] || chown lp:lp "$room/c/out/$queue"
	CUPS_SERVER="$room/c/s" lpadmin -p $queue -E -v "capture:$room/c/out/$queue" -m raw 2>/dev/null
done
"$B/tests/devices/rig" "$room/rig" "$room/env" &
rig_pid=$!
for _ in $(seq 500); do [ -f "$room/env" ] && break; sleep 0.02; done
rig() { "$B/tests/devices/rig" ask "$room/rig" "$*"; }
sh tests/web/modules.sh || exit 1

check "serve with a printer of letters" serve '2026-10-31 02:00:00' "letters driver=cups address=chu server=$room/c/s profile=80mm-cp1258"
check "a HID keyboard is plugged in" rig plug hid-keyboard 1 K1
check "a HID POS reader" rig plug hid-pos 2 P1
check "a CDC ACM reader" rig plug cdc-acm 3 L1
for n in 1 2 3; do check "reader $n is read" rig ready $n 10000; done
SHOT=${SHOT:-} timeout 120 node tests/e2e/main_job.mjs "$port" "$room/rig" $C/codes.tsv $C/items.csv first "$room/sold.json" >"$room/page" 2>&1
counted "$room/page" "the first ticket on the page"
check "the receipt came through cupsd" papers "$room/c/out/chu" 1
check "the daemon ends in good order" daemon_stop

check "serve with a printer of dots" serve '2026-10-31 09:00:00' "dots driver=cups address=hinh server=$room/c/s profile=80mm"
for n in 1 2 3; do check "reader $n is found again" rig ready $n 10000; done
# What a reader left at the start may be half a code: it is dropped for 200 ms.
sleep 0.5
timeout 200 node tests/e2e/main_job.mjs "$port" "$room/rig" $C/codes.tsv $C/items.csv rest "$room/sold.json" >"$room/page" 2>&1
counted "$room/page" "the other tickets on the page"
check "a copy and two receipts came through cupsd" papers "$room/c/out/hinh" 3
check "verify passes while the till is open" "$OCOP_POS" verify --book "$book"
check "the daemon ends in good order" daemon_stop
[ $failed -eq 0 ] || tail -n 20 "$room/log"

. tests/e2e/main_job/papers.sh
. tests/e2e/main_job/settlement.sh
. tests/e2e/main_job/verify.sh

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
