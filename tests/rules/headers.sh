# Each header compiles alone: sh headers.sh CC "FLAGS"
cc=$1
flags=$2
bad=0
count=0
for header in $(git ls-files 'include/*.h' 'src/*.h' 'drivers/*.h' 'receipts/*.h'); do
	$cc $flags -fsyntax-only -x c "$header" 2>/tmp/header.$$ || { echo "headers: $header does not stand alone"; head -n 3 /tmp/header.$$; bad=1; }
	count=$((count + 1))
done
rm -f /tmp/header.$$
[ $bad = 0 ] && echo "headers: $count stand alone"
exit $bad
