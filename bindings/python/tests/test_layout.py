"""What this package knows of the C structs and numbers, against the header."""

import ctypes
import os
import re

import pytest
from conftest import TOP

from plimsoll import (
    benchmark,
    checker,
    database_pool,
    database_reading,
    details,
    errors,
    fields,
    gate,
    groups,
    library,
    load_line,
    load_test,
    monitor,
    monitor_options,
    options,
    pool_stats,
    pools,
    probes,
    request,
    sampler,
    thresholds,
    values,
)

with open(os.path.join(TOP, "include", "plimsoll.h")) as lines:
    HEADER = re.sub(r"/\*.*?\*/", "", lines.read(), flags=re.DOTALL)

C_TYPES = {
    "uint64_t": "Q",
    "uint32_t": "I",
    "uint8_t": "B",
    "char": "B",
    "double": "d",
    "size_t": "Q",
    "int32_t": "i",
    "int64_t": "q",
    "plim_event_callback": "P",
    "plim_level_callback": "P",
    "plim_destructor": "P",
    "plim_checker_event_callback": "P",
}

# Structs within others, as so many members of eight bytes.
NESTED = {"plim_pool_options": 7}


def struct_of(name):
    """The members of a struct in the header: pairs of name and format."""
    body = re.search(rf"typedef struct {name} {{(.*?)}} {name};", HEADER, re.DOTALL).group(1)
    members = []
    for line in filter(None, (line.strip() for line in body.split(";"))):
        declared = re.match(r"(?:const )?(?:struct )?(\w+) (\**)(\w+)(?:\[(\d+)\])?$", line)
        assert declared, line
        kind, stars, member, count = declared.groups()
        if kind in NESTED and not stars:
            members.append((member, "Q", NESTED[kind]))
        else:
            members.append((member, "P" if stars else C_TYPES[kind], int(count or 1)))
    return members


def size_of(name):
    return sum(
        {"Q": 8, "q": 8, "P": 8, "d": 8, "I": 4, "i": 4, "B": 1}[kind] * count for _, kind, count in struct_of(name)
    )


def constants(prefix):
    found = re.findall(rf"#define ({prefix}\w*) (\(1 << \d+\)|-?\d+)", HEADER)
    assert found
    return {name[len(prefix) :].lower(): eval(number) for name, number in found}


@pytest.mark.parametrize(
    "kind", [details.Core, details.Disk, details.Interface, details.Filesystem, details.Process]
)
def test_details(kind):
    name = "plim_" + kind.__name__.lower()
    members = struct_of(name)
    assert kind.layout.size == size_of(name)
    # Bytes of text are one string; padding is left out.
    assert kind._names == tuple(member for member, _, _ in members if not member.startswith("_"))
    packed = ""
    for member, letter, count in members:
        if member.startswith("_"):
            packed += "{}x".format(count * {"I": 4, "B": 1}[letter])
        elif letter == "B":
            packed += "c" if count == 1 else f"{count}s"
        else:
            packed += letter * count
    spelled = re.sub(r"(\d+)([QdI])", lambda found: found.group(2) * int(found.group(1)), kind.layout.format)
    assert spelled == "=" + packed


def letter_of(kind):
    return {
        ctypes.c_char_p: "P",
        ctypes.c_void_p: "P",
        ctypes.POINTER(options.SamplerOptions): "P",
        ctypes.POINTER(thresholds.Threshold): "P",
        ctypes.c_uint64: "Q",
        ctypes.c_uint32: "I",
        ctypes.c_int32: "i",
        ctypes.c_int64: "q",
        ctypes.c_double: "d",
    }[kind]


@pytest.mark.parametrize(
    "name, kind",
    [
        ("plim_sampler_options", options.SamplerOptions),
        ("plim_monitor_options", monitor_options.MonitorOptions),
        ("plim_threshold", monitor_options.Threshold),
        ("plim_field", fields.Row),
        ("plim_checker_options", checker.CheckerOptions),
        ("plim_run_options", checker.RunOptions),
        ("plim_dbpool_stats", database_pool.StatsStruct),
        ("plim_dbpool_holder", database_pool.HolderStruct),
        ("plim_dbpool_advice_options", database_pool.AdviceOptions),
        ("plim_reader_options", database_reading.ReaderOptions),
        ("plim_gate_options", gate.GateOptions),
        ("plim_refusal", gate.RefusalStruct),
        ("plim_gate_state_values", gate.StateStruct),
        ("plim_waiting", gate.WaitingStruct),
        ("plim_pool_options", pools.PoolOptions),
        ("plim_probe_options", probes.ProbeOptions),
        ("plim_request_options", request.RequestOptions),
        ("plim_load_turn", load_test._Turn),
        ("plim_load_progress", load_test.LoadProgress),
        ("plim_benchmark_options", benchmark.BenchOptions),
        ("plim_benchmark_progress", benchmark.BenchProgress),
    ],
)
def test_structs(name, kind):
    def member_of(member, kind):
        if issubclass(kind, ctypes.Array):
            return member, "Q" if kind._type_ is ctypes.c_uint64 else "B", kind._length_
        within = issubclass(kind, ctypes.Structure)
        return (member, "Q", len(kind._fields_)) if within else (member, letter_of(kind), 1)

    assert [member_of(*field) for field in kind._fields_] == struct_of(name)
    assert ctypes.sizeof(kind) == size_of(name)


def test_load_line():
    members = struct_of("plim_load_line")
    packed = "".join(f"{count}s" if letter == "B" else letter for _, letter, count in members)
    assert load_line.LoadLine.layout.format == "=" + packed
    assert load_line.LoadLine.layout.size == size_of("plim_load_line")


def test_sample():
    members = struct_of("plim_sample")
    assert members[0] == ("valid", "Q", 4)
    header = [member for member, _, _ in members[1:10]]
    assert header == [
        "boot_time_ns",
        "wall_time_ns",
        "took_ns",
        "generation",
        "cgroup_id",
        "groups",
        "lxcfs_groups",
        "cgroup_layout",
        "own_descriptors",
    ]
    assert tuple(member for member, _, _ in members[10:]) == values.NAMES
    assert values.SIZE == size_of("plim_sample")
    letters = [letter for _, letter, _ in members[10:]]
    types = {fields.U64: "Q", fields.LIMIT: "Q", fields.F64: "d", fields.LIMIT_F64: "d"}
    assert [types[row.value_type] for row in fields.rows()] == letters


def test_numbers():
    assert library.ABI == constants("PLIM_ABI_")["version"]
    assert library.NOT_ENOUGH_DATA == constants("PLIM_NOT_ENOUGH_")["data"]
    assert fields.COUNT == constants("PLIM_FIELDS")[""]
    assert {name: getattr(fields, name.upper()) for name in fields.VALUE_TYPES} == constants("PLIM_TYPE_")
    assert sampler._CONTROLLERS == constants("PLIM_CONTROLLER_")
    assert sampler._ORDERS == constants("PLIM_ORDER_")
    targets = {"own": options.TARGET_OWN, "pid": options.TARGET_PID, "cgroup": options.TARGET_CGROUP}
    assert targets == constants("PLIM_TARGET_")
    assert monitor._PATTERNS == constants("PLIM_PATTERN_")
    assert pools.POOLS == constants("PLIM_POOL_")
    assert {name: place for place, name in enumerate(database_pool.STATS)} == constants("PLIM_DBPOOL_")
    assert database_pool.STATS == pool_stats.PoolStats._names
    assert database_pool.PATTERNS == constants("PLIM_DBPATTERN_")
    assert database_pool.OTHERS_NONE == constants("PLIM_OTHERS_")["none"]
    assert database_reading.SYSTEMS == constants("PLIM_DATABASE_")
    assert database_reading.SLOW_QUERIES_NONE == constants("PLIM_SLOW_QUERIES_")["none"]
    assert library.ABSENT == constants("PLIM_ABSENT")[""]
    assert pools.KEEP_ALIVE_OFF == constants("PLIM_KEEP_ALIVE_")["off"]
    assert request.REDIRECTS_NONE == constants("PLIM_REDIRECTS_")["none"]
    assert thresholds.SEVERITIES == constants("PLIM_SEVERITY_")
    assert {name: number for number, name in enumerate(load_line.ADVICE)} == constants("PLIM_LOAD_")


def test_groups():
    known = dict(constants("PLIM_GROUP_"), **constants("PLIM_GROUPS_"))
    assert groups.BITS == known
    names = {value for name, value in vars(groups.Groups).items() if name.isupper()}
    assert names == set(known)
    assert all(getattr(groups.Groups, name.upper()) == name for name in names)


def test_every_error_of_the_library_has_a_class():
    codes = constants("PLIM_E_")
    # These are faults of a caller in C, or of the library itself: plain errors.
    plain = {codes.pop(name) for name in ("null", "panic", "reentrant", "size", "callback")}
    assert set(errors.BY_CODE) == set(codes.values())
    assert not plain & set(errors.BY_CODE)
