"""Plimsoll: how laden this container is, what limits it, and what to change.

    import plimsoll

    with plimsoll.Sampler() as sampler:
        sample = sampler.read()
    print(sample.cgroup_memory_usage_bytes, "of", sample.cgroup_memory_effective_limit_bytes)

A value that could not be read is ``None``; no limit is ``math.inf``. `help(plimsoll.Sample)` lists
every value with its unit and the kernel file it comes from.
"""

from .errors import (
    ClosedError,
    InvalidArgumentError,
    KernelError,
    MalformedError,
    NotBuiltError,
    NotFoundError,
    PermissionDeniedError,
    PlimsollError,
    UnlikeSamplesError,
    UnsupportedError,
)
from .library import VERSION as __version__
from .groups import Groups
from .details import Core, Disk, Filesystem, Interface, Problem, Process
from .fields import Field
from .sample import Sample
from .sampler import Sampler

__all__ = [
    "FIELDS",
    "ClosedError",
    "Core",
    "Disk",
    "Field",
    "Filesystem",
    "Groups",
    "Interface",
    "InvalidArgumentError",
    "KernelError",
    "MalformedError",
    "NotBuiltError",
    "NotFoundError",
    "PermissionDeniedError",
    "PlimsollError",
    "Problem",
    "Process",
    "Sample",
    "Sampler",
    "UnlikeSamplesError",
    "UnsupportedError",
    "__version__",
]


def __getattr__(name):
    # Metadata of all fields is read from the library when first asked for.
    if name == "FIELDS":
        from . import fields

        globals()["FIELDS"] = found = fields.table()
        return found
    raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))


def __dir__():
    return sorted(set(globals()) | {"FIELDS"})
