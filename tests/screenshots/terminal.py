"""A terminal as far as `plimsoll watch` uses one, and its screen as SVG."""

import re
from html import escape

# Control sequences, or a single character of text.
_TOKEN = re.compile(r"\x1b\[([?>=]?)([\d;]*)([A-Za-z])|\x1b[()][AB0]|\x1b[=>78]|\x1b\][^\x07]*\x07|(.)", re.DOTALL)
# The sixteen colours of a common dark terminal.
COLOURS = ["#1c1f26", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4",
           "#6b7280", "#ff7b86", "#b5e890", "#ffd68a", "#7cc4ff", "#e09bf5", "#7ad7e0", "#ffffff"]  # fmt: skip
TEXT, GROUND = "#d5d9e0", "#15181e"
# Blanks that no viewer runs together.
NO_BREAK = "\u00a0"
_CELL_WIDTH, _CELL_HEIGHT, _EDGE = 8.4, 18, 12


def colour(number):
    """One of 256."""
    if number < 16:
        return COLOURS[number]
    if number > 231:
        grey = 8 + 10 * (number - 232)
        return f"#{grey:02x}{grey:02x}{grey:02x}"
    steps = [0, 95, 135, 175, 215, 255]
    red, green, blue = (steps[(number - 16) // size % 6] for size in (36, 6, 1))
    return f"#{red:02x}{green:02x}{blue:02x}"


class Terminal:
    """Cells of (character, colour, ground, bold, dim); a colour of None is the terminal's own."""

    def __init__(self, rows, columns):
        self.rows, self.columns = rows, columns
        self._plain()
        self._clear()

    def _plain(self):
        self.ink, self.ground, self.bold, self.dim, self.reverse = None, None, False, False, False

    def _clear(self):
        self.row = self.column = 0
        self.cells = [[(" ", None, None, False, False)] * self.columns for _ in range(self.rows)]

    def feed(self, text):
        for found in _TOKEN.finditer(text):
            private, numbers, letter, character = found.groups()
            if character:
                self._put(character)
            elif letter and not private:
                self._control([int(number or 0) for number in numbers.split(";")], letter)
            elif private and numbers == "1049":
                self._clear()

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row = min(self.row + 1, self.rows - 1)
        elif character >= " " and self.row < self.rows and self.column < self.columns:
            ink, ground = (self.ground or GROUND, self.ink or TEXT) if self.reverse else (self.ink, self.ground)
            self.cells[self.row][self.column] = (character, ink, ground, self.bold, self.dim)
            self.column += 1

    def _control(self, numbers, letter):
        first = numbers[0]
        if letter in "Hf":
            self.row, self.column = max(first, 1) - 1, (numbers[1] if len(numbers) > 1 else 1) - 1
        elif letter == "C":
            self.column += max(first, 1)
        elif letter == "G":
            self.column = max(first, 1) - 1
        elif letter == "J" and first == 2:
            self._clear()
        elif letter == "K" and first == 0:
            for column in range(self.column, self.columns):
                self.cells[self.row][column] = (" ", None, self.ground, False, False)
        elif letter == "m":
            self._style(numbers)

    def _style(self, numbers):
        numbers = list(numbers)
        while numbers:
            number = numbers.pop(0)
            if number == 0:
                self._plain()
            elif number in (1, 2, 7):
                setattr(self, {1: "bold", 2: "dim", 7: "reverse"}[number], True)
            elif number == 22:
                self.bold = self.dim = False
            elif number == 27:
                self.reverse = False
            elif number in (38, 48):
                kind = numbers.pop(0)
                value = colour(numbers.pop(0)) if kind == 5 else "#%02x%02x%02x" % tuple(numbers.pop(0) for _ in range(3))
                setattr(self, "ink" if number == 38 else "ground", value)
            elif number in (39, 49):
                setattr(self, "ink" if number == 39 else "ground", None)
            elif number // 10 in (3, 4, 9, 10):
                bright = 8 if number >= 90 else 0
                setattr(self, "ink" if number // 10 in (3, 9) else "ground", COLOURS[number % 10 + bright])

    def text(self):
        return "\n".join("".join(cell[0] for cell in row).rstrip() for row in self.cells)

    def svg(self, title):
        """The screen as a picture, with its text as text."""
        width, height = self.columns * _CELL_WIDTH + 2 * _EDGE, self.rows * _CELL_HEIGHT + 2 * _EDGE
        out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}" role="img">\n<title>{escape(title)}</title>\n'
            f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>\n'
            '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" '
            f'font-size="14" fill="{TEXT}">\n'
        ]
        for number, row in enumerate(self.cells):
            out += [self._run(number, start, cells) for start, cells in runs(row)]
        return "".join(out) + "</g>\n</svg>\n"

    def _run(self, number, start, cells):
        """A stretch of cells that look alike; `textLength` holds it to the grid, whatever the font."""
        text = "".join(cell[0] for cell in cells)
        _, ink, ground, bold, dim = cells[0]
        left, top = _EDGE + start * _CELL_WIDTH, _EDGE + number * _CELL_HEIGHT
        length = len(cells) * _CELL_WIDTH
        out = ""
        if ground:
            out += f'<rect x="{left:.1f}" y="{top}" width="{length:.1f}" height="{_CELL_HEIGHT}" fill="{ground}"/>'
        if text.strip():
            style = f' fill="{ink}"' if ink else ""
            style += (' font-weight="bold"' if bold else "") + (' opacity="0.6"' if dim else "")
            out += (
                f'<text x="{left:.1f}" y="{top + 14}" textLength="{length:.1f}" '
                f'lengthAdjust="spacingAndGlyphs"{style}>'
                f"{escape(text).replace(' ', NO_BREAK)}</text>"
            )
        return out + "\n" if out else ""


def runs(row):
    """Stretches of a row: pairs of where they begin and their cells. Words further apart are stretches of their own."""
    start = 0
    for column in range(1, len(row) + 1):
        ended = column == len(row) or row[column][1:] != row[start][1:]
        if ended:
            cells = row[start:column]
            skipped = len(cells) - len("".join(cell[0] for cell in cells).lstrip()) if not cells[0][2] else 0
            if skipped < len(cells):
                while not cells[0][2] and cells[-1][0] == " ":
                    cells = cells[:-1]
                yield start + skipped, cells[skipped:]
            start = column
