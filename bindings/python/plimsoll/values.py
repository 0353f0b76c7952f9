"""The values of a sample: its memory, and one property for each field."""

import ctypes

from . import fields

# `valid` and nine numbers stand before the fields, eight bytes each, as all that follows.
HEADER_WORDS = 13
SIZE = 8 * (HEADER_WORDS + fields.COUNT)

_Buffer = ctypes.c_char * SIZE
_INFINITY = float("inf")
_NO_LIMIT = 2**64 - 1


class Values:
    """The memory of one sample, laid out as `plim_sample`, and its fields as properties."""

    __slots__ = ("_buffer", "_bytes", "_integers", "_floats")

    def __init__(self):
        self._buffer = _Buffer()
        # The same memory as bits of validity, as integers, and as floating-point numbers.
        self._bytes = memoryview(self._buffer).cast("B")
        self._integers = self._bytes.cast("Q")
        self._floats = self._bytes.cast("d")


def _reader(index, word, value_type):
    """Reads a field: None where its bit in `valid` is not set."""
    place, bit = index >> 3, 1 << (index & 7)

    def integer(self):
        if self._bytes[place] & bit:
            return self._integers[word]

    def floating(self):
        # No limit is infinity already.
        if self._bytes[place] & bit:
            return self._floats[word]

    def limit(self):
        if self._bytes[place] & bit:
            value = self._integers[word]
            return _INFINITY if value == _NO_LIMIT else value

    return {fields.U64: integer, fields.LIMIT: limit}.get(value_type, floating)


def _add_properties():
    names = []
    for index, row in enumerate(fields.rows()):
        name = row.name.decode()
        get = _reader(index, row.offset // 8, row.value_type)
        setattr(Values, name, property(get, doc=fields.describe(row)))
        names.append(name)
    return tuple(names)


# In the order of the table.
NAMES = _add_properties()
