from .advice import (
    Advice as Advice,
    AllTaken as AllTaken,
    Allocation as Allocation,
    Autoscaler as Autoscaler,
    PartReading as PartReading,
    PartChange as PartChange,
    EfficiencyReading as EfficiencyReading,
    Comparison as Comparison,
    Cost as Cost,
    PatternSize as PatternSize,
    PatternSizes as PatternSizes,
    Prices as Prices,
    Recognition as Recognition,
    Replicas as Replicas,
    Size as Size,
    Waste as Waste,
    Wasted as Wasted,
)
from .benchmark import (
    Benchmark as Benchmark,
    BenchProgress as BenchProgress,
)
from .benchmark_result import (
    BenchChange as BenchChange,
    BenchComparison as BenchComparison,
    BenchLatencies as BenchLatencies,
    BenchLeftOut as BenchLeftOut,
    BenchMachine as BenchMachine,
    BenchMeasure as BenchMeasure,
    BenchResources as BenchResources,
    BenchResult as BenchResult,
    BenchScore as BenchScore,
    BenchScorePart as BenchScorePart,
    BenchScores as BenchScores,
    BenchThreads as BenchThreads,
)
from .caches import Caches as Caches
from .checker import (
    Checker as Checker,
    Event as Event,
    TargetState as TargetState,
)
from .checks import Check as Check
from .database_pool import DatabasePool as DatabasePool
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
    Observed as Observed,
    Point as Point,
    Report as Report,
    Resource as Resource,
    Series as Series,
    TargetFacts as TargetFacts,
    Unread as Unread,
)
from .errors import (
    ClosedError as ClosedError,
    ConfigurationError as ConfigurationError,
    InvalidArgumentError as InvalidArgumentError,
    KernelError as KernelError,
    MalformedError as MalformedError,
    NotBuiltError as NotBuiltError,
    NotFoundError as NotFoundError,
    PermissionDeniedError as PermissionDeniedError,
    PlimsollError as PlimsollError,
    RefusedError as RefusedError,
    RequestError as RequestError,
    RequestTimeoutError as RequestTimeoutError,
    UnlikeSamplesError as UnlikeSamplesError,
    UnsupportedError as UnsupportedError,
)
from .events import LevelChange as LevelChange
from .fields import Field as Field
from .finding import (
    Action as Action,
    Crossed as Crossed,
    Culprit as Culprit,
    Evidence as Evidence,
    Finding as Finding,
    Measure as Measure,
    Recommendation as Recommendation,
    Threshold as Threshold,
)
from .groups import Groups as Groups
from .gate import Gate as Gate
from .gate import Permit as Permit
from .gate import Refusal as Refusal
from .gate import Waiting as Waiting
from .load_result import (
    ClientUsage as ClientUsage,
    Knee as Knee,
    Latencies as Latencies,
    LoadCounts as LoadCounts,
    LoadInterval as LoadInterval,
    LoadPart as LoadPart,
    LoadResult as LoadResult,
    LoadStage as LoadStage,
    LoadSummary as LoadSummary,
    LoadThreshold as LoadThreshold,
    ScalabilityLaw as ScalabilityLaw,
)
from .load_test import LoadProgress as LoadProgress, LoadTest as LoadTest
from .load_line import LoadLine as LoadLine
from .monitor import Monitor as Monitor
from .outcome import (
    Facts as Facts,
    Outcome as Outcome,
)
from .outlook import (
    Anomaly as Anomaly,
    Heading as Heading,
    TrendReading as TrendReading,
)
from .pause import (
    Pacer as Pacer,
    Pause as Pause,
    pause_while_laden as pause_while_laden,
    pause_while_laden_async as pause_while_laden_async,
    should_pause as should_pause,
)
from .pool_stats import (
    Blocked as Blocked,
    DatabaseInterval as DatabaseInterval,
    DatabaseStats as DatabaseStats,
    DatabaseValues as DatabaseValues,
    Holder as Holder,
    PoolAdvice as PoolAdvice,
    PoolInterval as PoolInterval,
    PoolReading as PoolReading,
    PoolRecognition as PoolRecognition,
    PoolSettings as PoolSettings,
    PoolStats as PoolStats,
    PoolWhatIf as PoolWhatIf,
    SlowQuery as SlowQuery,
)
from .probes import ProbeContext as ProbeContext
from .request import Response as Response
from .runs import (
    Run as Run,
    Ticket as Ticket,
)
from .sample import Sample as Sample
from .sampler import Sampler as Sampler
from .step_book import (
    StepBook as StepBook,
    step as step,
    steps as steps,
)
from .step_run import (
    Step as Step,
    StepRun as StepRun,
)
from .step_stats import (
    StepIo as StepIo,
    StepMemory as StepMemory,
    StepStats as StepStats,
    StepTimes as StepTimes,
    Steps as Steps,
)
from .targets import (
    Target as Target,
    Targets as Targets,
)
from .usage import Usage as Usage

__all__ = [
    "FIELDS",
    "Action",
    "Advice",
    "AllTaken",
    "Allocation",
    "Anomaly",
    "Autoscaler",
    "Blocked",
    "Caches",
    "Check",
    "Checker",
    "ClientUsage",
    "ClosedError",
    "Comparison",
    "ConfigurationError",
    "Core",
    "Cost",
    "Crossed",
    "Culprit",
    "DatabaseInterval",
    "DatabasePool",
    "DatabaseStats",
    "DatabaseValues",
    "Diagnosis",
    "Disk",
    "EfficiencyReading",
    "Event",
    "Evidence",
    "Facts",
    "Field",
    "Filesystem",
    "Finding",
    "Gate",
    "Groups",
    "Heading",
    "Holder",
    "Interface",
    "InvalidArgumentError",
    "KernelError",
    "Knee",
    "Latencies",
    "LevelChange",
    "LoadCounts",
    "LoadInterval",
    "LoadLine",
    "LoadPart",
    "LoadProgress",
    "LoadResult",
    "LoadStage",
    "LoadSummary",
    "LoadTest",
    "LoadThreshold",
    "MalformedError",
    "Measure",
    "Monitor",
    "NotBuiltError",
    "NotFoundError",
    "Observed",
    "Outcome",
    "Pacer",
    "PartChange",
    "PartReading",
    "PatternSize",
    "PatternSizes",
    "Pause",
    "PermissionDeniedError",
    "Permit",
    "PlimsollError",
    "Point",
    "PoolAdvice",
    "PoolInterval",
    "PoolReading",
    "PoolRecognition",
    "PoolSettings",
    "PoolStats",
    "PoolWhatIf",
    "Prices",
    "ProbeContext",
    "Problem",
    "Process",
    "Recognition",
    "Recommendation",
    "Refusal",
    "RefusedError",
    "Replicas",
    "Report",
    "RequestError",
    "RequestTimeoutError",
    "Resource",
    "Response",
    "Run",
    "Sample",
    "Sampler",
    "ScalabilityLaw",
    "Series",
    "Size",
    "SlowQuery",
    "Step",
    "StepBook",
    "StepIo",
    "StepMemory",
    "StepRun",
    "StepStats",
    "StepTimes",
    "Steps",
    "Target",
    "TargetFacts",
    "TargetState",
    "Targets",
    "Threshold",
    "Ticket",
    "TrendReading",
    "UnlikeSamplesError",
    "Unread",
    "UnsupportedError",
    "Usage",
    "Waiting",
    "Waste",
    "Wasted",
    "pause_while_laden",
    "pause_while_laden_async",
    "should_pause",
    "step",
    "steps",
    "__version__",
]

__version__: str

FIELDS: tuple[Field, ...]
