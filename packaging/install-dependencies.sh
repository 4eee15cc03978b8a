# Installs the packages of the given groups that are missing: sh packaging/install-dependencies.sh build run …
# Quick when nothing is missing; asks for root only to install.
list=packaging/dependencies.txt
installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null | sed -n 's/ installed$//p')
missing=
for group in "$@"; do
	while read -r of package command; do
		[ "$of" = "$group" ] || continue
		[ -n "$command" ] && command -v "$command" >/dev/null 2>&1 && continue
		echo "$installed" | grep -qxF "$package" || missing="$missing $package"
	done < "$list"
done
[ -z "$missing" ] && exit 0
echo "installing:$missing"
root=
[ "$(id -u)" = 0 ] || root=sudo
export DEBIAN_FRONTEND=noninteractive
# Packages that start a server are not to start it here: the tests run servers of their own.
$root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
