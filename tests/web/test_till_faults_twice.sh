# Pressed twice, two browsers on one till, a clock that was set: the book is asked what came of it. SHOT=FILE keeps what a failure looked like.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 3 || exit 1
make --no-print-directory web >/dev/null || exit 1
sh tests/web/modules.sh || exit 1
mkdir "$room/papers"
serve() { # moment (UTC) that the wall clock is set to; none: as it is
	LD_PRELOAD=${1:+"$PWD/$B/tests/e2e/set_clock.so"} SET_CLOCK=${1:-} daemon_start --virtual_scanner "$room/v" \
		--printer "bill driver=virtual address=$room/papers format=plain" --lock_minutes 0
}
# The sanitizers' runtime must be the first library of a program.
case ${B:=build/debug} in *asan|*tsan) sanitized=1 ;; esac
serve || exit 1
mkfifo "$room/asks" "$room/answers"
node tests/web/till_faults_twice.mjs "$port" "$room/v" ${sanitized:+no-clock} <"$room/answers" >"$room/asks" &
browser=$!
exec 3>"$room/answers"
result=
while IFS= read -r line; do
	case $line in
	"@server kill") daemon_kill; echo ok >&3 ;;
	"@server at "*) serve "$(date -u -d "@$(($(date +%s) + ${line#@server at }))" '+%Y-%m-%d %H:%M:%S')"; echo ok >&3 ;;
	"@end") echo ok >&3; break ;;
	*" passed, "*" failed") result=$line ;;
	*) echo "$line" ;;
	esac
done <"$room/asks"
exec 3>&-
wait $browser
[ -n "$result" ] || { echo "FAIL: the browser ended"; result="0 passed, 1 failed"; }
passed=${result%% *}
failed=$(echo "$result" | sed 's/.*, \([0-9]*\) failed/\1/')
check "it stops" daemon_stop
check "the book holds" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
