"""The terminal that the picture of `watch` is drawn by, and the pictures that are kept."""

import xml.etree.ElementTree as xml
from pathlib import Path

from terminal import Terminal

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 200_000


def test_text_stands_where_it_was_put():
    terminal = Terminal(3, 12)
    terminal.feed("\x1b[?1049h\x1b[2J\x1b[1;1Hab\x1b[2;4Hcd\x1b[3;1Hgone\x1b[3;1H\x1b[K")
    assert terminal.text() == "ab\n   cd\n"


def test_colours_and_styles_are_kept():
    terminal = Terminal(1, 12)
    terminal.feed("\x1b[1;32mgo\x1b[0m \x1b[38;5;196mred\x1b[39m \x1b[48;2;1;2;3mx")
    cells = terminal.cells[0]
    assert cells[0] == ("g", "#98c379", None, True, False)
    assert cells[3][:3] == ("r", "#ff0000", None)
    assert cells[7][:3] == ("x", None, "#010203")


def test_the_picture_is_svg_with_the_text_in_it():
    terminal = Terminal(2, 20)
    terminal.feed("\x1b[1;1H a < b\x1b[2;5H\x1b[33m50 %")
    texts = [one.text.strip() for one in xml.fromstring(terminal.svg("a & b")).iter("{http://www.w3.org/2000/svg}text")]
    assert [text.replace("\u00a0", " ") for text in texts] == ["a < b", "50 %"]


def test_pictures_are_small_and_shown():
    pictures = sorted((DOCS / "images").iterdir())
    assert {picture.name for picture in pictures} >= {"watch.svg", "report.png"}
    pages = "".join(page.read_text() for page in DOCS.rglob("*.md"))
    for picture in pictures:
        assert picture.stat().st_size < MOST_BYTES, picture.name
        assert f"images/{picture.name})" in pages, f"no page shows {picture.name}"
