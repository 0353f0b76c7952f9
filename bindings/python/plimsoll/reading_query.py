"""A function of the caller's that runs a statement: for connections of drivers that are not known here."""

from .errors import InvalidArgumentError
from .reading_driver import plain


class Query:
    """Asks through `query(sql)`, which gives the rows."""

    # What of a message of several statements a driver gives, each decides for itself.
    one_statement = True
    own_transaction = False
    is_async = False

    def __init__(self, query, system):
        if not callable(query):
            raise TypeError(f"`query` is {query!r}: allowed is a function that runs a statement and gives its rows")
        self.system = system
        self._query = query

    def is_lost(self, error):
        return isinstance(error, (ConnectionError, TimeoutError))

    def run(self, statement, seconds):
        answer = self._query(statement)
        if hasattr(answer, "__await__"):
            if hasattr(answer, "close"):
                answer.close()
            raise InvalidArgumentError("`query` is asynchronous: await `read_database_async`", -1)
        return _rows(answer)


class QueryAsync(Query):
    """Asks through `await query(sql)`."""

    is_async = True

    async def run(self, statement, seconds):
        answer = self._query(statement)
        if not hasattr(answer, "__await__"):
            raise InvalidArgumentError("`query` is not asynchronous: call `read_database`", -1)
        return _rows(await answer)


def _rows(answer):
    try:
        rows = list(answer)
        if all(_is_row(row) for row in rows):
            return list(map(plain, rows))
    except TypeError:
        pass
    raise InvalidArgumentError(
        f"`query` gave {answer!r:.200}: wanted are the rows of the statement, each a sequence or a mapping of its values, "
        "such as `cursor.fetchall()` gives",
        -1,
    )


def _is_row(row):
    return not isinstance(row, (str, bytes, bytearray)) and hasattr(row, "__iter__")
