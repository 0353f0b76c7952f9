"""The report as a browser shows it: whole in itself, readable on a phone, in light and dark, by keyboard."""

import pytest

# The contrast of every text and line against what is behind it, as WCAG 2.1 counts it.
CONTRAST = """(() => {
    const numbers = color => (color.match(/[\\d.]+/g) || []).map(Number)
    const light = color => {
        const [r, g, b] = numbers(color).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const color = getComputedStyle(at).backgroundColor
            if ((numbers(color)[3] ?? 1) > 0) return color
        }
        return 'rgb(255, 255, 255)'
    }
    const contrast = (color, element) => {
        const [low, high] = [light(color), light(behind(element))].sort((a, b) => a - b)
        return (high + 0.05) / (low + 0.05)
    }
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement, style = getComputedStyle(element)
        if (!node.data.trim() || element.closest('title, desc')) continue
        const color = element instanceof SVGElement ? style.fill : style.color
        found.push(['text', node.data.trim().slice(0, 40), contrast(color, element)])
    }
    for (const line of document.querySelectorAll('polyline[class^=line], .limit, .middle')) {
        found.push(['line', line.getAttribute('class'), contrast(getComputedStyle(line).stroke, line)])
    }
    return found
})()"""

CHARTS = """[...document.querySelectorAll('figure.chart > svg')].map(svg => {
    const lines = [...svg.querySelectorAll('[class^=line]')].map(line => line.getBBox())
    const shown = svg.getBoundingClientRect()
    const scale = shown.width / svg.viewBox.baseVal.width
    return {
        name: svg.querySelector('title').textContent,
        width: shown.width,
        height: shown.height,
        // From the first thing drawn to the last: curves may lie far apart.
        drawn: scale * (Math.max(...lines.map(box => box.x + box.width)) - Math.min(...lines.map(box => box.x))),
        outside: [...svg.querySelectorAll('*')].filter(part => part.getBBox).map(part => part.getBoundingClientRect())
            .filter(box => box.left < shown.left - 1 || box.right > shown.right + 1
                || box.top < shown.top - 1 || box.bottom > shown.bottom + 1).length,
        text: scale * parseFloat(getComputedStyle(svg.querySelector('text')).fontSize),
    }
})"""


# How many charts each page has.
AT_LEAST = {"sample": 16, "blind": 0, "load": 7, "load-steps": 9, "load-merged": 7, "load-short": 5}
AT_LEAST |= {"bench": 9, "bench-compared": 9, "bench-worse": 8}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_page_asks_for_nothing_and_logs_nothing(browser, page, width, scheme):
    browser.open(page, width, scheme)
    asked = [event["request"]["url"] for event in browser.named("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [page.resolve().as_uri()]
    for event in ["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"]:
        assert browser.named(event) == []
    assert browser.run("document.scripts.length") == 0


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_a_page_is_never_wider_than_its_window(browser, page, width):
    browser.open(page, width)
    browser.run("document.querySelectorAll('details').forEach(details => { details.open = true })")
    assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_chart_shows_something_whole_and_large_enough_to_read(browser, page, width):
    browser.open(page, width)
    charts = browser.run(CHARTS)
    assert len(charts) >= AT_LEAST[page.stem]
    for chart in charts:
        assert chart["width"] >= 250 and chart["height"] >= 100, chart
        assert chart["drawn"] >= 0.5 * chart["width"], chart
        assert chart["outside"] == 0, chart
        assert chart["text"] >= 9, chart


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_lines_stand_out_in_light_and_dark(browser, page, scheme):
    browser.open(page, 1280, scheme)
    found = browser.run(CONTRAST)
    assert len(found) > 20
    wanted = {"text": 4.5, "line": 3.0}
    assert [item for item in found if item[2] < wanted[item[0]]] == []
    ground = browser.run("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(244, 246, 248)") == (scheme == "light")


def test_every_chart_and_table_is_reached_by_keyboard_and_shows_it(browser, page):
    browser.open(page, 1280)
    waiting = browser.run("document.querySelectorAll('figure.chart > svg, .scroll, a, summary').length")
    # What stands in closed details cannot be reached, and needs not be.
    hidden = browser.run("document.querySelectorAll('details:not([open]) .scroll').length")
    reached = 0
    for _ in range(waiting + 1):
        browser.press("Tab")
        if browser.run("document.activeElement === document.body"):
            break
        assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        reached += 1
    # The bar of the load line is one more.
    assert reached in (waiting - hidden, waiting - hidden + 1)


# Tables that are wider than the room for them.
CUT = """[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => [one.getAttribute('aria-label'), one.scrollWidth, one.clientWidth])"""
# A4 without its margins, and US letter.
PAPER = [718, 740]


@pytest.mark.parametrize("width", PAPER)
def test_no_table_is_cut_off_on_paper(browser, page, width):
    browser.open(page, width, media="print")
    assert browser.run(CUT) == []
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_a_page_prints_dark_on_white_without_what_paper_cannot_do(browser, page):
    browser.open(page, 800, "dark", media="print")
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert [item for item in browser.run(CONTRAST) if item[0] == "text" and item[2] < 4.5] == []
