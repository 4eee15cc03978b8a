# The longest ticket through the real daemon's API: 500 goods scanned, the 501st refused, paid in cash, and counted on the paper that each
# kind of printer was sent (letters, dots, sheets, plain text). Then one of names so long that no entry holds it: refused at its line.
cd "$(dirname "$0")/../.." || exit 1
. tests/e2e/daemon.sh
tools=$(dirname "$OCOP_POS")/tests/e2e
daemon_room 3 || exit 1
contract=$(sqlite3 -readonly "$room/book/book.db" "SELECT number FROM contract ORDER BY number LIMIT 1")
node -e '
	import("./tests/e2e/long_ticket_codes.mjs").then(({ ean }) => {
		const line = (kind, i, name) => `${kind}${i};${name};chai;;${100000 + i};8%;01/01/2025;${ean(kind, i)};;;0;không;có;${process.argv[1]};;có`;
		const letters = "Ệ".repeat(190);
		console.log("Mã hàng;Tên hàng;Đơn vị;Mã sản phẩm;Giá bán;Thuế suất;Thuế từ ngày;Mã vạch;Số tắt;Nhóm ô;Số lẻ;Có tồn kho;Thực phẩm;Hợp đồng;Làm tròn;Đang bán");
		for (let i = 1; i <= 501; i++) console.log(line("DAI", i, `Hàng thử thứ ${i}`));
		for (let i = 1; i <= 500; i++) console.log(line("TEN", i, `${letters} ${i}`));
	});
' "$contract" >"$room/items.csv"
"$OCOP_POS" import items "$room/items.csv" --book "$room/book" >"$room/imported" 2>&1 || { head -n 20 "$room/imported"; exit 1; }
# One till, a printer of each kind: started anew for each, the paper of before asked for again as a copy.
mkdir "$room/plain" "$room/letters" "$room/dots" "$room/sheets"
on_paper() { # folder, printer's words
	daemon_start --printer "quay driver=virtual address=$room/$1 $2" || exit 1
}
walk() { # part
	node tests/e2e/long_ticket.mjs "$port" "$1" "$room/notes" "$room/book/book.db" >"$room/walk" 2>&1
	cat "$room/walk"
	passed=$((passed + $(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$room/walk")))
	failed=$((failed + $(sed -n 's/.* \([0-9]*\) failed$/\1/p' "$room/walk")))
}
paper_of() { # folder: the newest paper, as soon as there is one
	for i in $(seq 200); do
		newest=$(ls -t "$room/$1" | head -n 1)
		[ -z "$newest" ] || break
		sleep 0.1
	done
	sleep 0.3
	echo "$room/$1/$newest"
}
lines_on() { grep -o 'Hàng thử thứ [0-9]*' "$1" | sort -u | wc -l; }
on_paper plain format=plain
walk sell
paper=$(paper_of plain)
check "500 lines in plain text" test "$(lines_on "$paper")" -eq 500
check "with what was paid" grep -q '50.125.000' "$paper"
daemon_stop
on_paper letters "format=raw profile=80mm-cp1258"
walk copy
"$tools/paper" text "$(paper_of letters)" CP1258 >"$room/letters.txt"
check "500 lines in a printer's letters" test "$(lines_on "$room/letters.txt")" -eq 500
daemon_stop
on_paper dots "format=raw profile=58mm"
walk copy
"$tools/paper" dots "$(paper_of dots)" >"$room/dots.pbm"
check "drawn, it is as long as 500 lines are" test "$(sed -n 2p "$room/dots.pbm" | sed 's/.* //' 2>/dev/null)" -gt 40000
daemon_stop
on_paper sheets format=pdf
walk copy
pdftotext -layout "$(paper_of sheets)" "$room/sheets.txt"
check "500 lines on sheets" test "$(lines_on "$room/sheets.txt")" -eq 500
check "numbered to the last" grep -Eq ' ([0-9]+)/\1$' "$room/sheets.txt"
walk wide
for i in $(seq 100); do [ "$(ls "$room/sheets" | wc -l)" -gt 1 ] && break; sleep 0.1; done
pdftotext -layout "$(paper_of sheets)" "$room/wide.txt"
check "and every line of the wide one, its name cut" test "$(grep -c '^ *1 chai' "$room/wide.txt")" -eq "$(sed -n 's/.* holds \([0-9]*\) lines/\1/p' "$room/walk")"
daemon_stop
check "the book is whole" "$OCOP_POS" verify --book "$room/book"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
