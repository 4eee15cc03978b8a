#!/bin/sh
# A cupsd of one's own for a test: no systemd, no root needed, nothing shared with the system's.
#   private_cupsd.sh make DIR    the folder and its settings
#   private_cupsd.sh run DIR     make, then become cupsd in the foreground (kill it by its pid)
#   private_cupsd.sh start DIR   make, run in the background, wait for its socket; pid in DIR/pid
#   private_cupsd.sh stop DIR    ends the one that start began
# Its socket is DIR/s: CUPS_SERVER=DIR/s. Queues are kept over a restart, as after a crash.
# DIR must be short (a socket's path holds 107 bytes) and, for root, reachable by user lp, who runs the backends.
# Backends: ipp, socket, and capture (capture_backend.sh): lpadmin -p NAME -E -v capture:DIR/out -m raw
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command=$1
mkdir -p "$2"
D=$(cd "$2" && pwd)

make_it() {
	mkdir -p "$D/etc/ppd" "$D/spool/tmp" "$D/cache/rss" "$D/state/certs" "$D/log" "$D/bin/backend" "$D/out"
	# ServerBin of our own: the system's programs and one more backend.
	for folder in filter cgi-bin daemon driver monitor notifier; do ln -sfn "/usr/lib/cups/$folder" "$D/bin/$folder"; done
	for backend in ipp socket; do ln -sf "/usr/lib/cups/backend/$backend" "$D/bin/backend/$backend"; done
	install -m 755 "$here/capture_backend.sh" "$D/bin/backend/capture"
	user=$(id -un)
	group=$(id -gn)
	admin=$group
	if [ "$(id -u)" = 0 ]; then
		user=lp
		group=lp
		chmod 755 "$D"
		chown -R lp:lp "$D/out" "$D/spool/tmp"
	fi
	# Printcap without a value, or cupsd writes /run/cups/printcap.
	cat > "$D/etc/cups-files.conf" <<X
ServerRoot $D/etc
ServerBin $D/bin
DataDir /usr/share/cups
DocumentRoot /usr/share/cups/doc-root
RequestRoot $D/spool
TempDir $D/spool/tmp
CacheDir $D/cache
StateDir $D/state
AccessLog $D/log/access
ErrorLog $D/log/error
PageLog $D/log/page
User $user
Group $group
SystemGroup $admin
LogFilePerm 0644
ConfigFilePerm 0644
CreateSelfSignedCerts no
Printcap
X
	# Jobs as in Debian's own cupsd.conf: names of other people's jobs are hidden, only the owner cancels.
	# Administration is open, so that the test may be anyone.
	cat > "$D/etc/cupsd.conf" <<X
Listen $D/s
ServerName localhost
LogLevel info
MaxLogSize 0
PageLogFormat
Browsing Off
BrowseLocalProtocols none
WebInterface No
DefaultAuthType None
DefaultEncryption Never
HostNameLookups Off
IdleExitTimeout 0
DirtyCleanInterval 0
JobKillDelay 2
JobRetryInterval 1
JobRetryLimit 20
ErrorPolicy retry-job
PreserveJobHistory Yes
PreserveJobFiles No
MaxJobs 500
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Send-Document Hold-Job Release-Job Restart-Job Cancel-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
X
	[ -e "$D/etc/printers.conf" ] || : > "$D/etc/printers.conf"
	rm -f "$D/s"
}

answers() { [ -S "$D/s" ] && CUPS_SERVER="$D/s" lpstat -r 2>/dev/null | grep -q 'is running'; }

case $command in
make) make_it ;;
run)
	make_it
	exec /usr/sbin/cupsd -f -c "$D/etc/cupsd.conf" -s "$D/etc/cups-files.conf"
	;;
start)
	make_it
	setsid /usr/sbin/cupsd -f -c "$D/etc/cupsd.conf" -s "$D/etc/cups-files.conf" > "$D/log/stderr" 2>&1 < /dev/null &
	echo $! > "$D/pid"
	tries=0
	until answers; do
		tries=$((tries + 1))
		if [ $tries -gt 600 ] || ! kill -0 "$(cat "$D/pid")" 2>/dev/null; then
			cat "$D/log/stderr" "$D/log/error" >&2
			exit 1
		fi
		sleep 0.02
	done
	;;
stop)
	[ -f "$D/pid" ] || exit 0
	pid=$(cat "$D/pid")
	kill "$pid" 2>/dev/null || exit 0
	tries=0
	while kill -0 "$pid" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || kill -9 "$pid"
		sleep 0.02
	done
	;;
*)
	echo "private_cupsd.sh make|run|start|stop DIR" >&2
	exit 2
	;;
esac
