# The manual page and the example settings say what the program says: every command, every option of its help, every setting.
: "${OCOP_POS:?}"
page=packaging/man/ocop-pos.1
passed=0
failed=0
words=$(sed 's/\\-/-/g; s/\\f[A-Z]//g' "$page" | tr -c 'a-zA-Z0-9_-' '\n' | sort -u)
has() { # what, word
	if echo "$words" | grep -qxF -e "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: $page does not say $1 $2"; fi
}
"$OCOP_POS" --help >/dev/null || { failed=$((failed + 1)); echo "FAIL: --help is no success"; }
for command in $("$OCOP_POS" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	has command "$command"
	for option in $("$OCOP_POS" "$command" --help | head -n 1 | grep -oE -e '--[a-z-]+'); do has "option of $command" "$option"; done
done
for setting in $("$OCOP_POS" serve --print-settings | sed -n 's/^#\([a-z_]*\) = .*/\1/p'); do has setting "$setting"; done
# Every exit code a command may give has a paragraph; what the daemon reads of its command line is told as settings.
for code in 0 1 2 3 4 5 6 7 8 9; do
	if sed -n '/^.SH EXIT/,/^.SH FILES/p' "$page" | grep -qx ".B $code"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: $page does not say exit code $code"; fi
done
# Each command has a paragraph of its own that names each of its options, and none that it has not.
for command in $("$OCOP_POS" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	own=$(sed -n '/^.SH COMMANDS/,/^.SH SETTINGS/p' "$page" | sed -n "/^.BI* \"*$command\( \|\$\)/,/^.TP/p" | sed 's/\\-/-/g' | grep -oE -e '--[a-z-]*[a-z]' | sort -u)
	[ "$command" = serve ] || [ "$command" = debug ] || for option in $own; do
		if "$OCOP_POS" help "$command" | head -n 1 | grep -qF -e "$option"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: $command has no $option, $page says"; fi
	done
	[ "$command" = serve ] || [ "$command" = debug ] || for option in $("$OCOP_POS" help "$command" | head -n 1 | grep -oE -e '--[a-z-]+'); do
		if echo "$own" | grep -qxF -e "$option"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: the paragraph of $command does not say $option"; fi
	done
done
# Only its book is missing.
said=$("$OCOP_POS" serve --config packaging/examples/ocop-pos.conf --book /nonexistent/book 2>&1)
if [ $? -eq 4 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: packaging/examples/ocop-pos.conf: $said"; fi
# Words that are none, and commands that are none.
for wrong in verkaufen --verify; do
	"$OCOP_POS" "$wrong" >/dev/null 2>&1
	if [ $? -eq 2 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL: $wrong is taken for a command"; fi
done
if command -v man >/dev/null && [ -n "$(LC_ALL=C.UTF-8 man --warnings -l "$page" 2>&1 >/dev/null)" ]; then failed=$((failed + 1)); echo "FAIL: $page does not render clean"; else passed=$((passed + 1)); fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
