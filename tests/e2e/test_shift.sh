# A shift by the keyboard alone, in real Chromium against the daemon: open, cash, the drawer, X, hand-over, one person, a manager asked
# from a second browser, close. Keys are counted. SHOTS=DIR keeps pictures.
. tests/e2e/daemon.sh
daemon_room 2 || exit 1
mkdir -p "$room/paper"
daemon_user moi 8642 cashier
daemon_start --printer "Q1 driver=file address=$room/paper format=plain till=Q1" || exit 1
URL="http://127.0.0.1:$port" ROOM="$room" node tests/e2e/shift.mjs >"$room/shift.out" 2>&1
code=$?
cat "$room/shift.out"
daemon_stop
[ $code -eq 0 ] && "$OCOP_POS" verify --book "$room/book" >"$room/verify.out" 2>&1 || { tail -n 5 "$room/verify.out" 2>/dev/null; code=1; }
exit $code
