# The accountant's commands on the sample: drafts, closings, an independent recount of the files, verify, backup, restore, rebuild.
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/ocop-settle.XXXXXX")
trap 'rm -rf "$folder"' EXIT
book=$folder/book
fail() { echo "FAIL: $*"; exit 1; }

# Up to yesterday in Viet Nam: a book whose last entry is old asks for its clock first.
day=$(TZ=UTC-7 date -d yesterday +%F)
"$OCOP_POS" sample --book "$book" --seed 5 --days 40 --until "$day" >/dev/null

# Drafts change nothing, and leave four files a contract.
"$OCOP_POS" settle --book "$book" --all --to "$day" --draft --out "$folder/draft" >"$folder/said" || true
"$OCOP_POS" verify --book "$book" --quick >"$folder/before"
[ "$(grep -c 'bản thảo' "$folder/said")" -ge 2 ] || fail "the sample leaves two periods to close: $(cat "$folder/said")"
"$OCOP_POS" export lots --book "$book" 2>/dev/null >"$folder/lots"
grep -q 'QUAHAN.*;-3;' "$folder/lots" && grep -q 'SAPHET.*;4;' "$folder/lots" || fail "no expired lot and none about to"
"$OCOP_POS" export certificates --book "$book" 2>/dev/null | grep -q MẪU || fail "no certificate about to lapse"
number=$(sed -n 's/^\([^ ]*\) số .*(bản thảo).*/\1/p' "$folder/said" | head -n 1)
[ -z "$number" ] || [ "$(find "$folder/draft" -name '*.pdf' | wc -l)" -ge 1 ] || fail "no paper of a draft"

# Forced to yesterday, whatever period the contracts have; a second time it is closed already.
contracts=$("$OCOP_POS" settle --book "$book" --all --to "$day" --out "$folder/out" | sed -n 's/^\([^ ]*\) số .*/\1/p' | sort -u)
closed=0
for contract in 43/HĐKG 01/HĐKG 02/HĐKG 03/HĐKG $contracts; do
	if "$OCOP_POS" settle --book "$book" --contract "$contract" --to "$day" --force "thử chốt sớm" --out "$folder/out" >"$folder/said" 2>&1; then
		closed=$((closed + 1))
		! "$OCOP_POS" settle --book "$book" --contract "$contract" --to "$day" --force "thử chốt sớm" >/dev/null 2>&1 || fail "$contract closed twice"
	fi
done
[ "$closed" -gt 0 ] || fail "nothing could be closed"

# A recount from the lines alone: what the sold lines add up to is what the form says.
for lines in "$folder"/out/*_dong.csv; do
	form=${lines%_dong.csv}.csv
	# Texts out of the way first: a name may hold a comma.
	counted=$(sed '1d;s/\r$//;s/"[^"]*"/q/g' "$lines" | awk -F, '{ due += $16; made += $17 + $18 + $19 } END { if (due != made) print "parts"; else print due + 0 }')
	said=$(sed -n 's/\r$//;s/^,"Cộng",*\(-\{0,1\}[0-9]*\),$/\1/p' "$form")
	[ "$counted" = "$said" ] || fail "$form: lines come to $counted, the form says $said"
	[ "$(head -c 5 "${form%.csv}.pdf")" = "%PDF-" ] || fail "no PDF beside $form"
	[ "$(head -c 2 "${form%.csv}.xlsx")" = "PK" ] || fail "no XLSX beside $form"
done

"$OCOP_POS" verify --book "$book" >"$folder/said" || { cat "$folder/said"; fail "verify"; }
head=$(sed -n 's/.*, \([0-9a-f]\{64\}\)$/\1/p' "$folder/said")
"$OCOP_POS" verify --book "$book" --quick --head "$head" >/dev/null || fail "its own head is not found"
! "$OCOP_POS" verify --book "$book" --quick --head "$(echo "$head" | tr 0-9 1-90)" >/dev/null || fail "a foreign head is found"

mkdir "$folder/copies"
copy=$("$OCOP_POS" backup --book "$book" --to "$folder/copies" | head -n 1)
[ -f "$copy" ] || fail "no backup"
"$OCOP_POS" restore --from "$copy" --book "$folder/again" --key "$book.key" >/dev/null || fail "restore"
"$OCOP_POS" verify --book "$folder/again" >"$folder/said" || { cat "$folder/said"; fail "verify after restore"; }
grep -q 'kỳ sổ 2' "$folder/said" || fail "no next epoch"
! echo 0000-0000 | "$OCOP_POS" restore --from "$copy" --book "$folder/third" >/dev/null 2>&1 || fail "a recovery key of nothing was taken"
[ ! -e "$folder/third" ] || fail "a refused restore left a folder"
"$OCOP_POS" rebuild --book "$folder/again" --replace >/dev/null || fail "rebuild"
"$OCOP_POS" verify --book "$folder/again" --quick >/dev/null || fail "verify after rebuild"
echo "1 passed, 0 failed"
