"""What the Python servers share: a free port on the loopback, and what a server holds, for the tests to see."""

import asyncio
import gc
import os
import socket

import uvicorn
from mcp.server.sse import SseServerTransport
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


def free_socket():
    """A bound socket; its port is the server's before anything is built that must know it."""
    # Named as TCP: only then does asyncio set TCP_NODELAY on what is accepted, as it does without a socket given.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", 0))
    return sock


def held():
    """What the process holds now: sessions of either transport, tasks, objects, resident bytes."""
    gc.collect()
    things = gc.get_objects()
    sessions = 0
    for thing in things:
        # Not by isinstance: some objects of the SDK's are proxies and act on being asked.
        if type(thing) is StreamableHTTPSessionManager or StreamableHTTPSessionManager in type(thing).__mro__:
            # Older ones keep what has ended in the table.
            sessions += sum(not session.is_terminated for session in thing._server_instances.values())
        elif type(thing) is SseServerTransport:
            sessions += len(thing._read_stream_writers)
    with open("/proc/self/statm") as statm:
        resident = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return {
        "sessions": sessions,
        "tasks": len(asyncio.all_tasks()),
        "objects": len(things),
        "resident_bytes": resident,
    }


class Announcing(uvicorn.Server):
    """Says where it listens once it does."""

    async def startup(self, sockets=None):
        await super().startup(sockets=sockets)
        print(f"listening {sockets[0].getsockname()[1]}", flush=True)


def serve(app, sock):
    Announcing(uvicorn.Config(app, log_level="warning")).run(sockets=[sock])
