"""What only the report of a benchmark has: its document to be saved, a chart for each measure, what changed."""

import json

from pages import SHAPES, save


def test_the_document_is_saved_from_the_page_without_a_request(browser, benchmark_page, tmp_path):
    page, document = benchmark_page
    saved, name, asked = save(browser, page, tmp_path)
    assert name.startswith("plimsoll-bench-20") and saved == json.loads(document.read_text())
    assert asked == [page.resolve().as_uri()]


def test_every_measure_has_a_chart_of_its_rounds(browser, benchmark_page):
    page, document = benchmark_page
    result = json.loads(document.read_text())
    browser.open(page, 1280)
    shapes = browser.run(SHAPES)
    for measure in result["measures"]:
        shape = shapes.pop(f"rounds-{measure['name']}")
        assert shape["lines"] == 1 and shape["labels"] >= 4 and len(shape["said"]) > 40, (measure["name"], shape)
        assert 1 <= shape["rows"] <= 12, (measure["name"], shape)
    most = max(level["threads"] for level in result["threads"])
    assert list(shapes) == (["threads-speedup"] if most > 1 else [])
    for shape in shapes.values():
        assert (shape["dots"], shape["lines"], shape["rows"]) == (len(result["threads"]), 1, len(result["threads"]))


def test_the_verdict_comes_first_and_says_what_the_document_says(browser, benchmark_page):
    page, document = benchmark_page
    result = json.loads(document.read_text())
    browser.open(page, 1280)
    sections = browser.run("[...document.querySelectorAll('section')].map(section => section.id)")
    assert sections[0] == "verdict" and sections[-1] == "data"
    assert ("comparison" in sections) == ("comparison" in result)
    verdict = browser.run("document.querySelector('#verdict').textContent")
    assert f"{result['scores']['overall']:.1f}" in verdict
    for warning in result["warnings"]:
        assert warning in verdict
    if "comparison" not in result:
        return
    assert result["comparison"]["verdict"] in verdict and "the baseline" in verdict
    rows = browser.run("[...document.querySelectorAll('#comparison tbody tr')].map(row => row.textContent)")
    assert len(rows) == len(result["comparison"]["changes"])
    for row, change in zip(rows, result["comparison"]["changes"]):
        assert change["title"] in row
        assert (change["verdict"] if change["judged"] else "shown") in row


def test_every_score_stands_with_its_parts(browser, benchmark_page):
    page, document = benchmark_page
    scores = json.loads(document.read_text())["scores"]
    browser.open(page, 1280)
    told = browser.run("document.querySelector('#scores').textContent")
    for name in ["resource", "performance", "stability", "scalability"]:
        assert name.capitalize() in told
        for part in scores[name]["parts"]:
            assert part["why"] in told, (name, part)
