"""Whom a checker tells of what changes."""

import time

import pytest
from test_checker import gone, threads

import plimsoll


def test_alerts_are_told_to_a_function_and_a_command(tmp_path):
    told = []
    written = tmp_path / "notice"
    alerts = {"command": ["/bin/sh", "-c", f"cat > {written}.part && mv {written}.part {written}"], "fall": 1}
    target = {"name": "shop", "labels": {"team": "blue"}, "rest": {"url": "http://127.0.0.1:1/"}}
    with plimsoll.Checker(interval=0.1, own_limits=None, alerts=alerts, on_alert=told.append) as checker:
        assert checker.alert_statistics().alerts == 0
        checker.watch([target])
        wait_until(lambda: told and written.exists())
        (alert,) = told[0]["alerts"]
        assert told[0]["schema"] == "plimsoll.alert/1"
        assert (alert["name"], alert["status"], alert["was"]) == ("shop", "unhealthy", "unknown")
        assert alert["labels"] == {"team": "blue"}
        wait_until(lambda: checker.alert_statistics().command["sent"] == 1)
    assert gone("plimsoll-alerts")


def test_a_file_says_whom_to_tell(tmp_path):
    path = tmp_path / "servers.yaml"
    path.write_text(
        "servers: [{name: shop, interval: 200ms, rest: {url: 'http://127.0.0.1:1/'}},\n"
        "          {name: desk, interval: 200ms, rest: {url: 'http://127.0.0.1:1/'}}]\n"
        "alerts: {fall: 1, own_limits: off, silences: [{name: shop, until: 2999-01-01}]}\n"
    )
    told = []
    with plimsoll.Checker.load(path, on_alert=told.append) as checker:
        checker.watch(plimsoll.Targets.load(path))
        wait_until(lambda: told and checker.alert_statistics().silenced == 1)
        assert [alert["name"] for alert in told[0]["alerts"]] == ["desk"]
    # Nobody is to be told: nothing is started.
    with plimsoll.Checker.load(path) as checker:
        checker.watch(plimsoll.Targets.load(path))
        assert "plimsoll-alerts" not in threads()


def test_alerts_that_are_wrong_are_refused():
    with pytest.raises(plimsoll.ConfigurationError, match="did you mean `webhook`"):
        plimsoll.Checker(alerts={"webhok": {}})
    with pytest.raises(TypeError, match="on_alert"):
        plimsoll.Checker(on_alert=3)
    with pytest.raises(TypeError, match="alerts"):
        plimsoll.Checker(alerts=3)
    with pytest.raises(plimsoll.InvalidArgumentError, match="own_limits"):
        plimsoll.Checker(own_limits=2)


def wait_until(holds):
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
