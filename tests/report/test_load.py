"""What only the report of a load test has: its document to be saved, and charts of more kinds."""

import json
import time

from browser import PATIENCE

SHAPES = """Object.fromEntries([...document.querySelectorAll('figure.chart > svg')].map(svg => {
    const count = selector => svg.querySelectorAll(selector).length
    const name = svg.querySelector('title').id.replace(/-title$/, '')
    return [name, {
        lines: count('polyline[class^=line]'), dots: count('circle'), areas: count('polygon[class^=shade]'),
        marks: count('.mark'), labels: count('text'),
        rows: svg.parentElement.querySelectorAll('tbody tr').length,
        said: svg.querySelector('desc').textContent,
    }]
}))"""


def test_the_document_is_saved_from_the_page_without_a_request(browser, load, tmp_path):
    page, document = load
    browser.open(page, 1280)
    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.run("document.querySelector('a[download]').click()")
    end = time.monotonic() + PATIENCE
    saved = []
    while not saved and time.monotonic() < end:
        time.sleep(0.1)
        saved = [path for path in tmp_path.iterdir() if path.suffix == ".json"]
    assert len(saved) == 1 and saved[0].name.startswith("plimsoll-load-20")
    assert json.loads(saved[0].read_text()) == json.loads(document.read_text())
    asked = [event["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [page.resolve().as_uri()]


def test_every_chart_has_what_it_is_made_of(browser, load):
    page, document = load
    result = json.loads(document.read_text())
    browser.open(page, 1280)
    shapes = browser.run(SHAPES)
    for name, shape in shapes.items():
        assert shape["labels"] >= 4 and shape["rows"] >= 1 and len(shape["said"]) > 40, (name, shape)
        assert shape["lines"] + shape["dots"] >= 1, (name, shape)
    assert shapes["latency-distribution"]["areas"] == 1
    if result["total"]["counts"]["ok"]:
        assert shapes["latency-over-time"]["lines"] == 4
        assert shapes["latency-distribution"]["marks"] == 2
    if page.stem == "load-steps":
        levels = len([stage for stage in result["stages"] if stage["measured"]])
        capacity = shapes["throughput-against-concurrency"]
        assert (capacity["dots"], capacity["lines"], capacity["marks"]) == (levels, 2, 1)
        assert shapes["latency-against-load"]["lines"] == 3


def test_the_verdict_comes_first_and_says_what_the_document_says(browser, load):
    page, document = load
    result = json.loads(document.read_text())
    browser.open(page, 1280)
    sections = browser.run("[...document.querySelectorAll('section')].map(section => section.id)")
    assert sections[0] == "verdict" and sections[-1] == "data"
    assert ("comparison" in sections) == ("comparison" in result)
    verdict = browser.run("document.querySelector('#verdict').textContent")
    missed = [judged for judged in result["thresholds"] if not judged["met"]]
    assert ("failed" in verdict) == bool(missed)
    assert f"{result['model']} model" in verdict
    for warning in result["warnings"]:
        assert warning in verdict
