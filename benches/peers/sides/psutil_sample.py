"""psutil: host and own process, as cheap as it offers.

The `Process` object is kept, its values come from one `oneshot()` block, and the totals of disks and networks
are asked for without the bookkeeping of wrapped counters (`nowrap=False`), which ours does not do either."""

import psutil
from loop import serve

process = psutil.Process()


def read():
    values = [
        psutil.cpu_times(),
        psutil.cpu_count(),
        psutil.cpu_stats(),
        psutil.virtual_memory(),
        psutil.swap_memory(),
        psutil.getloadavg(),
        psutil.disk_io_counters(nowrap=False),
        psutil.disk_usage("/"),
        psutil.net_io_counters(nowrap=False),
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
