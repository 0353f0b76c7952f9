from .details import (
    Core as Core,
    Disk as Disk,
    Filesystem as Filesystem,
    Interface as Interface,
    Problem as Problem,
    Process as Process,
)
from .diagnosis import (
    Allocation as Allocation,
    Diagnosis as Diagnosis,
    Evidence as Evidence,
    Finding as Finding,
    LoadLine as LoadLine,
    Measure as Measure,
    Observed as Observed,
    Recommendation as Recommendation,
    Resource as Resource,
    TargetFacts as TargetFacts,
    Crossed as Crossed,
    Threshold as Threshold,
    Unread as Unread,
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

__version__: str

FIELDS: tuple[Field, ...]
