"""What receives messages, reads them with the classes made from the official .proto files, and the command that sends them."""

import gzip
import http.server
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.unknown_fields import UnknownFieldSet
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PROTOBUF = "application/x-protobuf"
JSON = "application/json"
# Long enough for a machine under load.
PATIENCE = 30


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_until(what, holds):
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, what
        time.sleep(0.05)
    return found


def decode(media, body):
    """A message. Fields that the definitions do not know and values of another type are errors."""
    message = ExportMetricsServiceRequest()
    if media == JSON:
        json_format.Parse(body, message)
    else:
        assert media == PROTOBUF, media
        message.ParseFromString(body)
        refuse_unknown(message)
    return message


def refuse_unknown(message):
    assert len(UnknownFieldSet(message)) == 0, f"{message.DESCRIPTOR.name} has unknown fields"
    for field, value in message.ListFields():
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            values = value if field.is_repeated else [value]
            for inner in values:
                refuse_unknown(inner)


class Posted:
    """A message with how it came."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.bytes = len(body)
        plain = gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
        self.message = decode(headers.get("Content-Type"), plain)
        self.metrics = {}
        for resource in self.message.resource_metrics:
            for scope in resource.scope_metrics:
                for metric in scope.metrics:
                    assert metric.name not in self.metrics, f"{metric.name} stands twice"
                    self.metrics[metric.name] = metric

    def resource(self):
        attributes = self.message.resource_metrics[0].resource.attributes
        return {attribute.key: value_of(attribute.value) for attribute in attributes}

    def points(self, name):
        """Values of a metric by its attributes."""
        metric = self.metrics[name]
        data = getattr(metric, metric.WhichOneof("data"))
        return {
            tuple(sorted((attribute.key, value_of(attribute.value)) for attribute in point.attributes)): point.as_double
            for point in data.data_points
        }

    def instrument(self, name):
        """As the conventions call it."""
        metric = self.metrics[name]
        if metric.WhichOneof("data") == "gauge":
            return "gauge"
        return "counter" if metric.sum.is_monotonic else "updowncounter"


def value_of(value):
    return getattr(value, value.WhichOneof("value"))


class Receiver(http.server.ThreadingHTTPServer):
    """Takes messages; everything that is not one is a failure, kept for the test."""

    daemon_threads = True

    def __init__(self, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_address[1]}"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.posted = []
        self.wrong = []
        self.thread = threading.Thread(target=self.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()
        assert self.wrong == [], self.wrong

    def wait_for(self, what, fits=lambda posted: True):
        """The first message that fits and came after this was called."""
        begin = len(self.posted)
        return wait_until(what, lambda: next((each for each in self.posted[begin:] if fits(each)), None))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):  # What is checked.
        self.answer(200, "text/plain", b"fine")

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:  # Who sends was ended meanwhile.
            self.close_connection = True
            return
        media = self.headers.get("Content-Type")
        try:
            self.server.posted.append(Posted(self.path, self.headers, body))
        except Exception as error:  # noqa: BLE001 - the thread that tests tells it
            self.server.wrong.append(error)
        response = ExportMetricsServiceResponse()
        is_json = media == JSON
        self.answer(200, media, json_format.MessageToJson(response).encode() if is_json else response.SerializeToString())

    def answer(self, status, media, body):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def certificate(folder):
    """A certificate that is its own authority, and its key."""
    paths = [f"{folder}/certificate.pem", f"{folder}/key.pem"]
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=collector"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", paths[0], "-keyout", paths[1]]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return paths


class Command:
    """`plimsoll check` as a service, told by its environment where to send."""

    def __init__(self, receiver, environment, otlp="{interval: 1s}"):
        self.folder = tempfile.TemporaryDirectory(prefix="plimsoll-otlp-")
        path = Path(self.folder.name) / "fleet.yaml"
        path.write_text(
            f"export:\n  labels: {{zone: a1}}\n  otlp: {otlp}\n"
            f"servers: [{{name: shop, labels: {{team: blue}}, interval: 1s, rest: {{url: '{receiver.url}/health'}}}}]\n"
        )
        self.port = free_port()
        others = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
        self.process = subprocess.Popen(
            [os.environ["PLIMSOLL_STATIC_BINARY"], "check", path, "--listen", f"127.0.0.1:{self.port}"],
            env={**others, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        self.folder.cleanup()
        assert status == 0, status

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def page(self):
        """What Prometheus would be told now: values by series, as they are written."""
        wait_until("it listens", self.listens)
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=PATIENCE) as answer:
            lines = answer.read().decode().splitlines()
        series = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
        return {key: float(value) for key, value in series}


ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \| (?P<kind>sum(?:, up and down)?) \| `(?P<unit>[^`]+)` "
    r"\| (?P<attributes>.*) \| `(?P<ours>\w+)` \|$"
)
INSTRUMENTS = {"sum": "counter", "sum, up and down": "updowncounter"}


def rows():
    """The table of docs/opentelemetry.md, which a test of the library holds against the code."""
    text = (REPOSITORY / "docs/opentelemetry.md").read_text()
    found = [ROW.match(line).groupdict() for line in text.splitlines() if line.startswith("| `") and "| sum" in line]
    assert len(found) > 50
    for row in found:
        pairs = re.findall(r"`([a-z_.]+)`: ((?:`\w+`(?:, (?=`\w+`(?!:)))?)+)", row["attributes"])
        row["attributes"] = {key: re.findall(r"\w+", values) for key, values in pairs}
        row["instrument"] = INSTRUMENTS[row["kind"]]
    return found
