"""URLs of databases: taken apart, and told without what is secret in them."""

import os
import re
from urllib.parse import parse_qsl, quote, unquote

# By the first part of a scheme. What follows a `+` names the driver.
SYSTEMS = {"postgresql": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB", "sqlite": "SQLite"}
_ALIASES = {"postgres": "postgresql"}
# Where a password may stand that is not in the URL: the first that is set counts. PGPASSWORD and ~/.pgpass are the driver's.
PASSWORD = "PLIMSOLL_DATABASE_PASSWORD"
_PASSWORDS = {"mysql": ("MYSQL_PWD",), "mariadb": ("MYSQL_PWD",)}
_SECRET_KEYS = ("password", "passwd", "sslpassword", "ssl_key_password")
_LONGEST_NAME = 64
# What is shorter, or letters alone and no longer than a word of the driver's may be (`authentication`), is not looked for
# everywhere in a text.
_LONG = 6
_LONGEST_WORD = 14

# What may follow the `+`. Asynchronous ones are as good as none: one of the others is taken.
_MYSQL = ("pymysql", "mysqldb", "mysqlconnector", "asyncmy", "aiomysql")
_DRIVERS = {
    "postgresql": ("psycopg", "psycopg2", "pg8000", "asyncpg", "psycopg_async", "psycopg2cffi"),
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "sqlite": ("pysqlite", "aiosqlite"),
}
# What SQLAlchemy and Python know of SQLite; here it changes nothing.
_SQLITE_KEYS = ("cache", "cached_statements", "check_same_thread", "detect_types", "isolation_level", "mode", "timeout", "uri")

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][\w.]*)(?:\+(?P<driver>\w+))?://"
    r"(?:(?P<user>[^:/@?]*)(?::(?P<password>[^@]*))?@)?"
    r"(?P<host>\[[^\]/?@]*\]|[^:/?@]*)(?::(?P<port>\d{1,5}))?"
    r"(?:/(?P<path>[^?]*))?(?:\?(?P<query>.*))?",
    re.DOTALL,
)


class UrlError(ValueError):
    """What is wrong with a URL, without a word of it that may be secret."""


class DatabaseUrl:
    """A URL of a database.

    Args:
        text: as SQLAlchemy and the tools of the databases have it; `env:NAME` for that environment variable's.

    Raises UrlError.
    """

    def __init__(self, text):
        if text.startswith("env:"):
            name = text[len("env:") :]
            text = os.environ.get(name, "")
            if not text:
                raise UrlError(f"the environment variable {name} is not set, or empty: it is to hold the URL")
        found = _URL.fullmatch(text.strip())
        if found is None or _is_ambiguous(found, text):
            raise UrlError(
                "the URL cannot be read: write it as postgresql://USER@HOST:PORT/DATABASE, and in user and password "
                "%40 for @, %3A for :, %2F for /, %25 for %"
            )
        part = found.groupdict()
        scheme = part["scheme"].lower()
        self.system = _ALIASES.get(scheme, scheme)
        if self.system not in SYSTEMS:
            raise UrlError(f"databases of `{scheme}://` cannot be read: allowed are {', '.join(SYSTEMS)}")
        self.driver = part["driver"]
        self.user, self.host = unquote(part["user"] or ""), unquote(part["host"].strip("[]"))
        self.port = _port(part["port"]) if part["port"] else None
        self.path = unquote(part["path"] or "")
        self.query = dict(parse_qsl(part["query"] or "", keep_blank_values=True))
        if self.driver is not None and self.driver not in _DRIVERS[self.system]:
            raise UrlError(
                f"no driver `{self.driver}` of {SYSTEMS[self.system]} is known here: allowed are "
                f"{', '.join(_DRIVERS[self.system])}, or none, {scheme}://"
            )
        password = None if part["password"] is None else unquote(part["password"])
        for key in ("password", "passwd"):
            password = self.query.pop(key, password)
        # As it stands in the URL, too: an error may quote it.
        secrets = [part["password"], password]
        secrets += [self.query[key] for key in _SECRET_KEYS if key in self.query]
        for name in (PASSWORD, *_PASSWORDS.get(self.system, ())):
            password = password if password is not None else os.environ.get(name)
        parts = (self.user, self.host, self.path, password or "", *self.query, *self.query.values())
        if any("\0" in one for one in parts):
            raise UrlError("there is a NUL (%00) in the URL: no name, password or file has one")
        for port in self.query.get("port", "").split(","):
            # libpq takes several, and none for its own.
            _port(port or "1")
        self.password = password
        secrets += [password, os.environ.get("PGPASSWORD")]
        self._secrets = sorted(filter(None, set(secrets)), key=len, reverse=True)
        # What is shown anyway: where it is the password as well, to hide it would tell that.
        self._public = {self.user, self.host, self.path, self.system, str(self.port), self.query.get("user", "")}
        if self.system == "sqlite":
            self._look_at_file(part["host"])

    def _look_at_file(self, host):
        if host:
            raise UrlError("a file of SQLite has no host: write sqlite:///FILE, or sqlite:////PATH from the root")
        if self.path in ("", ":memory:"):
            raise UrlError("a database in memory is seen by its own process only: name a file, sqlite:///FILE")
        if self.path.startswith("file:"):
            self.path = self.path[len("file:") :]
        if self.query.get("mode") == "memory":
            raise UrlError("a database in memory is seen by its own process only: leave `mode=memory` out, and name a file")
        unknown = [key for key in self.query if key not in _SQLITE_KEYS]
        if unknown:
            raise UrlError(f"`{unknown[0]}` in the URL means nothing to SQLite: write sqlite:///FILE")

    @property
    def title(self):
        """What the system is called."""
        return SYSTEMS[self.system]

    @property
    def name(self):
        """What the database is called in findings."""
        path = os.path.basename(self.path) if self.system == "sqlite" else self.path
        name = path or self.query.get("dbname") or self.host or self.title
        return name.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")

    def shown(self):
        """The URL with nothing secret in it."""
        if self.system == "sqlite":
            return harmless(f"sqlite:///{self.path}")
        user = quote(self.user, safe="") + "@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else quote(self.host, safe="")
        port = "" if self.port is None else f":{self.port}"
        return f"{self.system}://{user}{host}{port}/{quote(self.path, safe='')}"

    def without_secrets(self, text):
        """A driver's words on one line, without the passwords that are known here."""
        for secret in self._secrets:
            quoted = re.escape(secret)
            # Where it is told to be one.
            text = re.sub(rf"(?i)(passw(?:or)?d\s*[=:]\s*['\"]?){quoted}(?!\w)", r"\1***", text)
            text = re.sub(rf":{quoted}@", ":***@", text)
            if secret in self._public:
                continue
            if len(secret) >= _LONG and not (secret.isalpha() and len(secret) <= _LONGEST_WORD):
                text = text.replace(secret, "***")
            else:
                # Elsewhere it may be a word or a letter of the driver's own, and the hole would show which.
                text = re.sub(rf"(?<=['\"`]){quoted}(?=['\"`@])", "***", text)
        return harmless(text)[:300]


def _is_ambiguous(found, text):
    """Whether a part that is shown may hold what was meant for a password."""
    if found.group("scheme").lower() == "sqlite":
        return False
    if found.group("user") is None:
        # `app:12/p@word@host` reads as port and path.
        return "@" in text
    # Of several @ nobody knows where the password ends.
    return text.count("@") > 1


def _port(text):
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        # What stands there may be a piece of a password.
        raise UrlError("the port in the URL is none: allowed are 1 to 65535")
    return int(text)


def harmless(text):
    """One line that a terminal takes for text."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
