"""Which parts of a sample are read."""


class Groups:
    """Names of what a sampler can read: ``Sampler(groups={Groups.CPU, Groups.MEMORY})``.

    Plain strings, so that ``Sampler(groups="tick")`` is as good.
    """

    __slots__ = ()

    CPU = "cpu"
    LOAD = "load"
    MEMORY = "memory"
    PAGING = "paging"
    PRESSURE = "pressure"
    DISK = "disk"
    FILESYSTEM = "filesystem"
    NETWORK = "network"
    PROTOCOL = "protocol"
    CGROUP_CPU = "cgroup_cpu"
    CGROUP_MEMORY = "cgroup_memory"
    CGROUP_MEMORY_STAT = "cgroup_memory_stat"
    CGROUP_IO = "cgroup_io"
    CGROUP_PIDS = "cgroup_pids"
    CGROUP_PRESSURE = "cgroup_pressure"
    PROCESS = "process"

    FULL = "full"
    TICK = "tick"


# In the order of their bits.
NAMES = (
    "cpu",
    "load",
    "memory",
    "paging",
    "pressure",
    "disk",
    "filesystem",
    "network",
    "protocol",
    "cgroup_cpu",
    "cgroup_memory",
    "cgroup_memory_stat",
    "cgroup_io",
    "cgroup_pids",
    "cgroup_pressure",
    "process",
)
BITS = {name: 1 << bit for bit, name in enumerate(NAMES)}
BITS["full"] = (1 << len(NAMES)) - 1
BITS["tick"] = BITS["cgroup_cpu"] | BITS["cgroup_memory"] | BITS["cgroup_pressure"]


def to_bits(names):
    """The bits for a name or an iterable of names; None is everything."""
    if names is None:
        names = "full"
    if isinstance(names, str):
        names = (names,)
    try:
        names = iter(names)
    except TypeError:
        raise TypeError(
            "option `groups` is {!r}: allowed are a name or several of {}".format(names, ", ".join(BITS))
        ) from None
    bits = 0
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"option `groups` holds {name!r}: allowed are names, as strings")
        if name not in BITS:
            raise _invalid("holds {!r}: allowed are {}".format(name, ", ".join(BITS)))
        bits |= BITS[name]
    if not bits:
        raise _invalid("is empty: name at least one group, or leave it out for all")
    return bits


def to_names(bits):
    """The names of the groups in `bits`."""
    return frozenset(name for bit, name in enumerate(NAMES) if bits >> bit & 1)


def _invalid(what):
    from .errors import InvalidArgumentError

    return InvalidArgumentError(f"option `groups` {what}", -1)
