# Runs every fuzzer for so many seconds: sh tests/fuzz/run.sh build/fuzz 10
B=$1
each=${2:-10}
bad=0
for fuzzer in "$B"/tests/fuzz/fuzz_*; do
	case "$fuzzer" in *.o|*.d) continue ;; esac
	name=$(basename "$fuzzer"); name=${name#fuzz_}
	found=$(mktemp -d)
	seeds="tests/fuzz/corpus/$name"
	[ -d "$seeds" ] || seeds=
	# Only folders can be seeds; files of cases are replayed in make test.
	for path in $(sed -n "s/^$name //p" tests/fuzz/seeds.txt); do [ -d "$path" ] && seeds="$seeds $path"; done
	if "$fuzzer" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found/" "$found" $seeds >"$found.log" 2>&1; then
		printf 'ok   fuzz %s %s runs\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log")"
	else
		echo "FAIL fuzz $name"; tail -n 40 "$found.log"; ls "$found"/crash-* "$found"/leak-* "$found"/timeout-* 2>/dev/null; bad=1
	fi
	rm -rf "$found" "$found.log"
done
exit $bad
