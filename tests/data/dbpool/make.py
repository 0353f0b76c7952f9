"""Writes the recordings beside it: a pool with a database, played request by request, from a fixed seed.

`python3 make.py` writes them anew, the same to the byte.
"""

import heapq
import json
import pathlib
import random


def play(name, *, seconds, rate, hold, size, leaks=(), timeout=5.0, database=None, seed=7):
    """Lines of a pool that is asked `rate` times a second; at each of `leaks` a connection is not given back."""
    dice = random.Random(seed)
    count = dict.fromkeys(("requests", "queued", "timeouts"), 0)
    spent = dict.fromkeys(("wait_seconds", "use_seconds", "use_seconds_squared"), 0.0)
    free, waiting, ends, leaked = size, [], [], []
    leaks = list(leaks)
    peak = wait_peak = 0
    work = commits = 0.0
    lines = []

    def serve(now, since):
        nonlocal free, peak, wait_peak, work, commits
        free -= 1
        count["requests"] += 1
        spent["wait_seconds"] += now - since
        wait_peak = max(wait_peak, now - since)
        peak = max(peak, size - free)
        if leaks and now >= leaks[0]:
            leaks.pop(0)
            leaked.append(now)
            return
        held = dice.expovariate(1 / hold)
        work += held * 0.8
        commits += 1
        heapq.heappush(ends, (now + held, held))

    arrival, tick = dice.expovariate(rate), 0
    while tick <= seconds:
        now = min(arrival, tick, ends[0][0] if ends else 1e9)
        while waiting and now - waiting[0] > timeout:
            waiting.pop(0)
            count["timeouts"] += 1
        if ends and now == ends[0][0]:
            held = heapq.heappop(ends)[1]
            free += 1
            spent["use_seconds"] += held
            spent["use_seconds_squared"] += held * held
            if waiting:
                serve(now, waiting.pop(0))
        elif now == tick:
            # Those of a connection that leaks too: the pool cannot tell them apart.
            pool = {"size": size, "max_overflow": 0, "timeout_seconds": timeout, "recycle_seconds": 1800}
            pool |= {"open": size, "in_use": size - free, "idle": free, "waiting": len(waiting)}
            pool |= {"in_use_peak": peak, "wait_peak_seconds": round(wait_peak, 6)}
            oldest = min(leaked, default=None)
            if oldest is not None:
                pool["oldest_use_seconds"] = round(now - oldest, 3)
            pool |= count | {key: round(value, 6) for key, value in spent.items()} | {"created": size}
            line = {"name": name, "time_seconds": float(tick), "pool": pool}
            if leaked:
                site = {"site": "orders/export.py:41 rows", "connections": len(leaked)}
                line["holders"] = [site | {"seconds": round(now - oldest, 3)}]
            if database and tick % 10 == 0:
                values = {"max_connections": 100, "reserved_connections": 3, "cpus": 8, "connections": size + 4}
                values |= {"connections_own": size, "connections_active": min(size - free, 8)}
                values |= {"connections_idle": free, "connections_waiting_for_lock": 0}
                values |= {"commits": commits, "rollbacks": 0, "queries": 2 * commits, "query_seconds": round(work, 6)}
                values |= {"rows_read": 40 * commits, "rows_written": commits // 2, "deadlocks": 0}
                values |= {"cache_hits": 90 * commits, "cache_misses": commits, "active_seconds": round(work, 6)}
                line["database"] = {"system": "postgresql", "version": "16.4", "values": values}
            lines.append(json.dumps(line))
            peak, wait_peak, tick = size - free, 0, tick + 1
        else:
            if free:
                serve(now, now)
            else:
                count["queued"] += 1
                waiting.append(now)
            arrival = now + dice.expovariate(rate)
    return lines


here = pathlib.Path(__file__).parent
healthy = play("orders", seconds=90, rate=200, hold=0.02, size=12, database=True)
leaking = play("reports", seconds=120, rate=60, hold=0.02, size=8, leaks=range(10, 200, 14))
(here / "healthy.jsonl").write_text("\n".join(healthy) + "\n")
(here / "leaking.jsonl").write_text("\n".join(leaking) + "\n")
