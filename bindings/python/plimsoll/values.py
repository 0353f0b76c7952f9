"""The values of a sample: its memory, and one property for each field."""

import ctypes

from . import fields

# Four words of validity and nine numbers stand before the fields, eight bytes each, as all that follows.
VALID_BYTES = 32
HEADER_WORDS = 13
SIZE = 8 * (HEADER_WORDS + fields.COUNT)

_Buffer = ctypes.c_char * SIZE
_INFINITY = float("inf")
_NO_LIMIT = 2**64 - 1

# Which fields are there, spread out by the bits of validity: a sampler's samples are nearly all
# alike in this, and a look into a tuple costs a third of a look at a bit.
_spread = {}
_MOST_SPREAD = 64


def _spread_out(bits):
    if len(_spread) >= _MOST_SPREAD:
        _spread.clear()
    number = int.from_bytes(bits, "little")
    _spread[bits] = found = tuple(number >> index & 1 == 1 for index in range(fields.COUNT))
    return found


_NOTHING = _spread_out(bytes(VALID_BYTES))


class Values:
    """The memory of one sample, laid out as `plim_sample`, and its fields as properties."""

    __slots__ = ("_buffer", "_floats", "_integers", "_there")

    def __init__(self):
        self._buffer = _Buffer()
        # The same memory as integers and as floating-point numbers.
        memory = memoryview(self._buffer).cast("B")
        self._integers = memory.cast("Q")
        self._floats = memory.cast("d")
        self._there = _NOTHING

    def _filled(self):
        """Has to be called when the library has written into the buffer."""
        bits = self._buffer[:VALID_BYTES]
        self._there = _spread.get(bits) or _spread_out(bits)


def _reader(index, word, value_type):
    """Reads a field: None where it is not there."""

    def integer(self):
        if self._there[index]:
            return self._integers[word]

    def floating(self):
        # No limit is infinity already.
        if self._there[index]:
            return self._floats[word]

    def limit(self):
        if self._there[index]:
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
