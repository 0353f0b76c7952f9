"""Metrics for a collector of OpenTelemetry."""

import contextlib
import http.server
import json
import os
import threading
from pathlib import Path

import pytest
from conftest import run

import plimsoll


class Collector(http.server.ThreadingHTTPServer):
    """Takes everything, and keeps it."""

    daemon_threads = True

    def __init__(self):
        self.bodies = []
        super().__init__(("127.0.0.1", 0), Taking)
        self.url = f"http://127.0.0.1:{self.server_port}"


class Taking(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append((self.path, self.headers, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def collector():
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def monitor():
    with plimsoll.Monitor() as monitor:
        monitor.observe()
        yield monitor


def threads():
    found = []
    for task in os.listdir("/proc/self/task"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # one that ended meanwhile
            found.append(Path(f"/proc/self/task/{task}/comm").read_text().strip())
    return found


def test_what_the_monitor_knows_is_sent(collector, monitor, monkeypatch):
    monkeypatch.setenv("OTEL_SERVICE_NAME", "worker")
    monkeypatch.setenv("PLIMSOLL_TEST_TOKEN", "s3cret")
    headers = {"x-token": "env:PLIMSOLL_TEST_TOKEN"}
    settings = {"labels": {"zone": "b"}, "otlp": {"endpoint": collector.url, "protocol": "http/json", "headers": headers}}
    with plimsoll.OtlpExporter(settings) as exporter:
        assert "plimsoll-otlp" not in threads()
        assert exporter.is_due()
        assert exporter.send(monitor)
        assert not exporter.is_due()
    assert "plimsoll-otlp" not in threads()
    assert exporter.statistics().sent == 1 and exporter.statistics().last_error is None
    assert not exporter.send(monitor)
    ((path, headers, body),) = collector.bodies
    assert path == "/v1/metrics" and headers["x-token"] == "s3cret"
    (resource,) = json.loads(body)["resourceMetrics"]
    attributes = {each["key"]: each["value"] for each in resource["resource"]["attributes"]}
    assert attributes["service.name"] == {"stringValue": "worker"}
    metrics = {metric["name"]: metric for metric in resource["scopeMetrics"][0]["metrics"]}
    (point,) = metrics["plimsoll.load_line"]["gauge"]["dataPoints"]
    assert point["asDouble"] == pytest.approx(monitor.load_line().reading)
    assert {"key": "zone", "value": {"stringValue": "b"}} in point["attributes"]


def test_protobuf_is_understood(collector, monitor):
    service = pytest.importorskip("opentelemetry.proto.collector.metrics.v1.metrics_service_pb2")
    with plimsoll.OtlpExporter(f"otlp: {{endpoint: {collector.url}, compression: none}}") as exporter:
        exporter.send(monitor)
    ((_, headers, body),) = collector.bodies
    assert headers["Content-Type"] == "application/x-protobuf"
    (resource,) = service.ExportMetricsServiceRequest.FromString(body).resource_metrics
    assert len(resource.scope_metrics[0].metrics) > 60


def test_a_collector_that_is_down_costs_a_counter(monitor):
    exporter = plimsoll.OtlpExporter({"otlp": {"endpoint": "http://127.0.0.1:1"}})
    for _ in range(30):
        assert exporter.send(monitor)
    assert exporter.statistics().sent == 0
    assert exporter.close(0)
    ended = exporter.statistics()
    assert ended.waiting == 0 and ended.dropped + ended.failed == 30


def test_what_is_wrong_is_told():
    with pytest.raises(plimsoll.ConfigurationError, match="endpoint"):
        plimsoll.OtlpExporter({"otlp": {"endpont": "http://collector"}})
    with pytest.raises(TypeError, match="None, a dict and a text"):
        plimsoll.OtlpExporter(7)


FORKED = """
import os, sys, plimsoll
monitor = plimsoll.Monitor()
monitor.observe()
exporter = plimsoll.OtlpExporter({"otlp": {"endpoint": "http://127.0.0.1:1"}})
exporter.send(monitor)
child = os.fork()
if child == 0:
    none = exporter.statistics()
    fresh = none.waiting == none.failed == none.dropped == 0 and exporter.send(monitor)
    os._exit(0 if fresh and exporter.close(0) else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_child_begins_anew():
    assert run(FORKED, options=("-W", "ignore")) == "0\n"


def points(body):
    """The points of each metric of a message in JSON."""
    (resource,) = json.loads(body)["resourceMetrics"]
    found = {}
    for metric in resource["scopeMetrics"][0]["metrics"]:
        assert metric["name"] not in found
        found[metric["name"]] = metric.get("sum", metric.get("gauge"))["dataPoints"]
    return found


def test_steps_are_sent_too(collector, monitor):
    book = plimsoll.StepBook()
    with pytest.raises(ValueError), book.step('order "a"'):
        raise ValueError
    settings = {"labels": {"zone": "b"}, "otlp": {"endpoint": collector.url, "protocol": "http/json"}}
    with plimsoll.OtlpExporter(settings) as exporter:
        assert exporter.send(monitor, steps=book)
        assert exporter.send(monitor, steps=False)
        assert exporter.send_text(book.metrics())
    both, container, steps = (points(body) for _, _, body in collector.bodies)
    assert set(both) == set(container) | set(steps) and len(container) > 60 and "plimsoll.step.runs" not in container
    (failure,) = both["plimsoll.step.failures"]
    attributes = {each["key"]: each["value"]["stringValue"] for each in failure["attributes"]}
    assert attributes == {"plimsoll.step": 'order "a"', "plimsoll.exception": "ValueError", "zone": "b"}
    assert failure["asDouble"] == 1
    # As Prometheus is told.
    assert both["plimsoll.load_line"][0]["asDouble"] == pytest.approx(monitor.load_line().reading)


def test_what_is_no_page_is_not_sent(monitor):
    with plimsoll.OtlpExporter({"otlp": {"endpoint": "http://127.0.0.1:1"}}) as exporter:
        with pytest.raises(plimsoll.MalformedError, match="line 1 of the page is `orders 3`"):
            exporter.send_text("orders 3\n")
        with pytest.raises(TypeError, match="has no metrics"):
            exporter.send(monitor, 7)
        with pytest.raises(TypeError, match="a plimsoll.StepBook"):
            exporter.send(monitor, steps=7)
        assert exporter.statistics().waiting == 0
