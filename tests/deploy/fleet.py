"""Servers that count who asks, shards that check them, and a real Prometheus that scrapes these."""

import collections
import http.server
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

from conftest import TOOLS
from queries import DEPLOY

PATIENCE = 90


def free_port():
    """Free now, and so soon afterwards it still is."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_until(what, happened, patience=PATIENCE):
    end = time.monotonic() + patience
    while True:
        if answer := happened():
            return answer
        assert time.monotonic() < end, f"{what}: not within {patience} s"
        time.sleep(0.2)


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


class Prometheus:
    """Scrapes once a second, with the rules of deploy/; those that wait minutes until they are raised wait seconds here."""

    def __init__(self, ports, folder):
        self.port, self.log = free_port(), folder / "prometheus.log"
        rules = (DEPLOY / "prometheus/rules.yaml").read_text()
        for minutes in (1, 2, 5, 15):
            rules = rules.replace(f"for: {minutes}m\n", "for: 3s\n")
        (folder / "rules.yaml").write_text(rules)
        targets = [f"127.0.0.1:{port}" for port in ports]
        config = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": ["rules.yaml"],
            "scrape_configs": [{"job_name": "fleet", "static_configs": [{"targets": targets}]}],
        }
        (folder / "prometheus.yaml").write_text(json.dumps(config))
        words = [
            f"--config.file={folder / 'prometheus.yaml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port}",
            "--log.level=warn",
        ]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [TOOLS / "prometheus", *words], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        wait_until("Prometheus is ready", self.is_ready)

    def is_ready(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=5).status == 200
        except OSError:
            return False

    def query(self, query):
        """(labels, value) of all that answers."""
        words = urllib.parse.urlencode({"query": query})
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/query?{words}", timeout=30) as answer:
            document = json.load(answer)
        assert document["status"] == "success", document
        return [(one["metric"], float(one["value"][1])) for one in document["data"]["result"]]

    def number(self, query):
        """The only value, or none."""
        answers = self.query(query)
        assert len(answers) < 2, answers
        return answers[0][1] if answers else None

    def firing(self):
        return {labels["alertname"] for labels, _ in self.query('ALERTS{alertstate="firing"}')}

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
