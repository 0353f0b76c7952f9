"""What only the report of a load test has: its document to be saved, and charts of more kinds."""

import json

from pages import SHAPES, save


def test_the_document_is_saved_from_the_page_without_a_request(browser, load, tmp_path):
    page, document = load
    saved, name, asked = save(browser, page, tmp_path)
    assert name.startswith("plimsoll-load-20") and saved == json.loads(document.read_text())
    assert asked == [page.resolve().as_uri()]


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


LINES = """[...document.querySelectorAll('#comparison td.words')].map(cell => {
    const style = getComputedStyle(cell)
    const height = cell.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
    return [cell.textContent, height / parseFloat(style.lineHeight)]
})"""


def test_what_changed_can_be_read_on_a_phone_without_scrolling(browser, load):
    page, document = load
    browser.open(page, 360)
    cells = browser.run(LINES)
    changes = json.loads(document.read_text()).get("comparison", {"changes": []})["changes"]
    assert len(cells) == len(changes)
    assert [cell for cell in cells if cell[1] > 4] == []
    whole = "[...document.querySelectorAll('#comparison .scroll')].every(one => one.scrollWidth <= one.clientWidth + 1)"
    assert browser.run(whole)
