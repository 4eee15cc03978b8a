# What the tests of faults share (test_till_faults*.sh): a room, the daemon with a scanner and a printer, a browser that asks for what it needs of the world.
# Source it at the root, then: faults_room DAYS; faults_serve; faults_run PROGRAM.mjs ARGUMENT…, with a function `world LINE` that does what is asked and answers.
. tests/e2e/daemon.sh
faults_room() {
	daemon_room "$1" || exit 1
	make --no-print-directory web >/dev/null || exit 1
	sh tests/web/modules.sh || exit 1
	mkdir "$room/papers"
}
faults_serve() { daemon_start --virtual_scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" --lock_minutes 0; }
faults_run() {
	program=$1
	shift
	mkfifo "$room/asks" "$room/answers"
	node "$program" "$port" "$room/v" "$@" <"$room/answers" >"$room/asks" &
	browser=$!
	exec 3>"$room/answers"
	result=
	while IFS= read -r line; do
		case $line in
		"@end") echo ok >&3; break ;;
		"@"*) world "${line#@}" >&3 ;;
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
}
