# Runs every test of one build folder and closes with "N passed, N failed": sh tests/run.sh build/debug
# C programs first, then tests/e2e/*.sh and tests/web (those need the program). ONLY=pattern runs some.
B=$1
passed=0
failed=0
failures=
export B OCOP_POS="$PWD/$B/ocop-pos" CMOCKA_MESSAGE_OUTPUT=stdout
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:verify_asan_link_order=0}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-suppressions=$PWD/tests/tsan.supp}"
# cupsd, lpadmin and avahi-daemon are nobody's but root's to find, yet anyone's to run.
export PATH="$PATH:/usr/sbin:/sbin"
# Tools that read letters (tr, sed, iconv) read UTF-8 wherever this runs.
export LC_ALL=C.UTF-8
# One PostgreSQL for the whole run; tests make schemas of their own in it.
if [ -f tests/store/postgres.sh ]; then
	. tests/store/postgres.sh
	postgres_start || { echo "tests: PostgreSQL did not start"; exit 1; }
	trap postgres_stop EXIT INT TERM
fi
one() { # name, command…
	name=$1
	shift
	case "$name" in *"${ONLY:-}"*) ;; *) return ;; esac
	out=$(mktemp)
	"$@" >"$out" 2>&1 </dev/null
	code=$?
	# cmocka's own count where there is one; else one test a script, or its "N passed, N failed".
	p=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$out" | awk '{s+=$1} END {print s+0}')
	f=$(sed -n 's/^ *\([0-9]*\) FAILED TEST.*/\1/p' "$out" | awk '{s+=$1} END {print s+0}')
	if ! grep -q '^\[==========\]' "$out"; then
		line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$out" | tail -n 1)
		if [ -n "$line" ]; then p=${line%% passed*}; f=$(echo "$line" | sed 's/.*, \([0-9]*\) failed.*/\1/'); else p=1; f=0; [ $code -eq 0 ] || { p=0; f=1; }; fi
	fi
	[ $code -eq 0 ] || [ "$f" -gt 0 ] || f=1
	passed=$((passed + p))
	failed=$((failed + f))
	if [ $code -ne 0 ] || [ "$f" -gt 0 ]; then
		failures="$failures $name"
		printf 'FAIL %s (exit %d)\n' "$name" $code
		tail -n 60 "$out"
	else
		printf 'ok   %s %s\n' "$name" "$p"
	fi
	rm -f "$out"
}
for t in "$B"/tests/base/test_* "$B"/tests/calc/test_* "$B"/tests/store/test_* "$B"/tests/shop/test_* "$B"/tests/receipts/test_* "$B"/tests/device/test_* "$B"/tests/app/test_*; do
	case "$t" in *.o|*.d|*'*'*) continue ;; esac
	one "${t#"$B"/tests/}" timeout 600 "$t"
done
for t in "$B"/tests/fuzz/fuzz_*; do
	case "$t" in *.o|*.d|*'*'*) continue ;; esac
	name=${t##*/fuzz_}
	seeds=$(sed -n "s/^$name //p" tests/fuzz/seeds.txt)
	[ -d "tests/fuzz/corpus/$name" ] && seeds="$seeds tests/fuzz/corpus/$name"
	one "fuzz/$name" timeout 300 "$t" $seeds
done
for t in tests/rules/test_*.sh tests/e2e/test_*.sh tests/web/test_*.sh; do
	[ -f "$t" ] && one "$t" timeout 900 sh "$t"
done
[ -z "$failures" ] || echo "failed:$failures"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
