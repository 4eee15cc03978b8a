# The floor of arithmetic asks the system for nothing: sh pure.sh build/debug
# Undefined symbols of calc, and of the base objects it pulls in, less what these define themselves, less the list below.
B=$1
pure_base="err arena text day id hash"
objects=$(ls "$B"/src/calc/*.o)
for name in $pure_base; do objects="$objects $B/src/base/$name.o"; done
# Memory, text and plain arithmetic of libc; the libraries that are pure themselves (libcrypto's SHA-256, utf8proc).
allowed='^(mem(cpy|move|set|cmp|chr|mem|rchr)|str(len|cmp|ncmp|chr|rchr|str|spn|cspn|nlen|casecmp|ncasecmp|pbrk|dup)|v?snprintf|__(v)?snprintf_chk|__mem(cpy|set|move)_chk|__stack_chk_fail|__assert_fail|malloc|calloc|realloc|free|qsort|bsearch|abs|labs|llabs|__(u)?(div|mod)(ti|di)3|__mul[ot]i4|__ctype_b_loc|__ctype_tolower_loc|SHA256_(Init|Update|Final)|sodium_memzero|utf8proc_[a-zA-Z_]+|_GLOBAL_OFFSET_TABLE_|__(asan|ubsan|tsan|sanitizer|gcov|llvm)_[a-zA-Z0-9_]*)$'
nm -u $objects | awk '$1 == "U" || $1 == "w" { print $2 }' | sort -u > "$B/pure.wanted"
nm --defined-only $objects | awk 'NF == 3 { print $3 }' | sort -u > "$B/pure.defined"
left=$(comm -23 "$B/pure.wanted" "$B/pure.defined" | grep -Ev "$allowed")
if [ -n "$left" ]; then
	echo "pure: calc asks for what is not pure:"
	echo "$left"
	exit 1
fi
echo "pure: $(ls "$B"/src/calc/*.o | wc -l) objects ask for nothing"
