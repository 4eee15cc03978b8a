# The pages hold together: every file is used, every reference exists, nothing points outside, every sentence stands
# in both languages and is shown somewhere, every icon is used, locks carry no download addresses. Run from the top.
web=src/web
failed=0
say() { echo "links: $*"; failed=1; }
sources=$(find $web -name node_modules -prune -o \( -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.json' \) ! -name package-lock.json -print | sort)
code=$(echo "$sources" | grep -E '\.tsx?$')

# Imports: each leads to a file; each file but a page's entry is imported.
used=$(mktemp)
keys=$(mktemp)
trap 'rm -f "$used" "$keys"' EXIT
for file in $code $(echo "$sources" | grep '\.css$'); do
	sed -n "s/.*from '\(\.[^']*\)'.*/\1/p; s/^import '\(\.[^']*\)'.*/\1/p; s/^@import \"\(\.[^\"]*\)\".*/\1/p" "$file" | while read -r to; do
		path=$(realpath -m --relative-to=. "$(dirname "$file")/$to")
		for ending in '' .ts .tsx; do [ -f "$path$ending" ] && echo "$path$ending" && continue 2; done
		echo "MISSING $file imports $to"
	done
done > "$used"
grep '^MISSING' "$used" && failed=1
for file in $code $(echo "$sources" | grep '\.css$'); do
	page=$(basename "$(dirname "$file")")
	case $(basename "$file") in "$page.tsx" | "$page.css") [ -f "$web/$page.html" ] && continue ;; esac
	grep -qxF "$file" "$used" || say "$file is used by nothing"
done
for html in $web/*.html; do
	page=$(basename "$html" .html)
	[ -f "$web/$page/$page.tsx" ] && [ -f "$web/$page/$page.css" ] || say "$html has no $page/$page.tsx or .css"
	grep -qE "^WEB_PAGES :=.*\b$page\b" $web/web.mk || say "$html is not in WEB_PAGES"
	grep -nE '<(script|style)[^>]*>[^<]|[[:space:]](style|on[a-z]+)=' "$html" && say "$html: script or style inside the page"
done

# Nothing points outside (an XML namespace is a name, no address).
grep -nE '(https?:)?//[a-z0-9.-]+\.[a-z]{2,}' $sources | grep -v 'www\.w3\.org/2000/svg' && say 'an address outside'

# Sentences and icons. A sentence may be named by a value: wordOf('role', value) shows role.*, t(`order.state_${state}`) order.state_*
grep -ohE '[tw]\(`[a-z_]+\.[a-z_]*\$' $code | sed 's/^[tw](`//; s/\$$//' | sort -u > "$keys.begun"
is_begun() { while read -r begun; do case $1 in "$begun"*) return 0 ;; esac; done < "$keys.begun"; return 1; }
for words in $web $web/office; do
	for language in vi en; do sed -n 's/^\t"\([^"]*\)": ".*/\1/p' $words/words.$language.json | sort > "$keys.$language"; done
	diff "$keys.vi" "$keys.en" || say "words.vi.json and words.en.json in $words differ in their keys"
	for key in $(cat "$keys.vi"); do
		grep -qF "'$key'" $code || grep -qE "(wordOf|options|words)\('${key%%.*}'" $code || is_begun "$key" || say "sentence $key is shown nowhere"
	done
	for language in vi en; do
		grep -n '": ""' $words/words.$language.json && say "an empty sentence in $words/words.$language.json"
	done
done
rm -f "$keys.vi" "$keys.en" "$keys.begun"
for icon in $(sed -n '/\[/,/\] as const/p' $web/lib/icons.ts | grep -oE "'[a-z0-9-]+'" | tr -d "'"); do
	[ "$(cat $code | grep -oE "['\"]$icon['\"]" | wc -l)" -ge 2 ] || say "icon $icon is used nowhere"
done
grep -n '"resolved"' $web/package-lock.json tests/web/package-lock.json && say 'a lock with download addresses'

# What is built is what is served: addresses in the built pages exist.
if [ -d build/web ]; then
	for file in build/web/*.html build/web/*.css; do
		for to in $(grep -oE '(href|src)="/[^"?]*|url\("?/[^")?]*' "$file" | sed 's/.*[("]\///; s/^url(\///'); do
			[ -f "build/web/$to" ] || say "$file points to /$to"
		done
	done
fi
[ $failed -eq 0 ] && echo 'links: ok'
exit $failed
