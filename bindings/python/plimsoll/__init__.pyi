from .details import (
    Core as Core,
    Disk as Disk,
    Filesystem as Filesystem,
    Interface as Interface,
    Problem as Problem,
    Process as Process,
)
from .diagnosis import (
    Diagnosis as Diagnosis,
    Finding as Finding,
    Measure as Measure,
    Recommendation as Recommendation,
)
from .errors import (
    ClosedError as ClosedError,
    InvalidArgumentError as InvalidArgumentError,
    KernelError as KernelError,
    MalformedError as MalformedError,
    NotBuiltError as NotBuiltError,
    NotFoundError as NotFoundError,
    PermissionDeniedError as PermissionDeniedError,
    PlimsollError as PlimsollError,
    UnlikeSamplesError as UnlikeSamplesError,
    UnsupportedError as UnsupportedError,
)
from .fields import Field as Field
from .groups import Groups as Groups
from .monitor import Monitor as Monitor
from .sample import Sample as Sample
from .sampler import Sampler as Sampler

__all__ = [
    "FIELDS",
    "ClosedError",
    "Core",
    "Diagnosis",
    "Disk",
    "Field",
    "Filesystem",
    "Finding",
    "Groups",
    "Interface",
    "InvalidArgumentError",
    "KernelError",
    "MalformedError",
    "Measure",
    "Monitor",
    "NotBuiltError",
    "NotFoundError",
    "PermissionDeniedError",
    "PlimsollError",
    "Problem",
    "Process",
    "Recommendation",
    "Sample",
    "Sampler",
    "UnlikeSamplesError",
    "UnsupportedError",
    "__version__",
]

__version__: str

FIELDS: tuple[Field, ...]
