"""Servers that the tests of probes ask: one of HTTP in this process, one of MCP as a command."""

import asyncio
import contextlib
import http.server
import json
import os
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two writes: the second one would wait for the first one's acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self):
        self.server.seen.append(dict(self.headers))
        if self.path == "/together":
            self.server.together.wait(20)
        status, headers, body = self.server.answers.get(self.path, (200, {}, b"ok"))
        self.send_response(status)
        for name, value in dict({"content-length": str(len(body))}, **headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


@contextlib.contextmanager
def http_server(answers=None, together=2):
    """Its `url`; what it has `seen`. `/together` is answered when so many have asked."""
    server = Server(("127.0.0.1", 0), Answers)
    server.answers = answers or {}
    server.seen = []
    server.together = threading.Barrier(together)
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mcp_command(*arguments):
    """An MCP server as the command of a target."""
    return {"command": sys.executable, "args": [os.path.join(HERE, "servers.py"), *arguments]}


TOOLS = [
    {"name": name, "description": "", "inputSchema": {"type": "object"}} for name in ("add", "größe")
]


def serve_mcp():
    """Speaks MCP 2025-11-25 over standard input and output."""
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        answer = {"jsonrpc": "2.0", "id": message["id"]}
        method, params = message["method"], message.get("params", {})
        if method == "initialize":
            answer["result"] = {
                "protocolVersion": "2025-11-25",
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "tiny", "version": "1.2"},
            }
        elif method == "tools/list":
            answer["result"] = {"tools": TOOLS}
        elif method == "tools/call":
            numbers = params["arguments"]
            answer["result"] = {"content": [{"type": "text", "text": str(numbers["a"] + numbers["b"])}]}
        else:
            answer["error"] = {"code": -32601, "message": "Method not found"}
        print(json.dumps(answer), flush=True)


@contextlib.contextmanager
def slow_server(seconds):
    """The URL of a server in a process of its own, which answers after so long, however many ask."""
    command = [sys.executable, os.path.join(HERE, "servers.py"), "slow", str(seconds)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.communicate()


async def serve_slowly(seconds):
    """Prints its port, and serves until the end of standard input."""

    async def answer(reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(seconds)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(0, ended.set)
    await ended.wait()


if __name__ == "__main__":
    if sys.argv[1:2] == ["slow"]:
        asyncio.run(serve_slowly(float(sys.argv[2])))
    else:
        serve_mcp()
