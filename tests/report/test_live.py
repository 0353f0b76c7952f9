"""The live page of `plimsoll serve` as a browser shows it."""

import json
import os
import pathlib
import time

import pytest

from live import NAMED, Endpoint, Kernel, Service, fleet, free_port, wait_until
from test_browser import CONTRAST

TEXT = "document.getElementById({!r}).textContent"
# A row of the resources' table: which, share, load line.
RESOURCES = """[...document.querySelectorAll('#resources-rows tr')].map(row => [row.dataset.resource, row.dataset.scope,
    row.children[3].textContent, row.children[4].textContent])"""
SERVERS = """[...document.querySelectorAll('#checks-rows tr')].map(row => [row.dataset.name, row.children[0].textContent,
    row.children[1].textContent, row.children[2].textContent])"""
FINDINGS = """[...document.querySelectorAll('#findings article')].map(one => ({
    rule: one.dataset.rule, severity: one.querySelector('.badge').textContent,
    names: [...one.querySelectorAll('dt')].map(name => name.textContent), text: one.textContent }))"""
CHARTS = """[...document.querySelectorAll('figure.chart')].map(figure => {
    const svg = figure.querySelector('.picture'), shown = svg.getBoundingClientRect()
    return {
        id: figure.id, role: svg.getAttribute('role'), said: svg.querySelector('desc').textContent,
        named: svg.getAttribute('aria-labelledby').split(' ').every(id => document.getElementById(id).textContent),
        curves: svg.querySelectorAll('polyline[class^=line], circle[class^=line]').length,
        limits: svg.querySelectorAll('.limit').length,
        text: shown.width / svg.viewBox.baseVal.width * parseFloat(getComputedStyle(svg.querySelector('text')).fontSize),
        outside: [...svg.querySelectorAll('line, polyline, polygon, circle, text')].map(part => part.getBoundingClientRect())
            .filter(box => box.left < shown.left - 1 || box.right > shown.right + 1
                || box.top < shown.top - 1 || box.bottom > shown.bottom + 1).length,
    }
})"""
# What a screen reader would find without a name, a table without headings, an id that is there twice.
NAMELESS = """(() => {
    const ids = [...document.querySelectorAll('[id]')].map(one => one.id)
    const meters = [...document.querySelectorAll('[role=meter]')]
    return {
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        sections: [...document.querySelectorAll('section')].filter(one =>
            !document.getElementById(one.getAttribute('aria-labelledby')).textContent).length,
        meters: meters.filter(one => !one.getAttribute('aria-label') || !(one.getAttribute('aria-valuenow') >= 0)).length,
        some: meters.length,
        levels: [...document.querySelectorAll('h1, h2, h3')].map(one => Number(one.tagName[1]))
            .filter((level, at, all) => at > 0 && level > all[at - 1] + 1).length,
    }
})()"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    return Kernel(tmp_path_factory.mktemp("kernel"))


@pytest.fixture(scope="module")
def service(kernel, tmp_path_factory):
    with Endpoint() as url:
        file = fleet(tmp_path_factory.mktemp("fleet") / "servers.json", url)
        with Service(file, *kernel.options()) as service:
            yield service


@pytest.fixture(scope="module")
def directory():
    directory = os.environ.get("PLIMSOLL_REPORT_DIR")
    assert directory, "run by 'make test-report'"
    return pathlib.Path(directory)


def show(browser, url, width=1280, scheme="light"):
    """Opens the page, and waits until it shows something that has a chart."""
    browser.open(url, width, scheme)
    drawn = "document.querySelectorAll('figure.chart .picture polyline').length > 0"
    wait_until("the page shows nothing", lambda: browser.run(drawn))


def is_quiet(browser, url):
    """Nothing was logged, and nobody else was asked for anything."""
    asked = [event["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    assert asked and [one for one in asked if not one.startswith((url, "data:"))] == []
    for event in ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"]:
        assert browser.named(event) == []


def test_what_is_shown_is_what_the_metrics_say(browser, service):
    both = '"healthy":1,"degraded":0,"unhealthy":1'
    wait_until("both servers were checked", lambda: both in service.get("checks"))
    show(browser, service.url)
    metrics = service.metrics()
    assert browser.run(TEXT.format("reading")) == f"{metrics['plimsoll_load_line_ratio', ()]:.2f}"
    level = browser.run(TEXT.format("level"))
    assert metrics["plimsoll_level", (("level", level),)] == 1
    rows = browser.run(RESOURCES)
    assert {row[0] for row in rows} >= {"cpu", "memory", "pids"}
    for resource, scope, share, line in rows:
        labels = (("resource", resource), ("scope", scope))
        known = metrics.get(("plimsoll_resource_used_ratio", labels))
        # Disks of this machine are in use by others too.
        assert share == "–" if known is None else abs(float(share.rstrip(" %")) - known * 100) <= 1.5, resource
        known = metrics.get(("plimsoll_resource_load_line_ratio", labels))
        assert line == "–" if known is None else abs(float(line) - known) <= 0.02, resource
    assert next(row[2] for row in rows if row[0] == "memory") == "25 %"
    # The worst first; and what is called like markup stays text.
    servers = browser.run(SERVERS)
    assert [row[:3] for row in servers] == [["nobody", "nobody", "unhealthy"], [NAMED, NAMED, "healthy"]]
    assert servers[0][3].startswith("connect_refused")
    for name, _, status, _ in servers:
        assert metrics["plimsoll_check_status", (("name", name), ("status", status))] == 1
    assert browser.run("document.querySelectorAll('main b b, main #checks-rows b').length") == 0
    raised = sum(value for (name, _), value in metrics.items() if name == "plimsoll_bottlenecks")
    assert len(browser.run(FINDINGS)) == raised == int(browser.run(TEXT.format("findings-count")))
    is_quiet(browser, service.url)


def test_charts_draw_the_hour_with_limits_and_say_it_in_words(browser, service):
    show(browser, service.url)
    charts = {chart["id"]: chart for chart in browser.run(CHARTS)}
    assert list(charts)[0] == "chart-load-line" and set(charts) >= {"chart-memory", "chart-tasks", "chart-servers"}
    for chart in charts.values():
        assert chart["role"] == "img" and chart["named"] and chart["outside"] == 0 and chart["text"] >= 9, chart
        assert chart["curves"] >= 1 and chart["said"].startswith("From "), chart
    # Within sight of the values, and not.
    assert charts["chart-memory"]["limits"] == 1 and "memory limit: 256.0 MiB" in charts["chart-memory"]["said"]
    assert "Unhealthy: 1 last, 1 at most." in charts["chart-servers"]["said"]
    # A refresh brings what is new, and no more.
    points = json.loads(service.get("live"))
    latest, started = points["points"][-1][0], points["started_unix_seconds"]
    again = json.loads(service.get(f"live?from={latest}&of={started!r}"))
    assert 1 <= len(again["points"]) <= 3 and again["points"][0][0] == latest
    # One that means another start is told everything.
    assert len(json.loads(service.get(f"live?from={latest}&of=1.5"))["points"]) >= len(points["points"])


def test_a_finding_appears_when_it_is_raised_and_goes_when_it_is_cleared(browser, service, kernel, directory):
    show(browser, service.url)
    about_memory = lambda: [one for one in browser.run(FINDINGS) if one["rule"].startswith("memory")]
    assert about_memory() == []
    kernel.memory(0.97)
    found = wait_until("nothing is found", about_memory)[0]
    assert {"Raised", "Evidence", "Advice", "Confidence"} <= set(found["names"]), found
    assert found["severity"] in ("high", "critical"), found
    of_memory = {"plimsoll_bottlenecks": ("component", "memory")}
    assert any(value for (name, labels), value in service.metrics().items() if of_memory.get(name) in labels)
    steps = "document.querySelector('#actions-list .steps')?.textContent"
    advice = wait_until("nothing is advised", lambda: browser.run(steps))
    assert "memory" in advice
    assert "97" in next(row[2] for row in browser.run(RESOURCES) if row[0] == "memory")
    happened = browser.run(TEXT.format("happened-list"))
    assert found["severity"] in happened
    assert browser.run(TEXT.format("level")) in ("degraded", "poor")
    browser.screenshot(directory / "live.png")
    browser.open(service.url, 400, "dark")
    wait_until("the narrow page shows it too", about_memory)
    time.sleep(1)
    browser.screenshot(directory / "live-narrow.png")
    is_quiet(browser, service.url)
    for width in (320, 400, 768, 1280):
        browser.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        assert browser.run("document.documentElement.scrollWidth") <= width, width
    kernel.memory(0.25)
    wait_until("it is still shown", lambda: about_memory() == [])
    assert "cleared" in browser.run(TEXT.format("happened-list"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_stands_out_and_has_a_name(browser, service, scheme):
    show(browser, service.url, 1280, scheme)
    found = browser.run(CONTRAST)
    assert len(found) > 50
    wanted = {"text": 4.5, "line": 3.0}
    assert [item for item in found if item[2] < wanted[item[0]]] == []
    nameless = browser.run(NAMELESS)
    assert nameless.pop("some") >= 3
    assert nameless == {"twice": [], "sections": 0, "meters": 0, "levels": 0}


def test_what_has_the_focus_keeps_it_through_a_refresh(browser, service):
    show(browser, service.url)
    browser.run("document.querySelector('#chart-memory .picture').focus()")
    drawn = browser.run(TEXT.format("state"))
    wait_until("it is not refreshed", lambda: browser.run(TEXT.format("state")) != drawn)
    assert browser.run("document.activeElement.closest('figure').id") == "chart-memory"
    for _ in range(8):
        browser.press("Tab")
        if browser.run("document.activeElement === document.body"):
            break
        assert browser.run("getComputedStyle(document.activeElement).outlineStyle") in ("solid", "auto")


def test_a_page_says_that_its_server_is_lost_and_finds_it_again(browser, kernel):
    listen = f"127.0.0.1:{free_port()}"
    lost = TEXT.format("lost")
    with Service(*kernel.options(), listen=listen) as service:
        browser.open(service.url, 1280)
        wait_until("it shows nothing", lambda: browser.run(TEXT.format("state")).startswith("as of"))
        # Without a file there is nothing to be said of servers.
        assert browser.run("document.getElementById('checks').hidden") and browser.run(lost) == ""
    said = wait_until("nothing is said", lambda: browser.run(lost))
    assert said.startswith("The server is lost: it does not answer. What is shown is of "), said
    assert browser.run("document.body.classList.contains('stale')")
    assert browser.run("document.querySelector('#lost').getAttribute('role')") == "alert"
    assert browser.run(TEXT.format("level")) != "unknown", "what was known is still shown"
    with Service(*kernel.options(), listen=listen):
        wait_until("it stays lost", lambda: browser.run(lost) == "")
        assert not browser.run("document.body.classList.contains('stale')")


def test_a_browser_gives_the_token_as_a_password(browser, kernel):
    with Service(*kernel.options(), "--token", "env:LIVE_TOKEN", environment={"LIVE_TOKEN": "s3cret"}) as service:
        browser.open(service.url.replace("//", "//anybody:wrong@"), 1280)
        assert browser.run("document.getElementById('level')") is None
        browser.open(service.url.replace("//", "//anybody:s3cret@"), 1280)
        shows = "document.getElementById('state')?.textContent.startsWith('as of')"
        wait_until("it shows nothing", lambda: browser.run(shows))
        asked = [event["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
        assert any("/live?" in url for url in asked) and not any("s3cret" in url for url in asked if "/live?" in url)


# The chart that has the widest labels, drawn by the page's own code.
WIDE = """(() => {
    const chart = { id: 'wide', title: 'Wide', unit: 'bytes_per_second', series: [{ at: 0, title: 'x' }], limit: null }
    const figure = frame(chart)
    document.querySelector('main').append(figure)
    draw(figure, chart, [...Array(60).keys()].map(second => [second, 1e9 + second, 2e8 + second, 2e8 + second]))
    const svg = figure.querySelector('.picture'), shown = svg.getBoundingClientRect()
    const labels = [...svg.querySelectorAll('text')]
    const found = {
        labels: labels.map(label => label.textContent),
        outside: labels.filter(label => label.getBoundingClientRect().left < shown.left).map(label => label.textContent),
    }
    figure.remove()
    return found
})()"""


def test_labels_of_any_width_stand_within_their_chart(browser, service):
    show(browser, service.url)
    found = browser.run(WIDE)
    assert "200.0 MiB/s" in found["labels"], found
    assert found["outside"] == []
