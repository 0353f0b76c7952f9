"""psutil: the list of processes, over its own cache of `Process` objects."""

import psutil
from loop import serve

ATTRIBUTES = ["pid", "name", "cpu_times", "memory_info", "status"]


def read():
    return [process.info for process in psutil.process_iter(ATTRIBUTES)]


serve(read, lambda listed: f"{len(listed)} processes")
