#!/bin/sh
# Runs a command that wants Avahi on a D-Bus system bus (ippeveprinter does, even when told not to announce):
#   avahi_lo.sh DIR COMMAND [ARGUMENT…]
# Both daemons are private: the bus at DIR/bus, Avahi on the loopback only and, where a mount namespace can be
# had, with a /run/avahi-daemon of its own, so that neither the system's nor another test's is in the way.
# All end when the command ends or this script gets SIGTERM.
set -eu
if [ -z "${AVAHI_LO_INSIDE:-}" ]; then
	export AVAHI_LO_INSIDE=1
	mkdir -p /run/avahi-daemon 2>/dev/null || true
	# Where that folder is not there and may not be made, all of /run is made anew.
	for way in -m -rm; do
		for where in /run/avahi-daemon /run; do
			own="mount -t tmpfs none $where && mkdir -p /run/avahi-daemon"
			if unshare $way sh -c "$own" 2>/dev/null; then
				exec unshare $way sh -c "$own"' && exec sh "$@"' sh "$0" "$@"
			fi
		done
	done
fi
mkdir -p "$1"
D=$(cd "$1" && pwd)
shift
# Avahi gives its folder to the user avahi and looks whether that held. Where we are root of a name space of our own there is no such
# user but us: there, and only there, the name is ours.
if [ "$(id -u)" -eq 0 ] && ! chown avahi:avahi /run/avahi-daemon 2>/dev/null; then
	for list in passwd group; do
		sed 's/^avahi:\([^:]*\):[0-9]*:[0-9]*:/avahi:\1:0:0:/; s/^avahi:\([^:]*\):[0-9]*:\([^:0-9]*\)$/avahi:\1:0:\2/' "/etc/$list" > "$D/$list"
		mount --bind "$D/$list" "/etc/$list" 2>/dev/null || true
	done
fi
cat > "$D/bus.conf" <<X
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=$D/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>
X
cat > "$D/avahi.conf" <<X
[server]
host-name=ocop-test
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[publish]
publish-workstation=no
X
pids=
# Not by SIGTERM: Avahi 0.8 sometimes runs in circles for ever when its bus goes away while it ends.
finish() {
	trap - TERM INT EXIT
	for pid in $pids; do kill -9 "$pid" 2>/dev/null || true; done
	wait || true
	exit "${code:-1}"
}
trap finish TERM INT EXIT
dbus-daemon --config-file="$D/bus.conf" --nofork --nopidfile > "$D/bus.log" 2>&1 &
pids=$!
tries=0
until [ -S "$D/bus" ]; do
	tries=$((tries + 1))
	[ $tries -lt 500 ] || { cat "$D/bus.log" >&2; exit 1; }
	sleep 0.02
done
export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$D/bus"
avahi-daemon -f "$D/avahi.conf" --no-rlimits --no-chroot --no-drop-root > "$D/avahi.log" 2>&1 &
pids="$! $pids"
tries=0
until grep -q 'Server startup complete' "$D/avahi.log"; do
	tries=$((tries + 1))
	[ $tries -lt 1000 ] || { cat "$D/avahi.log" >&2; exit 1; }
	sleep 0.02
done
"$@" &
main=$!
pids="$main $pids"
code=0
wait $main || code=$?
finish
