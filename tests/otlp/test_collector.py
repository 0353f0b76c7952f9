"""Through a collector that others wrote (Rotel), and out of it again."""

import subprocess
import tempfile
from pathlib import Path

import pytest

rotel = pytest.importorskip("rotel", reason="there is no wheel of it for this Python or machine")
from receiver import PATIENCE, Command, Receiver, free_port


@pytest.fixture
def collector():
    with Receiver() as behind, tempfile.TemporaryDirectory(prefix="plimsoll-rotel-") as folder:
        port = free_port()
        command = [
            Path(rotel.__file__).parent / "rotel-agent", "start",
            "--otlp-http-endpoint", f"127.0.0.1:{port}",
            "--otlp-grpc-endpoint", f"127.0.0.1:{free_port()}",
            "--exporter", "otlp", "--otlp-exporter-protocol", "http", "--otlp-exporter-endpoint", behind.url,
            "--pid-file", f"{folder}/pid", "--log-file", f"{folder}/log",
        ]  # fmt: skip
        with open(f"{folder}/out", "wb") as out:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
            try:
                yield f"http://127.0.0.1:{port}", behind
            finally:
                process.terminate()
                process.wait(PATIENCE)


@pytest.mark.parametrize("protocol", ["http/protobuf", "http/json"])
def test_it_takes_messages_and_hands_them_on(collector, protocol):
    url, behind = collector
    otlp = f"{{interval: 1s, endpoint: '{url}', protocol: {protocol}, resource: {{service.name: fleet}}}}"
    with Command(behind, {}, otlp) as command:
        posted = behind.wait_for("a message behind it", lambda posted: "plimsoll.check.status" in posted.metrics)
        # Those before the collector listened may have been tried again.
        page = command.page()
    assert posted.resource()["service.name"] == "fleet"
    assert posted.instrument("system.cpu.time") == "counter"
    assert len(posted.metrics) > 50
    total = sum(len(posted.points(name)) for name in posted.metrics)
    assert total > 100
    assert page['plimsoll_otlp_pages_sent_total{zone="a1"}'] >= 1
    for name in ["pages_failed", "pages_dropped", "points_rejected"]:
        assert page[f'plimsoll_otlp_{name}_total{{zone="a1"}}'] == 0
    memory = next(value for key, value in page.items() if key.startswith("plimsoll_host_memory_total_bytes"))
    assert list(posted.points("system.memory.limit").values()) == [memory]
