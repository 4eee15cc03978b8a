#!/bin/sh
# A CUPS backend for tests: each print makes one more file DIR/NNNN.bin of the job's bytes. URI: capture:DIR
# The first line of DIR/mode: ok | empty | offline | hang (all three until it says something else)
#   fail N (backend exit codes: 1 failed, 4 stop the queue, 5 cancel) | slow SECONDS
if [ $# -eq 0 ]; then
	echo 'direct capture "Unknown" "Captures to files"'
	exit 0
fi
d=${DEVICE_URI#capture:}
trap 'exit 0' TERM
mode() { read -r mode word < "$d/mode" 2>/dev/null || mode=ok; }
mode
said=
while [ "$mode" = empty ] || [ "$mode" = offline ] || [ "$mode" = hang ]; do
	[ -d "$d" ] || exit 1
	case $mode in
	empty) reason=media-empty-error ;;
	offline) reason=offline-report ;;
	*) reason= ;;
	esac
	if [ "$said" != "$reason" ]; then
		[ -z "$said" ] || echo "STATE: -$said" >&2
		[ -z "$reason" ] || echo "STATE: +$reason" >&2
		[ -z "$reason" ] || echo "INFO: waiting: $reason" >&2
		said=$reason
	fi
	sleep 0.05
	mode
done
[ -z "$said" ] || echo "STATE: -$said" >&2
if [ "$mode" = fail ]; then
	echo 'ERROR: told to fail' >&2
	exit "${word:-1}"
fi
part="$d/.part.$$"
if [ -n "${6:-}" ]; then cat "$6" > "$part"; else cat > "$part"; fi
[ "$mode" != slow ] || sleep "${word:-1}"
# ln makes a name once: two prints never share a number.
number=1
until ln "$part" "$d/$(printf %04d $number).bin" 2>/dev/null; do number=$((number + 1)); done
rm -f "$part"
exit 0
