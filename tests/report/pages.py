"""What the pages of several kinds of results have in common."""

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


def save(browser, page, directory):
    """The document that is saved from the page, its name, and what the page asked for meanwhile."""
    browser.open(page, 1280)
    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(directory))
    browser.run("document.querySelector('a[download]').click()")
    end = time.monotonic() + PATIENCE
    saved = []
    while not saved and time.monotonic() < end:
        time.sleep(0.1)
        saved = [path for path in directory.iterdir() if path.suffix == ".json"]
    assert len(saved) == 1
    asked = [event["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    return json.loads(saved[0].read_text()), saved[0].name, [url for url in asked if not url.startswith("data:")]
