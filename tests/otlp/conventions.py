"""OpenTelemetry's semantic conventions, as the package `opentelemetry-semantic-conventions` holds them."""

import enum
import functools
import importlib
import re
from pathlib import Path

import opentelemetry.semconv
from opentelemetry.semconv.schemas import Schemas

FOLDER = Path(opentelemetry.semconv.__file__).parent
CONSTANT = re.compile(r'^[A-Z][A-Z0-9_]*: Final = "([^"]+)"\n"""\n(.*?)"""', re.MULTILINE | re.DOTALL)
SCHEMAS = [schema.value for schema in Schemas]


def constants(folder):
    """Names with what is said of them."""
    for path in sorted(FOLDER.glob(f"{folder}/*.py")):
        yield from CONSTANT.findall(path.read_text())


def is_current(words):
    """What is deprecated in one module because it is stable in another is current."""
    return not words.startswith("Deprecated") or "Deprecated in favor of stable" in words


@functools.cache
def metrics():
    """Instrument and unit of every metric."""
    found = {}
    for folder in ["_incubating/metrics", "metrics"]:
        for name, words in constants(folder):
            told = re.search(r"^Instrument: (\w+)\nUnit: (.+)$", words, re.MULTILINE)
            # What is deprecated has none, nor has what only refers to a stable one.
            if told:
                found[name] = (told[1], told[2])
    return found


@functools.cache
def attributes():
    folders = ["_incubating/attributes", "attributes"]
    return {name for folder in folders for name, words in constants(folder) if is_current(words)}


def values(attribute):
    """Those that an attribute can have by the conventions; none where it is free."""
    module = importlib.import_module(f"opentelemetry.semconv._incubating.attributes.{attribute.split('.')[0]}_attributes")
    wanted = "".join(part.title() for part in re.split(r"[._]", attribute)) + "Values"
    found = getattr(module, wanted, None)
    if found is None:
        return set()
    assert issubclass(found, enum.Enum)
    return {each.value for each in found}
