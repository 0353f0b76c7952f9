"""The field table, as the library tells it."""

import ctypes
import sys

from . import library
from .record import Record, member

U64, F64, LIMIT, LIMIT_F64 = range(4)
VALUE_TYPES = ("u64", "f64", "limit", "limit_f64")


class Field(Record):
    """What a value of a sample is: one row of the field table."""

    __slots__ = ()

    name = member(0, "The name: the attribute of a sample and the key in JSON.")
    value_type = member(1, "'u64', 'f64', or 'limit' and 'limit_f64', which can be math.inf.")
    kind = member(2, "'counter' (grows until a reset) or 'gauge' (a reading of the moment).")
    unit = member(3, "'bytes', 'seconds', 'ratio', 'cpus' or 'count'.")
    scope = member(4, "What it speaks of: 'host', 'cgroup', 'process', 'network_namespace' or 'mount'.")
    group = member(5, "The group that must be asked for to get it.")
    source = member(6, "The kernel file and field it comes from.")
    since = member(7, "The first kernel version that has it.")
    doc = member(8, "One or two sentences for people.")


class Row(ctypes.Structure):
    """`plim_field`."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("doc", ctypes.c_char_p),
        ("unit", ctypes.c_char_p),
        ("kind", ctypes.c_char_p),
        ("scope", ctypes.c_char_p),
        ("group_name", ctypes.c_char_p),
        ("source", ctypes.c_char_p),
        ("since", ctypes.c_char_p),
        ("group", ctypes.c_uint64),
        ("offset", ctypes.c_uint32),
        ("value_type", ctypes.c_uint32),
    ]


_get = library.function(
    "plim_field_get", library.STATUS, ctypes.c_uint32, library.POINTER, library.SIZE, library.POINTER
)

COUNT = library.function("plim_field_count", ctypes.c_uint32)()


def rows():
    """The rows one by one, each in the memory of the one before."""
    row = Row()
    for index in range(COUNT):
        library.call(_get, index, ctypes.byref(row), ctypes.sizeof(row))
        yield row


def table():
    """Every field, in the order of the table."""
    return tuple(
        Field(
            (
                sys.intern(row.name.decode()),
                VALUE_TYPES[row.value_type],
                sys.intern(row.kind.decode()),
                sys.intern(row.unit.decode()),
                sys.intern(row.scope.decode()),
                sys.intern(row.group_name.decode()),
                row.source.decode(),
                sys.intern(row.since.decode()),
                row.doc.decode(),
            )
        )
        for row in rows()
    )


def describe(row):
    """What `help` says about a value."""
    limit = " or no limit (math.inf)" if row.value_type in (LIMIT, LIMIT_F64) else ""
    unit = "numbers" if row.unit == b"count" else row.unit.decode()
    return "{} In {}{}; {}, {}. Source: {}. Since Linux {}.".format(
        row.doc.decode(),
        unit,
        limit,
        row.kind.decode(),
        row.scope.decode().replace("_", " "),
        row.source.decode(),
        row.since.decode(),
    )
