# What machines say of the C: form, cppcheck, clang-tidy; and the list of the longest functions and files, for eyes.
cd "$(dirname "$0")/../.." || exit 1
bad=0
files=$(git ls-files 'src/*.c' 'src/*.h' 'include/*.h' 'drivers/*.c' 'drivers/*.h' 'receipts/*.c')
# Form: tabs, no blanks at a line's end, no line past 180 letters. Statements and tables are laid out by hand, as no
# formatter keeps them readable; .clang-format is for the rest, in an editor.
form=$( { grep -nE '[ 	]+$' $files; grep -nE '^ {8,}' $files; LC_ALL=C.UTF-8 grep -nE '^.{181,}' $files; } | head -n 10)
[ -z "$form" ] || { echo "lint: form"; echo "$form" | cut -c1-160; bad=1; }
cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr --suppressions-list=tests/rules/cppcheck.txt --enable=warning,portability \
	--include=tests/rules/cppcheck.h -D_GNU_SOURCE \
	-Iinclude -Isrc -j 2 $(git ls-files 'src/*.c' 'drivers/*.c' 'receipts/*.c') || { echo "lint: cppcheck"; bad=1; }
flags=$(pkg-config --cflags libevent sqlite3 libpq libusb-1.0 jansson libsodium pangocairo 2>/dev/null)
git ls-files 'src/*.c' 'drivers/*.c' 'receipts/*.c' | xargs -P 2 -n 12 sh -c 'clang-tidy --quiet "$@" -- -std=c11 -D_GNU_SOURCE -Iinclude -Isrc -Idrivers '"$flags"' 2>/dev/null' tidy > /tmp/tidy.$$ || true
if grep -qE 'error:' /tmp/tidy.$$; then echo "lint: clang-tidy"; grep -E 'error:' /tmp/tidy.$$ | sort -u | head -n 20; bad=1; fi
rm -f /tmp/tidy.$$
long=$(wc -l $(git ls-files 'src/*.c' 'drivers/*.c' 'receipts/*.c') | awk '$2 != "total" && $1 > 700 { print }')
[ -z "$long" ] || { echo "lint: files past 700 lines (two nouns in one room?)"; echo "$long"; bad=1; }
[ $bad = 0 ] && echo "lint: clean"
exit $bad
