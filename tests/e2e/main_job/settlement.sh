# Stock by lot and owner, and the month's settlement against sums made apart. Sourced by test_main_job.sh.
node tests/e2e/main_job_sums.mjs stock "$book/book.db" "$room/sold.json" $C >"$room/sums" 2>&1
counted "$room/sums" "the sums of stock"
check "the month is settled" at '2026-11-01 01:00:00' "$OCOP_POS" settle --book "$book" --all --to 2026-10-31 --out "$room/settled"
for kind in pdf csv xlsx; do check "three papers as $kind" sh -c '[ "$(ls "$0"/*."$1" | grep -vc _dong)" = 3 ]' "$room/settled" $kind; done
for paper in "$room"/settled/*.pdf; do pdftotext -layout "$paper" "${paper%.pdf}.txt"; done
node tests/e2e/main_job_sums.mjs settled "$book/book.db" "$room/sold.json" $C "$room/settled" >"$room/sums" 2>&1
counted "$room/sums" "the sums of the settlement"
check "nothing is settled twice" sh -c '! LD_PRELOAD="$0" SET_CLOCK="2026-11-01 02:00:00" "$1" settle --book "$2" --contract 01/HĐKG --to 2026-10-31' "$clock" "$OCOP_POS" "$book"
