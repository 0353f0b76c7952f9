"""What a monitor advises: changes, sizes, replicas; and what kind of work it sees."""

from .finding import Measure, Recommendation
from .options import c_text, number, out_of_range
from .part import Part
from .record import Record, member


class Prices(Record):
    """What CPUs and memory cost, to price what is wasted.

    plimsoll.Monitor(prices=plimsoll.Prices(0.031, 0.0042, "EUR"))
    """

    __slots__ = ()
    per_core_hour = member(0, "What a CPU costs for an hour.")
    per_gibibyte_hour = member(1, "What a GiB of memory costs for an hour.")
    currency = member(2, "The currency of both, such as 'EUR'.")

    def __new__(cls, per_core_hour, per_gibibyte_hour, currency):
        for name, price in (("per_core_hour", per_core_hour), ("per_gibibyte_hour", per_gibibyte_hour)):
            # Not the other way round: NaN is out of range as well.
            if not 0 <= number(name, price) < float("inf"):
                raise out_of_range(name, price, "finite numbers from 0 up")
        if not c_text("currency", currency).strip():
            raise out_of_range("currency", "empty", "names, such as EUR")
        return Record.__new__(cls, (float(per_core_hour), float(per_gibibyte_hour), currency))

    def __getnewargs__(self):
        return tuple(self)


class Autoscaler(Part):
    """Fields of a Kubernetes HorizontalPodAutoscaler (autoscaling/v1, below spec)."""

    __slots__ = ()
    _keys = {
        "min_replicas": "minReplicas",
        "max_replicas": "maxReplicas",
        "target_cpu_utilization_percentage": "targetCPUUtilizationPercentage",
    }
    min_replicas = member(0, "The fewest that can carry the measured load at all.")
    max_replicas = member(1, "Enough for twice the measured load.")
    target_cpu_utilization_percentage = member(2, "80 % of the CPUs of one, in percent of its request.")


class Replicas(Part):
    """How many containers like this one the measured load needs."""

    __slots__ = ()
    _parts = {"autoscaler": Autoscaler}
    needed = member(0, "So many, each used to 80 % at the most.")
    bound_by = member(1, "The resource that needs the most of them.")
    for_cpu = member(2, "So many for the CPU time; None where that is not known.")
    for_memory = member(3, "So many for the memory; None where that is not known.")
    autoscaler = member(4, "What to tell an autoscaler: an `Autoscaler`.")


class AllTaken(Part):
    """What it wins if all advice is taken."""

    __slots__ = ()
    summary = member(0, "In a sentence.")
    gain = member(1, "The part, 0 to 1, of the container's work that it wins back; an estimate.")
    freed_cpus = member(2, "CPUs set free.")
    freed_bytes = member(3, "Bytes set free.")


class Wasted(Part):
    """How much of a limit is not used."""

    __slots__ = ()
    limit = member(0, "The limit.")
    enough = member(1, "What would be enough.")
    wasted = member(2, "The difference.")


class Cost(Part):
    """What that costs."""

    __slots__ = ()
    per_hour = member(0, "For an hour.")
    per_month = member(1, "For a month of 730 hours.")
    currency = member(2, "In this currency.")


class Waste(Part):
    """What is set aside for the container and not used."""

    __slots__ = ()
    _parts = {"cpu": Wasted, "memory": Wasted, "cost": Cost}
    cpu = member(0, "CPUs: a `Wasted`, or None.")
    memory = member(1, "Bytes of memory: a `Wasted`, or None.")
    cost = member(2, "What that costs, a `Cost`; None without prices.")
    confidence = member(3, "How sure it is, 0 to 1.")


class Advice(Part):
    """What to change."""

    __slots__ = ()
    _parts = {
        "recommendations": Recommendation,
        "replicas": Replicas,
        "all_taken": AllTaken,
        "waste": Waste,
    }
    recommendations = member(0, "What to change, most urgent first: `Recommendation`s.")
    replicas = member(1, "How many containers the load needs, a `Replicas`; None where that is not known.")
    all_taken = member(2, "What it wins if all is done, an `AllTaken`; None where nothing is advised.")
    waste = member(3, "What is set aside and not used, a `Waste`; None where nothing surely is.")


class Size(Part):
    """How much of one resource. Every number has the unit that `unit` names."""

    __slots__ = ()
    _parts = {"evidence": Measure}
    unit = member(0, "'cpus' or 'bytes'.")
    lower = member(1, "Less than this is surely too little.")
    target = member(2, "The one number, where request and limit are to be the same.")
    upper = member(3, "More than this is surely too much.")
    request = member(4, "What to reserve, as Kubernetes means it.")
    limit = member(5, "What to allow at most; None where none is advised.")
    current_request = member(6, "What is reserved today, where that is known.")
    current_limit = member(7, "What is allowed today, where there is a limit.")
    beyond_host = member(8, "What the rule gave, where the host has less: numbers above stop there.")
    rule = member(9, "How request and limit were found, and after whom.")
    evidence = member(10, "What they rest on: `Measure`s.")


class PatternSize(Part):
    """How much of one resource, without evidence."""

    __slots__ = ()
    unit = member(0, "'cpus' or 'bytes'.")
    target = member(1, "The one number, where request and limit are to be the same.")
    request = member(2, "What to reserve.")
    limit = member(3, "What to allow at most; None where none is advised.")


class PatternSizes(Part):
    """What the rules of another pattern would say."""

    __slots__ = ()
    _parts = {"cpu": PatternSize, "memory": PatternSize}
    pattern = member(0, "The pattern.")
    cpu = member(1, "CPU: a `PatternSize`, or None.")
    memory = member(2, "Memory: a `PatternSize`, or None.")


class Allocation(Part):
    """How much CPU and memory the container should have, or why that cannot be said yet."""

    __slots__ = ()
    _parts = {"cpu": Size, "memory": Size, "if_pattern": PatternSizes}
    status = member(0, "'advice' or 'not_enough_data'.")
    reason = member(1, "What is missing; None where there is advice.")
    observed_seconds = member(2, "How long was observed.")
    needed_seconds = member(3, "How long is needed; None where there is advice, as all below are where not.")
    pattern = member(4, "Whose rules were used.")
    pattern_assumed = member(5, "Whether that was assumed, because none was recognised.")
    confidence = member(6, "0 to 1, by the length of the history.")
    span_seconds = member(7, "From the first observation to the last.")
    cpu = member(8, "CPU: a `Size`, or None where its use was not measured for long enough.")
    memory = member(9, "Memory: the same.")
    if_pattern = member(10, "What the rules of the other patterns would say: `PatternSizes`.")
    notes = member(11, "What a reader must know beside the numbers: sentences.")


class Recognition(Part):
    """What kind of work a container does, as far as can be told."""

    __slots__ = ()
    _parts = {"evidence": Measure}
    pattern = member(0, "The pattern that fits best; None where too little was observed.")
    confidence = member(1, "How sure it is, 0 to 1.")
    runner_up = member(2, "The pattern that fits second best.")
    idle = member(3, "Whether the container does next to nothing.")
    observed_seconds = member(4, "The time that was observed.")
    needed_seconds = member(5, "The time that must be observed before a pattern is named.")
    reason = member(6, "Why, in a sentence.")
    evidence = member(7, "The readings it rests on, most telling first: `Measure`s.")


class PartReading(Part):
    """A part of the efficiency."""

    __slots__ = ()
    _parts = {"evidence": Measure}
    part = member(0, "Which: 'utilisation', 'stability', 'waste' or 'saturation'.")
    score = member(1, "0 (bad) to 100 (good).")
    weight = member(2, "How much it counts.")
    reason = member(3, "Why, in a sentence.")
    evidence = member(4, "What it rests on: `Measure`s.")


class PartChange(Part):
    """How a part of the efficiency changed."""

    __slots__ = ()
    part = member(0, "The part.")
    points = member(1, "Points better (above 0) or worse than the baseline.")
    noise_points = member(2, "By so many points it may differ by chance; None where that is not known.")
    exceeds_noise = member(3, "Whether the change is more than that; None where that is not known.")


class Comparison(Part):
    """The efficiency against a baseline."""

    __slots__ = ()
    _parts = {"parts": PartChange}
    points = member(0, "Points better (above 0) or worse than the baseline.")
    noise_points = member(1, "By so many points it may differ by chance; None where that is not known.")
    exceeds_noise = member(2, "Whether the change is more than that; None where that is not known.")
    parts = member(3, "The parts that both have: `PartChange`s.")


class EfficiencyReading(Part):
    """How well the container uses what it has; or how long it takes to tell."""

    __slots__ = ()
    _parts = {"parts": PartReading, "against_baseline": Comparison}
    score = member(0, "The mean of the parts, 0 (bad) to 100 (good); None where too little was observed.")
    noise = member(1, "By how many points it would typically be off by chance, or None.")
    parts = member(2, "The parts that are known: `PartReading`s.")
    observed_seconds = member(3, "For how long was observed.")
    needed_seconds = member(4, "For how long has to be observed.")
    against_baseline = member(5, "How it changed, a `Comparison`; None where no baseline was kept.")
    baseline = member(6, "The score of the baseline, or None.")
