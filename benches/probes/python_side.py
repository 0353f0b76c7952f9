"""A checker on aiohttp as it is usually written: one session kept, one GET, the status, the body as JSON.

    python_side.py COUNT URL"""

import asyncio
import json
import statistics
import sys
import time

import aiohttp

WARM_UP = 50


async def main(count, url):
    times = []
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        for index in range(WARM_UP + count):
            if index == WARM_UP:
                cpu = time.process_time()
            begun = time.perf_counter()
            async with session.get(url) as response:
                assert response.status == 200
                assert json.loads(await response.read())["status"] == "ok"
            if index >= WARM_UP:
                times.append(time.perf_counter() - begun)
        cpu = time.process_time() - cpu
    print(json.dumps({"cpu_us": cpu * 1e6 / count, "wall_us": statistics.median(times) * 1e6}))


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
