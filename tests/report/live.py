"""A `plimsoll serve` to look at: over kernel files that a test can change, with servers that it checks."""

import http.server
import json
import os
import pathlib
import re
import select
import socket
import subprocess
import threading
import time
import urllib.request

PATIENCE = 60
LIMIT = 256 << 20
NAMED = "the <b>shop</b> & co"


def command():
    found = os.environ.get("PLIMSOLL_COMMAND")
    assert found, "run by 'make test-report', which builds the command first"
    return found


class Kernel:
    """Files as a kernel with cgroups of version 2 has them: one cgroup with a limit of memory and a quota of half a CPU."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.write("proc/meminfo", "MemTotal: 4194304 kB\nMemFree: 2097152 kB\nMemAvailable: 3145728 kB\n")
        self.write("proc/self/cgroup", "0::/orders\n")
        self.write("proc/self/mountinfo", "25 22 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        self.write("proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")
        self.write("sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n")
        for name, text in {
            "cgroup.controllers": "cpu memory pids\n",
            "cpu.max": "50000 100000\n",
            "cpu.stat": "usage_usec 1000000\nuser_usec 600000\nsystem_usec 400000\n"
            "nr_periods 0\nnr_throttled 0\nthrottled_usec 0\n",
            "memory.max": f"{LIMIT}\n",
            "pids.current": "7\n",
            "pids.max": "64\n",
        }.items():
            self.write(f"sys/fs/cgroup/orders/{name}", text)
        self.memory(0.25)

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        # Into the same file, in one go: who reads the kernel keeps its files open.
        with open(path, "r+b" if path.exists() else "wb", buffering=0) as file:
            file.write(text.encode())
            file.truncate()

    def memory(self, share):
        """So much of the limit is in use, all of it by processes."""
        used = int(share * LIMIT)
        self.write("sys/fs/cgroup/orders/memory.current", f"{used}\n")
        self.write("sys/fs/cgroup/orders/memory.stat", f"anon {used}\nfile 0\ninactive_file 0\nactive_file 0\n")

    def options(self):
        return ["--proc-root", str(self.root / "proc"), "--sys-root", str(self.root / "sys"), "--filesystem", "/proc"]


class Works(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


class Endpoint:
    """A server that works, to be checked."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Works)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def fleet(path, url):
    """A file with a server that works, one on which nobody listens, and quick turns."""
    nobody = f"http://127.0.0.1:{free_port()}/"
    turns = {"interval": "500ms", "unhealthy_interval": "500ms", "rise": 1, "fall": 1, "breaker": {"failures": 100}}
    document = {
        "performance_optimization": {"concurrent_execution": turns},
        "servers": [{"name": NAMED, "rest": {"url": url}}, {"name": "nobody", "rest": {"url": nobody}}],
    }
    path.write_text(json.dumps(document))
    return str(path)


class Service:
    """The command, serving."""

    def __init__(self, *arguments, listen="127.0.0.1:0", environment=None):
        line = [command(), "serve", *arguments, "--listen", listen, "--json"]
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, env={**os.environ, **(environment or {})})
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, "it does not start"
        started = json.loads(self.process.stdout.readline())
        self.address = started["listening"]
        self.url = f"http://{self.address}/"
        # What it prints is taken away, so that it never waits for us.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def metrics(self):
        """Values by name and labels."""
        values = {}
        for line in self.get("metrics").splitlines():
            if not line.startswith("#"):
                series, value = line.rsplit(" ", 1)
                name, _, labels = series.partition("{")
                pairs = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels)
                values[name, tuple(sorted(pairs))] = float(value)
        return values


def wait_until(what, holds, patience=PATIENCE):
    end = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < end, what
        time.sleep(0.1)
    return found
