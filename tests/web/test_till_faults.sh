# The generated matrix: each fault at each step of a sale in Chromium; the book is then asked how many sales there are, and proved.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
daemon_room 3 || exit 1
make --no-print-directory web >/dev/null || exit 1
sh tests/web/modules.sh || exit 1
mkdir "$room/papers"
printer() { echo "$1" >"$room/papers/control.new" && mv "$room/papers/control.new" "$room/papers/control"; }
serve() { daemon_start --virtual_scanner "$room/v" --printer "bill driver=virtual address=$room/papers format=plain" --lock_minutes 0; }
serve || exit 1
# Two goods none of whose lots lapses soon, sold by the piece: sold out in the book they go on being sold (P6).
"$OCOP_POS" export items --book "$room/book" --format csv >"$room/items.csv" 2>/dev/null
"$OCOP_POS" export lots --book "$room/book" --format csv >"$room/lots.csv" 2>/dev/null
set -- $(node -e '
const rows = (file) => require("fs").readFileSync(file, "utf8").trim().split("\n").slice(1).map((line) => line.replace(/"[^"]*"/g, "").split(";"));
const days = {};
for (const lot of rows(process.argv[1])) days[lot[0]] = Math.min(days[lot[0]] ?? Infinity, Number(lot[7]));
console.log(rows(process.argv[2]).filter((item) => days[item[0]] > 60 && item[9] === "0" && /^\d{13,14}$/.test(item[6])).slice(0, 2).map((item) => item[6].slice(-13)).join(" "));
' "$room/lots.csv" "$room/items.csv")
count_sales() { "$OCOP_POS" export sales --book "$room/book" --format csv 2>/dev/null | tail -n +2 | cut -d';' -f2 | sort -u | grep -c .; }
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
	"@printer stop") printer off; echo ok >&3 ;;
	"@printer start") printer ready; echo ok >&3 ;;
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
