"""Ten shards on one machine, scraped by a real Prometheus: every server is checked exactly once, also after a shard was lost,
and after it is back."""

import contextlib
import hashlib
import json

import pytest

from fleet import Servers, Shard
from prometheus import Prometheus, wait_until

SHARDS = 10
NAMES = [f"server-{number}" for number in range(100)]
INTERVAL = 1
LOST = 3
ALERTS = {"ShardMissing", "ServersNotChecked", "ServersCheckedTwice"}

def owner(name, without=()):
    """Who checks a server, as docs/checker.md says it and anybody can compute it."""

    def weight(shard):
        return int.from_bytes(hashlib.sha256(f"{name}/{shard}".encode()).digest()[:8], "big")

    return max((shard for shard in range(SHARDS) if shard not in without), key=lambda shard: (weight(shard), -shard))


class Fleet:
    def __init__(self, plimsoll, folder, stack):
        self.file, self.servers = folder / "servers.yaml", Servers()
        stack.callback(self.servers.end)
        self.write()
        self.shards = []
        for index in range(SHARDS):
            self.shards.append(Shard(plimsoll, self.file, index, folder))
            stack.callback(self.shards[-1].end)
        self.prometheus = Prometheus({"fleet": [shard.port for shard in self.shards]}, folder)
        stack.callback(self.prometheus.end)

    def write(self, without=()):
        servers = [{"name": name, "rest": {"url": f"{self.servers.url}/{name}"}} for name in NAMES]
        checks = {"interval": INTERVAL, "max_concurrent": 10}
        document = {
            "performance_optimization": {"concurrent_execution": checks},
            "shard": {"index": "auto", "of": SHARDS, "without": list(without)},
            "servers": servers,
        }
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(document))
        part.rename(self.file)

    def holds(self, query, value):
        wait_until(f"{query} is {value}", lambda: self.prometheus.number(query) == value)

    def all_is_well(self, without=()):
        """As Prometheus sees it, and as the servers do."""
        self.holds("job:plimsoll_servers_checked:count", len(NAMES))
        self.holds("job:plimsoll_servers_checked_twice:count", 0)
        self.holds("job:plimsoll_shards_missing:sum", 0)
        self.holds('job_status:plimsoll_servers:sum{status="healthy"}', len(NAMES))
        states = self.prometheus.query('plimsoll_check_status{status="unknown"}')
        by = {labels["name"]: labels["instance"] for labels, _ in states}
        wanted = {name: f"127.0.0.1:{self.shards[owner(name, without)].port}" for name in NAMES}
        assert by == wanted
        asked = self.servers.during(5 * INTERVAL)
        # Each five times, give or take the one at either end; by two of them it would be ten times.
        assert set(asked) == set(NAMES)
        assert all(3 <= count <= 7 for count in asked.values()), asked.most_common()
        wait_until("no alert of the fleet is left", lambda: not self.prometheus.firing() & ALERTS)


@pytest.fixture
def fleet(plimsoll, tmp_path):
    with contextlib.ExitStack() as stack:
        yield Fleet(plimsoll, tmp_path, stack)


def test_every_server_is_checked_exactly_once(fleet):
    fleet.all_is_well()

    # One is lost, and nobody checks its servers: the others go on.
    orphans = {name for name in NAMES if owner(name) == LOST}
    fleet.shards[LOST].is_lost()
    wait_until("the alerts are raised", lambda: {"ShardMissing", "ServersNotChecked"} <= fleet.prometheus.firing())
    assert fleet.prometheus.number("job:plimsoll_servers:max - job:plimsoll_servers_checked:count") == len(orphans)
    assert set(fleet.servers.during(3 * INTERVAL)) == set(NAMES) - orphans

    # It is back, as after a restart of its pod.
    fleet.shards[LOST].start()
    fleet.all_is_well()

    # It is lost for long, and left out: the others take over what was its, and lose nothing.
    fleet.shards[LOST].is_lost()
    fleet.write(without=[LOST])
    rest = [shard for shard in fleet.shards if shard.index != LOST]
    told = [shard.reads_again() for shard in rest]
    assert all(not one["removed"] and not one["changed"] for one in told), told
    assert {name for one in told for name in one["added"]} == orphans
    fleet.all_is_well(without=[LOST])

    # And back again: each gives up what it had taken over, and nothing else.
    fleet.write()
    fleet.shards[LOST].start()
    told = [shard.reads_again() for shard in rest]
    assert all(not one["added"] and not one["changed"] for one in told), told
    assert sorted(name for one in told for name in one["removed"]) == sorted(orphans)
    fleet.all_is_well()
    assert all(shard.is_alive() for shard in fleet.shards)
