"""Holds a message against the official definitions: `python official.py FILE...`, each a body that was posted.

Needs `opentelemetry-proto` (PyPI), whose classes are made from the .proto files. The decoder in
src/export/otlp/decoder_tests.rs says the same without it.
"""

import json
import sys

from google.protobuf import json_format
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest


def main():
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            document = json.load(file)
        # Unknown fields and wrong types are errors.
        message = json_format.ParseDict(document, ExportMetricsServiceRequest())
        metrics = [
            metric
            for resource in message.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        ]
        points = sum(len(getattr(metric, metric.WhichOneof("data")).data_points) for metric in metrics)
        print(f"{path}: {len(metrics)} metrics, {points} points, {message.ByteSize()} bytes as protobuf")


if __name__ == "__main__":
    main()
