"""A real Prometheus with the rules of deploy/."""

import json
import socket
import subprocess
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


def impatient_rules():
    """The rules of deploy/; those that wait minutes until they are raised wait seconds here."""
    rules = (DEPLOY / "prometheus/rules.yaml").read_text()
    for minutes in (1, 2, 5, 15):
        rules = rules.replace(f"for: {minutes}m\n", "for: 3s\n")
    assert "for: 3s" in rules
    return rules


class Prometheus:
    """Scrapes once a second, with the rules of deploy/."""

    def __init__(self, jobs, folder, rules=None):
        """`jobs`: the ports of each job."""
        self.port, self.log = free_port(), folder / "prometheus.log"
        (folder / "rules.yaml").write_text(rules or impatient_rules())
        config = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": ["rules.yaml"],
            "scrape_configs": [
                {"job_name": job, "static_configs": [{"targets": [f"127.0.0.1:{port}" for port in ports]}]}
                for job, ports in jobs.items()
            ],
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
