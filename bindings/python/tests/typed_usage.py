"""What callers write, for the type checker; `test_types.py` runs it too."""

import math
from typing import Dict, List, Optional

import plimsoll


def headroom(sampler: plimsoll.Sampler) -> Optional[float]:
    sample = sampler.read()
    usage: Optional[int] = sample.cgroup_memory_usage_bytes
    limit: Optional[float] = sample.cgroup_memory_effective_limit_bytes
    if usage is None or limit is None or limit == math.inf:
        return None
    return limit - usage


def busiest(sampler: plimsoll.Sampler) -> List[str]:
    return [process.name for process in sampler.processes(top=3, by="memory")]


def units() -> Dict[str, str]:
    return {field.name: field.unit for field in plimsoll.FIELDS}


def main() -> None:
    try:
        with plimsoll.Sampler(groups={plimsoll.Groups.CGROUP_MEMORY, plimsoll.Groups.PROCESS}) as sampler:
            room: Optional[float] = headroom(sampler)
            names: List[str] = busiest(sampler)
            sample: plimsoll.Sample = plimsoll.Sample()
            sampler.read_into(sample)
            values: Dict[str, float] = sample.to_dict()
            seconds: float = sampler.cores()[0].user_seconds
            where: Optional[str] = sampler.cgroup_path("memory", depth=0)
            source: str = sample.source("host_load1")
            unit: str = sample.field("host_load1").unit
            layout: str = sample.cgroup_layout
    except plimsoll.PlimsollError as error:
        code: Optional[int] = error.code
        print(code, error.errno, error.path)
        raise
    print(room, names, values, seconds, where, source, unit, layout, units(), plimsoll.__version__)


if __name__ == "__main__":
    main()
