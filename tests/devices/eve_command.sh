#!/bin/sh
# What ippeveprinter runs for each document (-c): says that paper is out while the file "empty" lies beside it.
d=$(dirname "$1")
said=
while [ -e "$d/empty" ]; do
	[ -n "$said" ] || echo 'STATE: +media-empty-error' >&2
	said=1
	sleep 0.05
done
[ -z "$said" ] || echo 'STATE: -media-empty-error' >&2
echo 'ATTR: job-impressions=1 job-impressions-completed=1' >&2
exit 0
