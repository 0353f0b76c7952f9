"""psutil: host and own process.

The `Process` object is kept, and its values come from one `oneshot()` block. With `--documented` the totals of disks
and networks are asked for as the documentation does; without, as cheap as it offers: without the bookkeeping of wrapped
counters (`nowrap=False`), which ours does not do either."""

import sys

import psutil
from loop import serve

process = psutil.Process()
nowrap = "--documented" in sys.argv


def read():
    values = [
        psutil.cpu_times(),
        psutil.cpu_count(),
        psutil.cpu_stats(),
        psutil.virtual_memory(),
        psutil.swap_memory(),
        psutil.getloadavg(),
        psutil.disk_io_counters(nowrap=nowrap),
        psutil.disk_usage("/"),
        psutil.net_io_counters(nowrap=nowrap),
    ]
    with process.oneshot():
        values += [
            process.cpu_times(),
            process.memory_info(),
            process.num_threads(),
            process.num_fds(),
            process.num_ctx_switches(),
            process.io_counters(),
        ]
    return values


serve(read)
