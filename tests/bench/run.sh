# Every bench, one after the other, each printing its bare baseline beside the product's figure: sh run.sh build/release
B=$1
for bench in "$B"/tests/bench/bench_*; do
	case "$bench" in *.o|*.d) continue ;; esac
	echo "== $(basename "$bench")"
	"$bench" || exit 1
done
for bench in tests/bench/bench_*.sh; do
	[ -f "$bench" ] || continue
	echo "== $(basename "$bench")"
	OCOP_POS="$PWD/$B/ocop-pos" sh "$bench" "$B" || exit 1
done
