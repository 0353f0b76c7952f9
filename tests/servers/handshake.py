"""A small client of its own, which shows what a server answers, request by request. It shares nothing with plimsoll."""

import http.client
import json
import os
import select
import subprocess
import time

MODERN = "2026-07-28"
BOTH = "application/json, text/event-stream"
INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "handshake", "version": "1"},
}
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "handshake", "version": "1"},
}


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.kind = (response.getheader("content-type") or "none").split(";")[0]
        self.session = response.getheader("mcp-session-id")
        self.headers = response.headers
        self.body = body
        self.messages = messages(self.kind, body)

    def message(self):
        """The message that answers, for there may be notifications before it."""
        return next((one for one in self.messages if "result" in one or "error" in one), None)

    def brief(self):
        """Status, form and verdict in a few words, for a table."""
        form = {"application/json": "JSON", "text/event-stream": "SSE", "none": ""}.get(self.kind, self.kind)
        message = self.message()
        if message and "error" in message:
            verdict = str(message["error"]["code"])
        elif message:
            verdict = "result"
        else:
            verdict = f"`{self.body[:24].decode(errors='replace')}`" if self.body else ""
        return " ".join(word for word in (str(self.status), form, verdict) if word)


def messages(kind, body):
    if kind == "text/event-stream":
        lines = body.decode().splitlines()
        data = [line[5:].strip() for line in lines if line.startswith("data:")]
    else:
        data = [body.decode(errors="replace")]
    found = []
    for text in data:
        try:
            value = json.loads(text)
        except ValueError:
            continue
        if isinstance(value, dict) and value.get("jsonrpc") == "2.0":
            found.append(value)
    return found


def request(port, path, method="POST", body=None, headers=None, limit=5):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    try:
        given = {"content-type": "application/json", "accept": BOTH, **(headers or {})}
        connection.request(method, path, json.dumps(body) if body is not None else None, given)
        response = connection.getresponse()
        # A stream for the server's own messages has no end: its head is the answer.
        endless = method == "GET" and response.getheader("content-type", "").startswith("text/event-stream")
        return Answer(response, b"" if endless else response.read())
    finally:
        connection.close()


def call(method, params=None, number=1):
    message = {"jsonrpc": "2.0", "id": number, "method": method}
    return message | ({"params": params} if params is not None else {})


def discover(port, path="/mcp", headers=None, method="server/discover", params=None):
    given = {"mcp-protocol-version": MODERN, "mcp-method": method, **(headers or {})}
    return request(port, path, body=call(method, {**(params or {}), "_meta": META}), headers=given)


def initialize(port, path="/mcp", headers=None):
    return request(port, path, body=call("initialize", INITIALIZE), headers=headers)


class Pipes:
    """A program spoken to over its standard streams."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        self.rest = b""

    def ask(self, message, limit=15):
        """The answer, or None where none comes."""
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()
        end = time.monotonic() + limit
        while time.monotonic() < end:
            line, found, rest = self.rest.partition(b"\n")
            if found:
                self.rest = rest
                answer = json.loads(line)
                if answer.get("id") == message.get("id") and "method" not in answer:
                    return answer
                continue
            ready, _, _ = select.select([self.process.stdout], [], [], end - time.monotonic())
            chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not chunk:
                return None
            self.rest += chunk
        return None

    def tell(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def end(self):
        """Ends its input, and the program if that does not."""
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
