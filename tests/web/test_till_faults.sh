# The generated matrix: each fault at each step of a sale in Chromium; the book is then asked how many sales there are, and proved.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 3 || exit 1
make --no-print-directory web >/dev/null || exit 1
( cd tests/web && { [ node_modules/.package-lock.json -nt package-lock.json ] || { npm ci --ignore-scripts --silent && touch node_modules/.package-lock.json; }; } ) || exit 1
mkdir "$room/papers"
serve() { daemon_start --virtual_scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" --lock_minutes 0; }
serve || exit 1
# Two goods that lie there in plenty: by the book's own list.
"$OCOP_POS" export items --book "$room/book" --format csv >"$room/items.csv" 2>/dev/null
set -- $(grep -o '893[0-9]\{10\}' "$room/items.csv" | sort -u | head -n 2)
count_sales() { "$OCOP_POS" export sales --book "$room/book" --format csv 2>/dev/null | tail -n +2 | cut -d';' -f1 | sort -u | grep -c .; }
before=$(count_sales)
mkfifo "$room/asks" "$room/answers"
node tests/web/till_faults.mjs "$port" "$room/v" "$1" "$2" <"$room/answers" >"$room/asks" &
browser=$!
exec 3>"$room/answers"
result=
while IFS= read -r line; do
	case $line in
	"@server kill") daemon_kill; echo ok >&3 ;;
	"@server start") serve; echo ok >&3 ;;
	"@printer stop") chmod 000 "$room/papers"; echo ok >&3 ;;
	"@printer start") chmod 755 "$room/papers"; echo ok >&3 ;;
	"@sales") echo $(($(count_sales) - before)) >&3 ;;
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
check "the book holds" "$OCOP_POS" verify --book "$room/book"
check "it stops" daemon_stop
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
