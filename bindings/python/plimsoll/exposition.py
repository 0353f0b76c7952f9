"""Everything that is known on one page: the text format 0.0.4 of Prometheus."""

# Of pools and caches there can be several of a name, a checker's and those of contexts beside it: they are added up.
_ADDED_UP = ("plimsoll_pool_", "plimsoll_cache_")


def metrics(*parts, steps=True):
    """Everything that is known as metrics, in the text format 0.0.4 of Prometheus, to be answered to a scrape or handed to
    `OtlpExporter.send_text`. Every family stands there once; docs/metrics.md lists all.

        page = plimsoll.metrics(monitor, checker, checker.gate)     # and the steps

    Args:
        parts: what has `metrics`, such as a `Monitor` with the pools that are attached to it; each once. None at all: the
            container of this process, read once a second at most.
        steps: whether steps are on the page: True those of `plimsoll.step`, False none, or a `StepBook`.

    Raises:
        ValueError: two parts tell the same, as two monitors do.
        TypeError: something else was given.
        PlimsollError: a part cannot be asked, because it is closed.
    """
    if not parts:
        from .pulse import shared

        pulse = shared()
        pulse.beat()
        parts = (pulse.monitor,)
    texts = [_text(part) for part in once(parts)]
    told = steps_text(steps)
    return joined([*texts, told] if told else texts)


def once(parts):
    """The parts without those that another one tells of: what a checker lends is its own."""
    lent = [id(part._lent) for part in parts if getattr(part, "_lent", None) is not None]
    return [part for part in parts if id(part) not in lent]


def _text(part):
    ask = getattr(part, "metrics", None)
    if ask is None or isinstance(part, type):
        raise TypeError(f"{part!r} has no metrics: allowed is what has, such as a plimsoll.Monitor")
    return ask()


def steps_text(steps):
    """The page of steps: True for those of `plimsoll.step`, or a book. Empty where none ran."""
    if steps is False:
        return ""
    if steps is True:
        import sys

        # Where nobody asked for it no step ran.
        module = sys.modules.get(f"{__package__}.step_book")
        if module is None:
            return ""
        steps = module.book
    from .step_book import StepBook

    if not isinstance(steps, StepBook):
        raise TypeError(f"`steps` is {steps!r}: allowed are True, False and a plimsoll.StepBook")
    return steps.metrics()


def written(families):
    """Families as text; those without a value are left out."""
    lines = []
    for family in families:
        if not family.values:
            continue
        help = family.help.replace("\\", "\\\\").replace("\n", "\\n")
        lines.append(f"# HELP {family.name} {help}\n# TYPE {family.name} {'counter' if family.counter else 'gauge'}\n")
        for values, value in family.values:
            pairs = ",".join(f'{label}="{_escaped(word)}"' for label, word in zip(family.labels, values))
            lines.append(f"{family.name}{'{' + pairs + '}' if pairs else ''} {_number(value)}\n")
    return "".join(lines)


def _escaped(word):
    return word.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    return repr(int(value)) if value == int(value) and abs(value) < 1 << 53 else repr(value)


def joined(texts):
    """Pages as one, in which every family stands once."""
    if len(texts) == 1:
        return texts[0]
    families = {}
    for text in texts:
        series = None
        # Not `splitlines`, which also splits at characters that can stand in a label.
        for line in text.split("\n"):
            if line.startswith("# "):
                name = line.split(" ", 3)[2]
                heads, series = families.setdefault(name, ([], {}))
                if not series and line not in heads:
                    heads.append(line)
            elif line:
                _add(series, *line.rsplit(" ", 1))
    lines = []
    for heads, series in families.values():
        lines += heads
        lines += [f"{key} {value}" for key, value in series.items()]
    return "".join(f"{line}\n" for line in lines)


def _add(series, key, value):
    before = series.get(key)
    if before is not None:
        if not key.startswith(_ADDED_UP):
            raise ValueError(f"two parts tell `{key}`: give one monitor, one checker and one gate for a page")
        value = _number(float(before) + float(value))
    series[key] = value
