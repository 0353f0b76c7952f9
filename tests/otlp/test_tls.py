"""Over TLS, with an authority of one's own and a certificate that the collector wants to see."""

import ssl

import pytest

from receiver import Command, Receiver, certificate, wait_until


@pytest.fixture
def collector(tmp_path):
    paths = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(paths[0])
    with Receiver(context) as over_tls, Receiver() as checked:
        yield over_tls, checked, paths


def test_by_the_environment(collector):
    over_tls, checked, (roots, key) = collector
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": over_tls.url,
        "OTEL_EXPORTER_OTLP_CERTIFICATE": roots,
        "OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE": roots,
        "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY": key,
    }
    with Command(checked, environment):
        over_tls.wait_for("a message")


def test_by_the_file(collector):
    over_tls, checked, (roots, key) = collector
    tls = f"{{roots: '{roots}', client_certificate: '{roots}', client_key: '{key}'}}"
    with Command(checked, {}, f"{{interval: 1s, endpoint: '{over_tls.url}', tls: {tls}}}"):
        over_tls.wait_for("a message")


def test_nothing_goes_to_a_stranger(collector):
    over_tls, checked, _ = collector
    with Command(checked, {"OTEL_EXPORTER_OTLP_ENDPOINT": over_tls.url}) as command:
        retried = 'plimsoll_otlp_pages_retried_total{zone="a1"}'
        wait_until("attempts", lambda: command.page()[retried] >= 1)
        assert command.page()['plimsoll_otlp_pages_sent_total{zone="a1"}'] == 0
    assert over_tls.posted == []
