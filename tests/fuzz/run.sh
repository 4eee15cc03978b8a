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
	# Only folders can be seeds; a table of cases is one a line. What is larger than a page is replayed whole in make test.
	lines=$(mktemp -d)
	for path in $(sed -n "s/^$name //p" tests/fuzz/seeds.txt); do
		[ ! -d "$path" ] || seeds="$seeds $path"
		for table in $(find "$path" -name '*.tsv'); do split -l 1 -a 4 "$table" "$lines/$(basename "$table")."; done
	done
	if "$fuzzer" -max_total_time="$each" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$B/$name-" "$found" "$lines" $seeds >"$found.log" 2>&1; then
		printf 'ok   fuzz %s %s runs, %s edges\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log")" \
			"$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$found.log" | tail -n 1)"
	else
		echo "FAIL fuzz $name: what it fell over lies in $B/$name-*"; tail -n 40 "$found.log"; bad=1
	fi
	rm -rf "$found" "$found.log" "$lines"
done
exit $bad
