# verify, before and after one byte is changed in a row of each table. Sourced by test_main_job.sh.
check "verify passes" "$OCOP_POS" verify --book "$book"
sqlite3 "$book/book.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
mkdir -p "$room/flipped"
changed=0
# Name and key of each table of the journal and of what is worked out from it.
sed -n 's/^\t{ "\([a-z_]*\)", TABLE_\(JOURNAL\|WORKED_OUT\), [a-z]*, "\(.*\)" },/\1\t\3/p' src/shop/tables.c >"$room/tables"
while IFS="	" read -r table keys; do
	[ "$(rows "SELECT count(*) FROM $table")" -gt 0 ] || continue
	# What the book holds there, not what finds it, where a table has both.
	column=$(rows "SELECT name FROM pragma_table_info('$table') WHERE \"notnull\" = 1 OR pk > 0 ORDER BY name = 'bytes' DESC, pk > 0, cid DESC LIMIT 1")
	rm -f "$room"/flipped/*
	cp "$book/book.db" "$room/flipped/book.db"
	sqlite3 "$room/flipped/book.db" >"$room/flip.out" 2>&1 <<X
PRAGMA ignore_check_constraints = ON;
DROP TRIGGER IF EXISTS entry_no_update;
DROP TRIGGER IF EXISTS seal_no_update;
UPDATE $table SET $column = CASE typeof($column)
	WHEN 'text' THEN substr($column, 1, length($column) / 2) || CASE substr($column, length($column) / 2 + 1, 1) WHEN '1' THEN '2' ELSE '1' END || substr($column, length($column) / 2 + 2)
	WHEN 'blob' THEN CAST(substr($column, 1, length($column) - 1) || CASE substr($column, -1) WHEN x'01' THEN x'02' ELSE x'01' END AS BLOB) WHEN 'integer' THEN $column + 1 END
WHERE ($keys) = (SELECT $keys FROM $table ORDER BY $keys LIMIT 1 OFFSET (SELECT count(*) / 2 FROM $table));
SELECT changes();
X
	check "one row of $table is changed" [ "$(tail -n 1 "$room/flip.out")" = 1 ]
	changed=$((changed + 1))
	"$OCOP_POS" verify --book "$room/flipped" >"$room/verify.out" 2>&1
	code=$?
	check "$table.$column with another byte: verify fails" [ $code -eq 1 ]
	case $table in entry | seal) where='bút toán [0-9]+ \(chuỗi 1\)' ;; *) where="bảng $table, dòng [0-9]+" ;; esac
	check "and says where: $table" grep -qE "$where" "$room/verify.out"
done <"$room/tables"
check "20 tables and more were tried" [ $changed -ge 20 ]
# Every row of the journal, one byte each, at a place of its own.
for key in $(rows "SELECT entry_key FROM entry"); do
	rm -f "$room"/flipped/*
	cp "$book/book.db" "$room/flipped/book.db"
	sqlite3 "$room/flipped/book.db" "DROP TRIGGER entry_no_update" "UPDATE entry SET bytes = substr(bytes, 1, $key * 37 % length(bytes)) ||
		CASE substr(bytes, $key * 37 % length(bytes) + 1, 1) WHEN '1' THEN '2' ELSE '1' END || substr(bytes, $key * 37 % length(bytes) + 2) WHERE entry_key = $key"
	"$OCOP_POS" verify --quick --book "$room/flipped" >"$room/verify.out" 2>&1
	code=$?
	check "entry $((key % 1099511627776)) with another byte: verify says so" [ $code -eq 1 ]
	check "and which it is" grep -q "bút toán $((key % 1099511627776)) (chuỗi 1)" "$room/verify.out"
done
