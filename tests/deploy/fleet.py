"""Servers that count who asks, and shards that check them."""

import collections
import http.server
import json
import os
import signal
import subprocess
import threading
import time

from prometheus import free_port, wait_until


class Servers:
    """Answers `/NAME`, and counts by name."""

    def __init__(self):
        self.asked = collections.Counter()
        lock = threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(handler):
                with lock:
                    self.asked[handler.path[1:]] += 1
                handler.send_response(200)
                handler.send_header("Content-Length", "2")
                handler.end_headers()
                handler.wfile.write(b"ok")

            def log_message(handler, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def during(self, seconds):
        """How often each was asked meanwhile."""
        before = collections.Counter(self.asked)
        time.sleep(seconds)
        return collections.Counter(self.asked) - before

    def end(self):
        self.server.shutdown()
        self.server.server_close()


class Shard:
    """One checker of several, as a pod of a StatefulSet starts it."""

    def __init__(self, plimsoll, file, index, folder):
        self.words = [plimsoll, "check", file, "--json"]
        self.index, self.port = index, free_port()
        self.log = folder / f"shard-{index}.log"
        self.process = None
        self.start()

    def start(self):
        self.log.write_text("")
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*self.words, "--listen", f"127.0.0.1:{self.port}"],
                env={**os.environ, "POD_INDEX": str(self.index)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def is_lost(self):
        """As when its node goes away: without a word."""
        self.process.kill()
        self.process.wait()

    def reads_again(self):
        """What became of its servers."""
        before = self.log.read_text().count('"event":"reloaded"')
        self.process.send_signal(signal.SIGHUP)

        def reloaded():
            assert self.is_alive(), self.log.read_text()
            lines = [line for line in self.log.read_text().splitlines() if '"event":"reloaded"' in line]
            return len(lines) > before and json.loads(lines[-1])

        return wait_until("the file was read again", reloaded)

    def end(self):
        if self.is_alive():
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.is_lost()
