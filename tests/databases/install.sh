#!/bin/sh
# Provides the databases that tests/databases reads, below build/databases: PostgreSQL 12 to 18 as npm packages (pinned,
# for x86-64), MariaDB of Debian (only unpacked, so that no service starts), each with an empty cluster to copy, and a venv
# with the drivers. Quick when everything is there. Needs Debian and python3-venv; a C compiler and python3-dev for
# mysqlclient, which is left out without them.

set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
databases=$here/../../build/databases
mkdir -p "$databases"
databases=$(cd "$databases" && pwd)

# Whether the part was made from these files as they are now; `done_with` says that it was.
made_from() {
    part=$1
    shift
    cat "$@" | sha256sum | cmp -s - "$databases/$part.made"
}

done_with() {
    part=$1
    shift
    cat "$@" | sha256sum >"$databases/$part.made"
}

if ! made_from venv "$here/requirements.txt"; then
    rm -rf "$databases/venv"
    "${PYTHON:-python3}" -m venv "$databases/venv"
    "$databases/venv/bin/python" -m pip install --quiet --requirement "$here/requirements.txt"
    done_with venv "$here/requirements.txt"
fi

# PostgreSQL refuses root; in a user namespace root is somebody else, and its files are its own.
unprivileged() {
    if [ "$(id -u)" -eq 0 ]; then
        unshare --user --map-user=1000 "$@"
    else
        "$@"
    fi
}

if ! made_from postgresql "$here/package.json" "$here/package-lock.json" "$here/links.py"; then
    rm -rf "$databases/postgresql" "$databases/clusters"
    mkdir "$databases/postgresql" "$databases/clusters"
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$databases/postgresql"
    # No package's script is run; the only one makes symbolic links.
    (cd "$databases/postgresql" && PATH="$databases/venv/bin:$PATH" npm ci --ignore-scripts --silent >/dev/null)
    for package in "$databases"/postgresql/node_modules/postgresql-*; do
        "$databases/venv/bin/python" "$here/links.py" "$package"
        chmod +x "$package"/native/bin/*
        unprivileged "$package/native/bin/initdb" --username postgres --auth trust --encoding UTF8 --no-locale \
            --no-sync --pgdata "$databases/clusters/${package##*/}" >"$databases/initdb.log" 2>&1
    done
    done_with postgresql "$here/package.json" "$here/package-lock.json" "$here/links.py"
fi

# Debian's packages, unpacked into that folder.
unpack() {
    folder=$1
    shift
    (
        cd "$folder"
        # apt drops privileges for downloads where it can, and warns where the folder forbids it.
        apt-get -q -o APT::Sandbox::User=root download "$@" >/dev/null
        for package in *.deb; do
            dpkg -x "$package" .
        done
        rm -- *.deb
    )
}

unpack_mariadb() {
    rm -rf "$databases/mariadb.part"
    mkdir -p "$databases/mariadb.part/cluster"
    unpack "$databases/mariadb.part" mariadb-server-core liburing2 libnuma1
    share=$databases/mariadb.part/usr/share/mysql
    {
        printf "%s\n" "CREATE DATABASE mysql;" "USE mysql;"
        cat "$share/mysql_system_tables.sql" "$share/mysql_performance_tables.sql" "$share/mysql_system_tables_data.sql"
        echo "CREATE DATABASE test;"
    } | LD_LIBRARY_PATH=$(echo "$databases"/mariadb.part/usr/lib/*-linux-gnu) \
        "$databases/mariadb.part/usr/sbin/mariadbd" --no-defaults --bootstrap --user="$(id -un)" \
        --datadir="$databases/mariadb.part/cluster" --lc-messages-dir="$share" >"$databases/bootstrap.log" 2>&1
}

if ! [ -x "$databases/mariadb/usr/sbin/mariadbd" ]; then
    # The lists may be missing or too old for the archive; then they are fetched.
    unpack_mariadb 2>/dev/null || {
        apt-get -q -o DPkg::Lock::Timeout=300 update >/dev/null
        unpack_mariadb
    }
    mv "$databases/mariadb.part" "$databases/mariadb"
fi

# There are no wheels of mysqlclient: it is built against Debian's library, which is only unpacked too.
# The wheel is not kept: it knows this folder as that of the library.
build_mysqlclient() {
    library=$databases/libmariadb
    rm -rf "$library"
    mkdir "$library"
    unpack "$library" libmariadb3 libmariadb-dev
    objects=$(echo "$library"/usr/lib/*-linux-gnu)
    MYSQLCLIENT_CFLAGS="-I$library/usr/include/mariadb" \
        MYSQLCLIENT_LDFLAGS="-L$objects -lmariadb -Wl,-rpath,$objects" \
        "$databases/venv/bin/python" -m pip install --quiet --no-cache-dir --no-binary mysqlclient mysqlclient==2.2.7 &&
        "$databases/venv/bin/python" -c "import MySQLdb"
}

if ! made_from mysqlclient "$here/requirements.txt"; then
    if build_mysqlclient >"$databases/mysqlclient.log" 2>&1; then
        done_with mysqlclient "$here/requirements.txt"
    else
        echo "mysqlclient cannot be built ($databases/mysqlclient.log); its tests are skipped" >&2
    fi
fi
