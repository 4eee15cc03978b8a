# Pressed twice, two browsers on one till, a clock that was set: the book is asked what came of it. SHOT=FILE keeps what a failure looked like.
cd "$(dirname "$0")/../.." || exit 1
. tests/web/faults.sh
faults_room 3
serve() { # moment (UTC) that the wall clock is set to; none: as it is
	LD_PRELOAD=${1:+"$PWD/$B/tests/e2e/set_clock.so"} SET_CLOCK=${1:-} faults_serve
}
world() {
	case $1 in
	"server kill") daemon_kill ;;
	"server at "*) serve "$(date -u -d "@$(($(date +%s) + ${1#server at }))" '+%Y-%m-%d %H:%M:%S')" >&2 ;;
	esac
	echo ok
}
# The sanitizers' runtime must be the first library of a program.
case ${B:=build/debug} in *asan|*tsan) sanitized=1 ;; esac
serve || exit 1
faults_run tests/web/till_faults_twice.mjs ${sanitized:+no-clock}
