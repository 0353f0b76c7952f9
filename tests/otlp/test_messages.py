"""What the command sends, read by the official definitions, and held against what it tells Prometheus."""

import pytest

import conventions
from receiver import JSON, PROTOBUF, Command, Receiver, rows

OWN_UNITS = {"s", "By", "1", "{cpu}", ""}
# Those that the file adds keep their names.
LABELS = {"zone", "team"}


@pytest.fixture(scope="module", params=["http/protobuf", "http/json", "gzip"])
def run(request):
    """A message, and what Prometheus was told before and after it."""
    packed = request.param == "gzip"
    with Receiver() as receiver:
        environment = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url,
            "OTEL_EXPORTER_OTLP_HEADERS": "X-Tenant=north%20east",
            "OTEL_SERVICE_NAME": "fleet",
            "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=tests",
        }
        if packed:
            environment["OTEL_EXPORTER_OTLP_COMPRESSION"] = "gzip"
        else:
            environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = request.param
        with Command(receiver, environment) as command:
            receiver.wait_for("what is known of the check", lambda posted: "plimsoll.check.status" in posted.metrics)
            before = command.page()
            posted = receiver.wait_for("a message")
            after = command.page()
            count = len(receiver.posted)
        assert len(receiver.posted) > count, "the end is told, too"
    assert posted.headers["Content-Type"] == (JSON if request.param == "http/json" else PROTOBUF)
    assert posted.headers.get("Content-Encoding") == ("gzip" if packed else None)
    return posted, before, after


def test_where_it_goes_and_from_whom(run):
    posted, _, _ = run
    assert posted.path == "/v1/metrics"
    assert posted.headers["X-Tenant"] == "north east"
    [of_resource] = posted.message.resource_metrics
    [of_scope] = of_resource.scope_metrics
    assert of_scope.scope.name == "plimsoll"
    assert of_resource.schema_url == of_scope.schema_url == conventions.SCHEMAS[-1]
    resource = posted.resource()
    assert (resource["service.name"], resource["deployment.environment.name"]) == ("fleet", "tests")
    assert isinstance(resource["process.pid"], int)
    assert set(resource) <= conventions.attributes()
    for key in ["host.arch", "os.type"]:
        assert resource[key] in conventions.values(key)


def test_every_name_is_of_the_conventions_or_ours(run):
    posted, _, _ = run
    known = conventions.metrics()
    listed = {row["name"] for row in rows()}
    theirs = {name for name in posted.metrics if not name.startswith("plimsoll.")}
    assert theirs <= listed and len(theirs) > 20, theirs - listed
    for name in theirs:
        metric = posted.metrics[name]
        assert (posted.instrument(name), metric.unit) == known[name], name
    for name in set(posted.metrics) - theirs:
        assert posted.metrics[name].unit in OWN_UNITS, name
        assert name not in known
    keys = {key for name in posted.metrics for point in posted.points(name) for key, _ in point}
    others = keys - conventions.attributes() - LABELS
    assert all(key.startswith("plimsoll.") for key in others), others


def test_points_are_whole(run):
    posted, _, _ = run
    for name, metric in posted.metrics.items():
        data = getattr(metric, metric.WhichOneof("data"))
        assert len(data.data_points) == len(posted.points(name)) > 0, f"points of {name} have the same attributes"
        if metric.WhichOneof("data") == "sum":
            assert data.aggregation_temporality == 2, "cumulative"
        for point in data.data_points:
            assert point.WhichOneof("value") == "as_double"
            assert point.time_unix_nano > 1_700_000_000 * 10**9
            if metric.WhichOneof("data") == "sum":
                assert 0 < point.start_time_unix_nano <= point.time_unix_nano


def test_values_are_those_that_prometheus_is_told(run):
    posted, before, after = run
    compared = 0
    for row in rows():
        ours = f"plimsoll_{row['ours']}" + ("_total" if row["instrument"] == "counter" else "")
        key = next((key for key in before if key.startswith(ours + "{")), None)
        if key is None or row["name"] not in posted.metrics:
            continue
        wanted = {(name, words[0]) for name, words in row["attributes"].items()} | {("zone", "a1")}
        [value] = [value for point, value in posted.points(row["name"]).items() if set(point) == wanted]
        if row["instrument"] == "counter":
            assert before[key] <= value <= after[key], row
            compared += 1
        elif before[key] == after[key] and row["name"].endswith((".limit", ".count")):
            assert value == before[key], row
            compared += 1
    assert compared > 20
    build = next(key for key in before if key.startswith("plimsoll_build_info{"))
    [(point, value)] = posted.points("plimsoll.build_info").items()
    assert value == 1 and f'version="{dict(point)["plimsoll.version"]}"' in build
    statuses = {dict(point)["plimsoll.status"]: value for point, value in posted.points("plimsoll.check.status").items()}
    assert statuses["healthy"] == 1 and sum(statuses.values()) == 1
