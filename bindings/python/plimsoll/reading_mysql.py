"""Connections to MySQL and MariaDB: of PyMySQL, mysqlclient and mysql-connector-python."""

from .errors import InvalidArgumentError
from .reading_driver import Driver, refuse_open_transaction, refuse_unread


# Errors of a client whose server is gone.
_LOST = (2006, 2013, 2055)


class PyMySql(Driver):
    def look(self):
        connection = self.connection
        if not connection.open:
            raise InvalidArgumentError("the connection is closed: pass one that is open", -1)
        # It reads what is left of another statement, and throws it away, before it sends the next.
        result = connection._result
        refuse_unread(result is not None and (result.unbuffered_active or result.has_next))
        refuse_open_transaction(connection.server_status & 1)
        self.system = _mysql_or_mariadb(connection.get_server_info())
        self.own_transaction = not connection.get_autocommit()

    def is_lost(self, error):
        return not self.connection.open

    def socket(self):
        return self.connection._sock.fileno()

    def after(self):
        # Ends what reading may have begun where the connection is not in autocommit.
        if self.own_transaction and self.connection.open:
            self.connection.rollback()

    def cursor(self):
        from pymysql.cursors import Cursor

        return Cursor(self.connection)


class MySqlClient(Driver):
    def look(self):
        # It does not tell whether a transaction is open.
        refuse_open_transaction(not self.connection.get_autocommit(), "is not in autocommit")
        self.system = _mysql_or_mariadb(self.connection.get_server_info())

    def is_lost(self, error):
        return super().is_lost(error) or bool(error.args) and error.args[0] in _LOST

    def socket(self):
        number = getattr(self.connection, "fileno", None)
        return number() if number is not None else None

    def cursor(self):
        from MySQLdb.cursors import Cursor

        return Cursor(self.connection)


class MySqlConnector(Driver):
    """mysql-connector-python. Where it is C, a call cannot be ended: `read_timeout` of the connection is its only limit."""

    def look(self):
        connection = self.connection
        # With `consume_results` it would be thrown away.
        refuse_unread(connection.unread_result)
        refuse_open_transaction(connection.in_transaction)
        told = getattr(connection, "server_info", None)
        self.system = _mysql_or_mariadb(told if isinstance(told, str) else connection.get_server_info())
        # Its property asks the server.
        self.own_transaction = not connection._autocommit

    def is_lost(self, error):
        return super().is_lost(error) or getattr(error, "errno", None) in _LOST

    def socket(self):
        inner = getattr(self.connection, "_socket", None)
        return inner.sock.fileno() if inner is not None else None

    def after(self):
        # There was none before.
        if self.connection.in_transaction:
            self.connection.rollback()

    def cursor(self):
        return self.connection.cursor(buffered=True, raw=False, dictionary=False)


def _mysql_or_mariadb(version):
    version = version.decode() if isinstance(version, bytes) else version
    return "mariadb" if "mariadb" in version.lower() else "mysql"
