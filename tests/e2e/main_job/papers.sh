# What came out of cupsd: letters decoded to lines, dots read by zbarimg and tesseract. Sourced by test_main_job.sh.
paper=$B/tests/e2e/paper
receipt=$(find "$room/c/out/chu" -name '*.bin' | sort | head -n 1)
check "letters are decoded" sh -c '"$0" text "$1" CP1258 >"$2"' "$paper" "$receipt" "$room/receipt.txt"
# Time, code and head are of this run; the rest is written down in receipt.txt.
head12=$(rows "SELECT substr(lower(hex(e.hash)), 1, 12) FROM sale s JOIN entry e ON e.entry_key = s.entry_key ORDER BY s.entry_key LIMIT 1")
sed "s/@HEAD@/$head12/; s/[0-9][0-9]:[0-9][0-9]\$/@TIME@/" $C/receipt.txt >"$room/wanted.txt"
sed "s/[0-9][0-9]:[0-9][0-9]\$/@TIME@/; s/^\[QR:%R[0-9A-Z*]*\]\$/[QR:@CODE@]/" "$room/receipt.txt" >"$room/got.txt"
check "the receipt in letters is the Vietnamese it must be, byte for byte" diff -u "$room/wanted.txt" "$room/got.txt"
qr=$(sed -n 's/^\[QR:\(.*\)\]$/\1/p' "$room/receipt.txt")
check "the drawer was opened with it, and the paper cut" sh -c '"$0" commands "$1" >"$2" && [ "$(grep -c "ESC p" "$2")" = 1 ] && [ "$(grep -c "GS V" "$2")" = 1 ]' "$paper" "$receipt" "$room/commands"

copy=$(find "$room/c/out/hinh" -name '*.bin' | sort | head -n 1)
check "dots are decoded" sh -c '"$0" dots "$1" >"$2"' "$paper" "$copy" "$room/copy.pbm"
check "no drawer opens for a copy" sh -c '! "$0" commands "$1" | grep -q "ESC p"' "$paper" "$copy"
check "zbarimg reads the receipt's code from the dots" sh -c '[ "$(zbarimg -q --raw "$0" | head -n 1)" = "$1" ]' "$room/copy.pbm" "$qr"
# Words of three letters and more, marks folded, as a reader of paper sees them.
words() { sed 's/[Đđ]/d/g' | iconv -f UTF-8 -t ASCII//TRANSLIT 2>/dev/null | tr 'A-Z' 'a-z' | tr -cs 'a-z' '\n' | awk 'length >= 3' | sort; }
OMP_THREAD_LIMIT=1 tesseract "$room/copy.pbm" - -l vie --psm 4 >"$room/seen.txt" 2>/dev/null
check "the copy says BẢN SAO 1" grep -qE 'B[ẢA]N SAO.*1' "$room/seen.txt"
{ grep -v '^\[' "$room/receipt.txt" | words; } >"$room/words.wanted"
words <"$room/seen.txt" >"$room/words.seen"
all=$(wc -l <"$room/words.wanted")
found=$(comm -12 "$room/words.wanted" "$room/words.seen" | wc -l)
echo "# tesseract reads $found of $all words of the dots"
check "tesseract reads 95 of 100 words of the dots" [ $((found * 100)) -ge $((all * 95)) ]
