# A floor includes only itself and those below; calc only the pure part of base; system headers by floor. Reads floors.txt.
cd "$(dirname "$0")/../.." || exit 1
bad=0
say() { echo "floors: $1"; bad=1; }
for file in $(git ls-files '*.c' '*.h' | grep -v '^tests/'); do
	may=$(awk -v f="$file" '$1 !~ /^#/ && NF > 1 && index(f, $1) == 1 { $1 = ""; print; exit }' tests/rules/floors.txt)
	[ -n "$may" ] || { say "$file lies on no floor"; continue; }
	for name in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
		case "$name" in */*) ;; *) [ -f "$(dirname "$file")/$name" ] || say "$file includes $name, which is not beside it"; continue ;; esac
		ok=0
		for prefix in $may; do case "$name" in "$prefix"*) ok=1 ;; esac; done
		[ $ok = 1 ] || say "$file may not include $name"
	done
	case "$file" in
	src/calc/*|include/calc/*)
		for name in $(sed -n 's/^#include "\(base\/[^"]*\)".*/\1/p' "$file"); do
			case "$name" in base/err.h|base/arena.h|base/text.h|base/day.h|base/id.h|base/hash.h) ;; *) say "$file is pure and may not include $name" ;; esac
		done ;;
	esac
	# Libraries stay on the floor that keeps them.
	for name in $(sed -n 's/^#include <\([^>]*\)>.*/\1/p' "$file"); do
		case "$name" in
		sqlite3.h|libpq-fe.h) case "$file" in src/store/*) ;; *) say "$file may not include <$name>: the store keeps the engines" ;; esac ;;
		event2/*) case "$file" in src/app/*|src/device/*|include/device/*) ;; *) say "$file may not include <$name>" ;; esac ;;
		libusb*) case "$file" in src/device/*|drivers/*|include/device/*) ;; *) say "$file may not include <$name>" ;; esac ;;
		cups/*) case "$file" in drivers/printer/*) ;; *) say "$file may not include <$name>" ;; esac ;;
		pango/*|cairo*|zint.h|fontconfig/*) case "$file" in receipts/*) ;; *) say "$file may not include <$name>" ;; esac ;;
		esac
	done
done
[ $bad = 0 ] && echo "floors: whole"
exit $bad
