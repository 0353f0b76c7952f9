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
from .fields import Field
from .groups import Groups
from .library import VERSION as __version__
from .sample import Sample
from .sampler import Sampler

__all__ = [
    "FIELDS",
    "Allocation",
    "ClosedError",
    "Core",
    "Diagnosis",
    "Disk",
    "Evidence",
    "Field",
    "Filesystem",
    "Finding",
    "Groups",
    "Interface",
    "InvalidArgumentError",
    "KernelError",
    "LoadLine",
    "MalformedError",
    "Measure",
    "Monitor",
    "NotBuiltError",
    "NotFoundError",
    "Observed",
    "PermissionDeniedError",
    "PlimsollError",
    "Problem",
    "Process",
    "Recommendation",
    "Resource",
    "Sample",
    "Sampler",
    "TargetFacts",
    "Crossed",
    "Threshold",
    "UnlikeSamplesError",
    "Unread",
    "UnsupportedError",
    "__version__",
]


# Read when first asked for: metadata of all fields from the library, and what not every caller uses.
_LATER = {
    "FIELDS": "fields",
    "Core": "details",
    "Disk": "details",
    "Filesystem": "details",
    "Interface": "details",
    "Problem": "details",
    "Process": "details",
    "Monitor": "monitor",
    "Allocation": "diagnosis",
    "Diagnosis": "diagnosis",
    "Evidence": "diagnosis",
    "Finding": "diagnosis",
    "LoadLine": "diagnosis",
    "Measure": "diagnosis",
    "Observed": "diagnosis",
    "Recommendation": "diagnosis",
    "Resource": "diagnosis",
    "TargetFacts": "diagnosis",
    "Crossed": "diagnosis",
    "Threshold": "diagnosis",
    "Unread": "diagnosis",
}


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_LATER[name]}", fromlist=[name])
    found = module.table() if name == "FIELDS" else getattr(module, name)
    globals()[name] = found
    return found


def __dir__():
    return sorted(set(globals()) | set(_LATER))
