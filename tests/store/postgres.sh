# A private PostgreSQL for one run of the tests: sourced by tests/run.sh; by hand:
#	. tests/store/postgres.sh; postgres_start; build/debug/tests/store/test_stmt; postgres_stop
# It lives in a folder of its own, speaks through a Unix socket there and nowhere else, and never waits for the disk.
# postgres_start exports OCOP_TEST_POSTGRES, the conninfo of a superuser; one that is set already is used instead.

# PostgreSQL refuses to run as root: then as a user without rights.
postgres_as() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
	else
		setpriv --reuid="$postgres_user" --regid="$(id -g "$postgres_user")" --clear-groups env HOME="$postgres_home" LC_ALL=C.UTF-8 "$@"
	fi
}

postgres_start() {
	[ -z "${OCOP_TEST_POSTGRES:-}" ] || return 0
	postgres_bin=
	for folder in /usr/lib/postgresql/*/bin; do
		[ -x "$folder/initdb" ] && postgres_bin=$folder
	done
	[ -n "$postgres_bin" ] || { echo "postgres: no initdb under /usr/lib/postgresql"; return 1; }
	postgres_user=nobody
	id postgres >/dev/null 2>&1 && postgres_user=postgres
	postgres_home=$(mktemp -d "${TMPDIR:-/tmp}/ocop-postgres.XXXXXX") || return 1
	[ "$(id -u)" -ne 0 ] || chown "$postgres_user" "$postgres_home"
	postgres_as "$postgres_bin/initdb" --no-sync --no-instructions -A trust -U ocop -E UTF8 --locale=C.UTF-8 \
		-D "$postgres_home/data" >"$postgres_home.log" 2>&1 || { cat "$postgres_home.log"; postgres_stop; return 1; }
	postgres_as "$postgres_bin/postgres" -D "$postgres_home/data" -c listen_addresses= \
		-c unix_socket_directories="$postgres_home" -c fsync=off -c full_page_writes=off -c shared_buffers=32MB \
		-c max_connections=60 -c logging_collector=off -c autovacuum=off -c timezone=UTC >>"$postgres_home.log" 2>&1 </dev/null &
	postgres_job=$!
	tries=0
	until postgres_as "$postgres_bin/pg_isready" -q -h "$postgres_home" -d postgres -U ocop; do
		tries=$((tries + 1))
		if [ $tries -gt 200 ] || ! kill -0 "$postgres_job" 2>/dev/null; then
			cat "$postgres_home.log"
			postgres_stop
			return 1
		fi
		sleep 0.05
	done
	export OCOP_TEST_POSTGRES="host=$postgres_home dbname=postgres user=ocop"
}

postgres_stop() {
	# The job is the shell around the server; the server's own number is in its folder.
	if [ -n "${postgres_job:-}" ]; then
		[ ! -f "$postgres_home/data/postmaster.pid" ] || kill -INT "$(head -n 1 "$postgres_home/data/postmaster.pid")"
		wait "$postgres_job" 2>/dev/null
	fi
	[ -n "${postgres_home:-}" ] || return 0
	rm -rf "$postgres_home" "$postgres_home.log"
	unset postgres_job postgres_home OCOP_TEST_POSTGRES
}
