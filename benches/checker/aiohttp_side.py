"""A checker on aiohttp as it is usually written: one session kept, a semaphore, one GET each, the status, the body as
JSON; and the same one after another.

    aiohttp_side.py CONCURRENT ROUNDS URL..."""

import asyncio
import json
import resource
import sys
import time

import aiohttp


def cpu_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def check(session, semaphore, url):
    async with semaphore:
        async with session.get(url) as response:
            assert response.status == 200
            assert json.loads(await response.read())["status"] == "ok"


async def main(concurrent, rounds, urls):
    each = []
    semaphore = asyncio.Semaphore(concurrent)
    connector = aiohttp.TCPConnector(limit=max(100, concurrent))
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=10)) as session:
        for _ in range(rounds):
            begun, cpu = time.perf_counter(), cpu_time()
            await asyncio.gather(*(check(session, semaphore, url) for url in urls))
            wall, cpu = time.perf_counter() - begun, cpu_time() - cpu
            each.append({"wall_s": wall, "cpu_us": cpu * 1e6 / len(urls)})
    print(json.dumps(each))


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
