"""Everything that is public says what it is."""

import importlib
import inspect
import re

import pytest

import plimsoll

# Modules that are imported by whoever needs them, with the names in them that are promised.
ADAPTERS = {"plimsoll.sqlalchemy": ["watch", "unwatch"], "plimsoll.psycopg_pool": ["watch"], "plimsoll.dbutils": ["watch"]}


def members(kind):
    """The public members that the class, or one of its bases of this package, defines: class, name and object."""
    for base in kind.__mro__:
        if base.__module__.split(".")[0] == "plimsoll" and not base.__name__.startswith("_"):
            yield from ((base, name, member) for name, member in vars(base).items() if not name.startswith("_"))


def is_explained(kind, name, member):
    if inspect.ismemberdescriptor(member):
        # A plain attribute can have no docstring: its class names it.
        return re.search(rf"\b{name}\b", kind.__doc__ or "") is not None
    if isinstance(member, (staticmethod, classmethod)):
        member = member.__func__
    if callable(member) or inspect.isdatadescriptor(member):
        return bool((member.__doc__ or "").strip())
    # A value, such as a number or a table: the class says what it is.
    return True


@pytest.mark.parametrize("name", sorted(plimsoll.__all__))
def test_what_is_exported_is_explained(name):
    thing = getattr(plimsoll, name)
    if not inspect.isclass(thing):
        assert not callable(thing) or thing.__doc__, name
        return
    assert (thing.__doc__ or "").strip(), name
    unexplained = [member for kind, member, value in members(thing) if not is_explained(kind, member, value)]
    assert unexplained == []


@pytest.mark.parametrize("module", sorted(ADAPTERS))
def test_adapters_are_explained(module):
    pytest.importorskip(module.split(".")[1])
    found = importlib.import_module(module)
    assert found.__doc__
    assert [name for name in ADAPTERS[module] if not getattr(found, name).__doc__] == []


def test_the_package_explains_itself():
    for name in ("Sample", "Monitor", "Gate", "ProbeContext", "Checker", "DatabasePool", "LoadTest", "Benchmark"):
        assert f"help(plimsoll.{name})" in plimsoll.__doc__


def test_what_is_not_explained_is_seen():
    class Poor:
        """It has a docstring, and its members have none.

        Attributes:
            told: something.
        """

        __slots__ = ("told", "untold")

        def method(self):
            pass

        @property
        def value(self):
            return 1

    Poor.__module__ = "plimsoll.poor"
    unexplained = [name for kind, name, member in members(Poor) if not is_explained(kind, name, member)]
    assert unexplained == ["method", "value", "untold"]
