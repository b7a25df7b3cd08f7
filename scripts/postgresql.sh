# Read by ./test: a PostgreSQL of our own for as long as the tests last, in a temporary folder, on a socket that only we know.
# shellcheck shell=sh

postgresql_folder=

find_postgresql() {
    for server in "$(command -v postgres)" /usr/lib/postgresql/*/bin/postgres; do
        [ -x "$server" ] && postgresql_bin=$(dirname "$server")
    done
    [ -n "${postgresql_bin-}" ]
}

# Debian's package starts a server of its own after installation, which nobody asked for here.
install_postgresql() {
    say "Installing PostgreSQL for the tests."
    debian_install postgresql-common || return 1
    quiet=/etc/postgresql-common/createcluster.d/hometeam-tests.conf
    as_root sh -c "mkdir -p ${quiet%/*} && echo 'create_main_cluster = false' >$quiet"
    debian_install postgresql
    installed=$?
    as_root rm -f "$quiet"
    return $installed
}

# PostgreSQL refuses to run as root.
as_nobody_special() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}

have_postgresql() { find_postgresql || { install_postgresql && find_postgresql; }; }

start_postgresql() {
    postgresql_folder=$(mktemp -d) || return 1
    [ "$(id -u)" = 0 ] && chown nobody:nogroup "$postgresql_folder"
    options="-c listen_addresses= -c unix_socket_directories=$postgresql_folder -c fsync=off -c synchronous_commit=off"
    (
        cd "$postgresql_folder" &&
            as_nobody_special "$postgresql_bin/initdb" -D data -A trust -U hometeam -E UTF8 --locale=C.UTF-8 &&
            as_nobody_special "$postgresql_bin/pg_ctl" -D data -w -l log -o "$options -c full_page_writes=off" start
    ) </dev/null >.cache/postgresql.log 2>&1 || { tail -n 5 .cache/postgresql.log; return 1; }
    postgresql_url="postgresql://hometeam@/postgres?host=$postgresql_folder"
}

stop_postgresql() {
    [ -n "$postgresql_folder" ] || return 0
    (cd "$postgresql_folder" && as_nobody_special "$postgresql_bin/pg_ctl" -D data -m immediate stop) >/dev/null 2>&1
    rm -rf "$postgresql_folder"
    postgresql_folder=
}
