# Calls and words that do not enter the house, each with a better one. Code only; tests may use what they like of the second list.
cd "$(dirname "$0")/../.." || exit 1
bad=0
try() { # pattern, why, files…
	pattern=$1
	why=$2
	shift 2
	found=$(git grep -nE "$pattern" -- "$@" ':!tests/rules' ':!tests/cases' | grep -vE '^[^:]*:[0-9]+:\s*(\*|/\*|--)' | head -n 5)
	[ -z "$found" ] || { echo "banned: $why"; echo "$found"; bad=1; }
}
C="src/*.c src/*.h include/*.h drivers/*.c drivers/*.h receipts/*.c"
try '\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|strncpy|strncat)\(' 'use snprintf, struct buf or the arena' $C
try '\b(atoi|atol|atof|strtod|strtof)\(' 'use text_read_i64; no floating money' $C
try '\b(system|popen|rand|srand|random|drand48|tmpnam|mktemp|alloca)\(' 'not in this house' $C
try '\b(localtime|gmtime|ctime|asctime|mktime|strftime)\(' 'use base/day: Viet Nam has one offset' $C
try '\b(time|gettimeofday|clock_gettime)\(' 'ask base/clock' 'src/store/*.c' 'src/shop/*.c' 'src/calc/*.c' 'src/device/*.c'
try 'OR REPLACE|SELECT \*' 'names its columns; OR REPLACE deletes behind the rails' 'src/*.c' 'src/*.sql'
try '\b(TODO|FIXME|XXX|HACK)\b' 'finish it, or write NEEDS: with what would settle it' $C 'src/*.ts' 'src/*.tsx' 'src/*.css' 'src/*.sql'
try '(resolved": *"http|registry\.npmjs|deb\.debian\.org)' 'no address of a registry' .
[ $bad = 0 ] && echo "banned: none"
exit $bad
