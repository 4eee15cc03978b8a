# What an administrator does at a shell: help, a clock asked about once, secrets that no argument holds, a lost or torn pepper,
# marks of backup and proof with and without a daemon, how many copies are kept.
. tests/e2e/daemon.sh

says() { # words to find, command…: it fails or not, and says them
	find=$1
	shift
	"$@" >"$room/said" 2>&1
	code=$?
	grep -qF -e "$find" "$room/said" || { cat "$room/said"; return 1; }
	return $code
}
refuses() { # exit code, words to find, command…
	want=$1
	shift
	says "$@"
	[ "$code" -eq "$want" ] || { echo "exit $code, not $want"; cat "$room/said"; return 1; }
	grep -qF -e "$find" "$room/said"
}

daemon_room 3 || exit 1
book=$room/book

# ---- help ---------------------------------------------------------------------------
check '--version' says 'ocop-pos ' "$OCOP_POS" --version
check 'version' says 'SQLite 3.' "$OCOP_POS" version
check 'help NAME' says '--recovery-file' "$OCOP_POS" help restore
check 'NAME --help' says '--clock-confirmed' "$OCOP_POS" settle --help
check 'help of nothing' refuses 2 'không có lệnh' "$OCOP_POS" help nothing
check 'the exit codes are told' says '7 đang bận' "$OCOP_POS" help

# ---- the clock ----------------------------------------------------------------------
old=$room/old
"$OCOP_POS" sample --book "$old" --days 3 --until "$(TZ=UTC-7 date -d '6 days ago' +%F)" >/dev/null || exit 1
to=$(TZ=UTC-7 date -d '6 days ago' +%F)
printf 'Mã;Tên;Tư cách\nM9;Người mới;khách\n' >"$room/parties.csv"
user_old() { printf '2468\n\n' | "$OCOP_POS" user --book "$old" --login moi --name Mới --role cashier "$@"; }
count() { "$OCOP_POS" verify --book "$1" --quick | sed -n 's/.*số \([0-9]*\),.*/\1/p'; }
before=$(count "$old")
check 'settle asks about the clock' refuses 5 '--clock-confirmed' "$OCOP_POS" settle --book "$old" --all --to "$to" </dev/null
check 'a draft does not' sh -c "! '$OCOP_POS' settle --book '$old' --all --to '$to' --draft 2>&1 </dev/null | grep -F clock"
check 'user asks too' refuses 5 '--clock-confirmed' user_old
check 'nothing was written' test "$(count "$old")" -eq "$before"
check 'confirmed once, it goes on' user_old --clock-confirmed
check 'by one entry more' test "$(count "$old")" -eq $((before + 2))
check 'and is asked no more' user_old
check 'the entry is there' sh -c "grep -aq clock_confirmed '$old/book.db'"

# ---- secrets ------------------------------------------------------------------------
recovery=$("$OCOP_POS" init --book "$room/new" --site-name Thử --operator-name Thử | sed -n 's/^    \([0-9A-Z-]*\)$/\1/p')
copy=$("$OCOP_POS" backup --book "$room/new" --to "$room/copies" | head -n 1)
check 'no recovery key in an argument' refuses 2 'không có tùy chọn' "$OCOP_POS" restore --from "$copy" --book "$room/again" --recovery x </dev/null
check 'one that is not typed' refuses 2 'recovery' "$OCOP_POS" restore --from "$copy" --book "$room/again" </dev/null
check 'from standard input' sh -c "printf '%s\n' '$recovery' | '$OCOP_POS' restore --from '$copy' --book '$room/again'"
printf '%s\n' "$recovery" >"$room/paper"
check 'from a file' "$OCOP_POS" restore --from "$copy" --book "$room/third" --recovery-file "$room/paper"
check 'from a file that is not there' refuses 8 'recovery-file' "$OCOP_POS" restore --from "$copy" --book "$room/fourth" --recovery-file "$room/nothing"

# ---- the pepper ---------------------------------------------------------------------
serve_fails() { timeout 20 "$OCOP_POS" serve --book "$book" --port 0 --usb no --socket "$room/s"; }
cp "$book.pepper" "$room/pepper"
head -c 17 "$room/pepper" >"$book.pepper"
check 'a torn pepper is noticed' refuses 5 '--reset-pins' serve_fails
check 'and by user' refuses 5 '--reset-pins' sh -c "printf '2468\n\n' | '$OCOP_POS' user --book '$book' --login lan --name Lan --role cashier"
check 'it is left as it was' test "$(wc -c <"$book.pepper")" -eq 17
rm "$book.pepper"
check 'a lost one is not made anew' refuses 4 '--reset-pins' serve_fails
check 'still lost' test ! -e "$book.pepper"
cp "$room/pepper" "$book.pepper"
daemon_start --usb no || exit 1
check 'put back, PINs hold' says '"login":"ban"' ask POST /session '{"login":"ban","pin":"1379"}'
check 'no reset beside a daemon' refuses 7 'dừng' sh -c "printf '2468\n\n' | '$OCOP_POS' user --book '$book' --socket '$room/s' --login lan --name Lan --role cashier --reset-pins"
daemon_stop
check 'no reset for a PIN that is none' refuses 2 'chữ số' sh -c "printf '12\n\n' | '$OCOP_POS' user --book '$book' --login lan --name Lan --role admin --reset-pins"
check 'nor for nobody' refuses 2 'mật khẩu' sh -c "printf '\n\n' | '$OCOP_POS' user --book '$book' --login lan --name Lan --role admin --reset-pins"
check 'PINs are as they were' cmp "$room/pepper" "$book.pepper"
printf torn >"$book.pepper"
check 'PINs are set anew' sh -c "printf '2468\n\n' | '$OCOP_POS' user --book '$book' --login lan --name Lan --role admin --reset-pins"

# ---- marks --------------------------------------------------------------------------
health() { ask GET /health | sed "s/.*\"$1\":{\([^}]*\)}.*/\1/"; }
daemon_start --usb no || exit 1
check 'whose was set signs in' says '"login":"lan"' ask POST /session '{"login":"lan","pin":"2468"}'
check 'nobody else does' says '"status":403' ask POST /session '{"login":"ban","pin":"1379"}'
till=$(ask GET /session | sed 's/.*"tills":\[{"code":"Q1","id":"\([^"]*\).*/\1/')
check 'the sample has a parked ticket' says 'Chị Hạnh' ask GET "/carts?till_id=$till"
check 'no backup yet' says '"state":"look"' health backup
check 'no proof yet' says 'ocop-pos verify' health verify
check 'a backup beside the daemon' "$OCOP_POS" backup --book "$book" --to "$room/copies" --socket "$room/s"
check 'is on the health page' says '"state":"good"' health backup
check 'a quick look is no proof' "$OCOP_POS" verify --book "$book" --socket "$room/s" --quick
check 'so it is not there' says '"state":"look"' health verify
daemon_stop
check 'a proof without the daemon' "$OCOP_POS" verify --book "$book"
daemon_start --usb no || exit 1
check 'is on the health page as well' says '"state":"good"' health verify
daemon_stop

# ---- copies -------------------------------------------------------------------------
copy=$(find "$room/copies" -name 'ocop-SR1-*.db' | sort | tail -n 1)
find "$room/copies" -name 'ocop-SR1-*.db' ! -path "$copy" -delete # of another book of this site code, which would stay
for day in 01 02; do cp "$copy" "$room/copies/ocop-SR1-202001$day-000000.db"; done
touch "$room/copies/ocop-SR1-20200103-000000.db" "$room/copies/ocop-SR2-20200101-000000.db" "$room/copies/note.txt"
check 'old copies go' says 'giữ 2 bản' "$OCOP_POS" backup --book "$book" --to "$room/copies" --keep 2
check 'what is no copy of this book is not taken' rm "$room/copies/ocop-SR1-20200103-000000.db"
check 'two stay' test "$(find "$room/copies" -name 'ocop-SR1-*.db' | wc -l)" -eq 2
check 'and nothing beside them' test "$(ls "$room/copies" | wc -l)" -eq 4
check 'the newest' test ! -e "$room/copies/ocop-SR1-20200102-000000.db"
check 'and what is not of this site' test -e "$room/copies/ocop-SR2-20200101-000000.db" -a -e "$room/copies/note.txt"
check 'a number it must be' refuses 2 '--keep' "$OCOP_POS" backup --book "$book" --to "$room/copies" --keep 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
