"""A checker on aiohttp: one session kept, a semaphore, one GET each, the status, the body as JSON.

    aiohttp_side.py plain CONCURRENT ROUNDS URL...     as it is usually written
    aiohttp_side.py phases CONCURRENT ROUNDS URL...    tells where the time went, and bounds the body, as ours does"""

import asyncio
import json
import resource
import sys
import time

import aiohttp


def cpu_time():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def plain(session, semaphore, url):
    async with semaphore:
        async with session.get(url) as response:
            assert response.status == 200
            assert json.loads(await response.read())["status"] == "ok"


async def phases(session, semaphore, url):
    async with semaphore:
        seen = {"begun": time.perf_counter(), "at": time.time()}
        status, reason = "healthy", "ok"
        async with session.get(url, trace_request_ctx=seen, timeout=aiohttp.ClientTimeout(total=10, connect=5)) as response:
            body = await response.content.read((1 << 20) + 1)
            if len(body) > 1 << 20:
                status, reason = "unhealthy", "too_large"
            elif not 200 <= response.status <= 299:
                status, reason = "unhealthy", "http_status"
            elif json.loads(body)["status"] != "ok":
                status, reason = "degraded", "reported"
        seen["total"] = time.perf_counter() - seen["begun"]
        seen.update(name=url, status=status, reason=reason, bytes=len(body))
        assert status == "healthy"
        return seen


def tracing():
    """Notes when each phase of a request was over."""
    config = aiohttp.TraceConfig()

    def note(name):
        async def noted(session, context, parameters):
            context.trace_request_ctx[name] = time.perf_counter()

        return noted

    for name in ("dns_resolvehost_start", "dns_resolvehost_end", "connection_create_start", "connection_create_end",
                 "connection_reuseconn", "request_start", "request_end"):
        getattr(config, f"on_{name}").append(note(name))
    return config


async def main(how, concurrent, rounds, urls):
    check = {"plain": plain, "phases": phases}[how]
    traces = [tracing()] if how == "phases" else []
    each = []
    semaphore = asyncio.Semaphore(concurrent)
    connector = aiohttp.TCPConnector(limit=max(100, concurrent))
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, trace_configs=traces) as session:
        for _ in range(rounds):
            begun, cpu = time.perf_counter(), cpu_time()
            await asyncio.gather(*(check(session, semaphore, url) for url in urls))
            wall, cpu = time.perf_counter() - begun, cpu_time() - cpu
            each.append({"wall_s": wall, "cpu_us": cpu * 1e6 / len(urls)})
    print(json.dumps(each))


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
