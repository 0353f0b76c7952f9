"""URLs of databases, and what is told of them; the connections themselves are tested in tests/databases."""

import os
import time

import pytest

from plimsoll.database_command import url_place
from plimsoll.database_live import Calls, advice
from plimsoll.database_url import DatabaseUrl, UrlError

SECRET = "s3cret/of#ours?"
QUOTED = "s3cret%2Fof%23ours%3F"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in ("PLIMSOLL_DATABASE_PASSWORD", "PGPASSWORD", "MYSQL_PWD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "text, parts, shown, name",
    [
        (
            f"postgresql+psycopg://app:{QUOTED}@db.example:5433/orders?sslmode=require",
            ("postgresql", "psycopg", "app", SECRET, "db.example", 5433, "orders", {"sslmode": "require"}),
            "postgresql://app@db.example:5433/orders",
            "orders",
        ),
        (
            # As some people write it: everything up to the @ is the password.
            f"mysql://app:{SECRET}@db.example",
            ("mysql", None, "app", SECRET, "db.example", None, "", {}),
            "mysql://app@db.example/",
            "db.example",
        ),
        (
            f"postgres://[::1]/orders?user=app&password={QUOTED}",
            ("postgresql", None, "", SECRET, "::1", None, "orders", {"user": "app"}),
            "postgresql://[::1]/orders",
            "orders",
        ),
        (
            "postgresql://%2Frun%2Fpostgresql/a%20b",
            ("postgresql", None, "", None, "/run/postgresql", None, "a b", {}),
            "postgresql://%2Frun%2Fpostgresql/a%20b",
            "a b",
        ),
        (
            "sqlite+pysqlite:////var/lib/orders.db",
            ("sqlite", "pysqlite", "", None, "", None, "/var/lib/orders.db", {}),
            "sqlite:////var/lib/orders.db",
            "orders.db",
        ),
    ],
)
def test_parts(text, parts, shown, name):
    url = DatabaseUrl(text)
    assert (url.system, url.driver, url.user, url.password, url.host, url.port, url.path, url.query) == parts
    assert (url.shown(), url.name) == (shown, name)
    for secret in (SECRET, QUOTED):
        assert secret not in url.shown() + url.name + repr(url)
        if url.password is not None and secret in (SECRET, url._secrets[0]):
            assert url.without_secrets(f"bad\n'{secret}'\x1b[31m in it") == "bad '***' [31m in it"
            assert url.without_secrets(f"bad {secret}@host") == "bad ***@host"


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"app:{SECRET}@db.example/orders",
        f"host=db.example password={SECRET}",
        f"postgresql://app:a@{SECRET}@db.example/orders",
        f"postgresql://app:{SECRET}@db.example:port/orders",
        # Read as port and path, as host and path, as host and query.
        "postgresql://app:12/p@s3cret@127.0.0.1:54399/orders",
        "postgresql://dom/app:s3cret@127.0.0.1/orders",
        "postgresql://app:12?s3cret@b@127.0.0.1/orders",
        "postgresql://host/orders?user=app:s3cret@db.example",
        "postgresql://127.0.0.1/%00s3cret",
        "sqlite:///a%00b",
        "postgresql://app@db.example:99999/s3cret",
        "postgresql://app@db.example/orders?port=s3cret",
        "postgresql+foo://app@db.example/orders?password=s3cret",
        "sqlite:///a.db?mode=memory",
        "sqlite:///a.db?foo=s3cret",
        f"oracle://app:{SECRET}@db.example/orders",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://orders.db",
        "env:PLIMSOLL_NOT_SET",
    ],
)
def test_what_is_wrong_is_said_without_the_secret(text):
    with pytest.raises(UrlError) as raised:
        DatabaseUrl(text)
    assert "s3cret" not in str(raised.value) and len(str(raised.value)) > 30


def test_where_the_password_comes_from(monkeypatch):
    monkeypatch.setenv("MYSQL_PWD", "third")
    assert DatabaseUrl("mysql://a@b/c").password == "third"
    assert DatabaseUrl("postgresql://a@b/c").password is None
    monkeypatch.setenv("PLIMSOLL_DATABASE_PASSWORD", "second")
    assert DatabaseUrl("mysql://a@b/c").password == DatabaseUrl("postgresql://a@b/c").password == "second"
    assert DatabaseUrl("mysql://a:first@b/c").password == "first"
    monkeypatch.setenv("MINE", "mysql://a:own@b/c")
    assert DatabaseUrl("env:MINE").password == "own"
    # Known only to the driver, and hidden all the same.
    monkeypatch.setenv("PGPASSWORD", "hidden")
    assert DatabaseUrl("postgresql://a@b/c").without_secrets("'hidden' here") == "'***' here"


@pytest.mark.parametrize("secret", ["a", "on", "password", "authentication", "app", "5432", "FATAL"])
def test_a_password_that_is_a_word_of_the_driver_s_is_not_given_away(secret):
    url = DatabaseUrl(f"postgresql://app:{secret}@db.example:5432/orders")
    words = 'connection to server at "db.example", port 5432 failed: FATAL: password authentication failed for user "app"'
    assert url.without_secrets(words) == words and "user and password" in advice(words)
    told = url.without_secrets(f"password={secret} postgresql://x:{secret}@y password: '{secret}'")
    assert told == "password=*** postgresql://x:***@y password: '***'"
    if secret != "app":
        assert url.without_secrets(f'no "{secret}" here') == 'no "***" here' or secret == "5432"


@pytest.mark.parametrize("secret", ["correcthorsebattery", "Tr0ub4", "pässwörter-aus-wörtern"])
def test_a_long_password_is_hidden_wherever_it_stands(secret):
    url = DatabaseUrl(f"postgresql://app:{secret}@db.example/orders")
    assert url.without_secrets(f"near {secret}, or x{secret}y") == "near ***, or x***y"


def test_drivers_and_ports_that_there_are_are_taken():
    for text in (
        "postgresql+asyncpg://a@b:65535/c",
        "mysql+aiomysql://a@b:1/c",
        "sqlite+aiosqlite:///a@b.db?check_same_thread=false",
        "postgresql://a@/c?host=x,y&port=5432,5433",
        "postgresql://a@/c?port=",
    ):
        DatabaseUrl(text)


def test_where_the_url_stands():
    assert url_place(["db", "--json", "--url", "x"]) == (3, "")
    assert url_place(["db", "--url=x"]) == (1, "--url=")
    assert url_place(["db", "--stats", "x"]) is None and url_place(["db", "--url"]) is None


def test_what_to_do_is_known_of_every_driver():
    for words, told in [
        ("FATAL: password authentication failed for user", "user and password"),
        ("(1045, \"Access denied for user 'a'@'localhost'", "user and password"),
        ("(1049, \"Unknown database 'x'\")", "names"),
        ("(2005, \"Unknown server host 'x' (-2)\")", "no host"),
        ("FATAL: sorry, too many clients already", "all of the database's connections"),
        ("connection timeout expired", "firewall"),
        ("database is locked", "somebody writes"),
        ("(1129, \"Host 'a' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'\")", "flush"),
        ('FATAL:  no pg_hba.conf entry for host "::1", user "a", database "b", no encryption', "pg_hba.conf of the server"),
        ('FATAL:  pg_hba.conf rejects connection for host "[local]", user "a"', "pg_hba.conf of the server"),
        ('FATAL:  permission denied for database "orders"', "GRANT"),
        ("connection to server on socket failed: Permission denied", "GRANT"),
        ("FATAL:  the database system is starting up", "not ready"),
        ("(3159, 'Connections using insecure transport are prohibited while --require_secure_transport=ON.')", "TLS"),
        ("connection failed: server does not support SSL, but SSL was required", "TLS"),
        ("the lock was unblocked", ""),
        ("something else", ""),
    ]:
        assert told in advice(words) and bool(told) == bool(advice(words)), words


def test_a_call_that_hangs_is_left_alone():
    calls, left, (reads, writes) = Calls(), [], os.pipe()
    with pytest.raises(TimeoutError, match="no answer within 0.1 s"):
        calls.run(lambda: os.read(reads, 1), 0.1, left.append)
    assert calls.is_busy
    # One at a time: else each attempt would leave another one behind.
    with pytest.raises(TimeoutError):
        calls.run(lambda: 1, 0.1, left.append)
    os.write(writes, b"x")
    assert calls.run(lambda: 2, 5, left.append) == 2
    with pytest.raises(ZeroDivisionError):
        calls.run(lambda: 1 / 0, 5, left.append)
    end = time.monotonic() + 5
    while not left and time.monotonic() < end:
        time.sleep(0.01)
    assert left == [b"x"]
    os.close(reads)
    os.close(writes)
