# The generated matrix: each fault at each step of a sale in Chromium; the book is then asked how many sales there are, and proved.
cd "$(dirname "$0")/../.." || exit 1
. tests/web/faults.sh
faults_room 3
printer() { echo "$1" >"$room/papers/control.new" && mv "$room/papers/control.new" "$room/papers/control"; }
faults_serve || exit 1
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
world() {
	case $1 in
	"server kill") daemon_kill; echo ok ;;
	"server start") faults_serve >&2; echo ok ;;
	"printer stop") printer off; echo ok ;;
	"printer start") printer ready; echo ok ;;
	"sales") echo $(($(count_sales) - before)) ;;
	esac
}
faults_run tests/web/till_faults.mjs "$1" "$2"
