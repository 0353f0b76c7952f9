"""What is to be probed."""

import ctypes
import os

from . import library
from .errors import ConfigurationError, InvalidArgumentError
from .handle import Owned
from .library import POINTER, SIZE, STATUS, String, call
from .options import c_text, out_of_range

_load = library.function(
    "plim_targets_load", STATUS, ctypes.c_char_p, SIZE, ctypes.c_char_p, POINTER, POINTER
)
_parse = library.function("plim_targets_parse", STATUS, ctypes.c_char_p, POINTER, POINTER)
_count = library.function("plim_targets_count", SIZE, POINTER)
_describe = library.function("plim_targets_describe", STATUS, POINTER, SIZE, POINTER, POINTER)


class _Owner(Owned):
    """Owns the library's targets, for as long as one of them is used."""

    __slots__ = ()
    _free = library.function("plim_targets_free", None, POINTER)

    def __init__(self, function, *arguments):
        self._handle = None
        handle = POINTER()
        call(function, *arguments, ctypes.byref(handle))
        self._handle = handle.value


class Target:
    """One server of some `Targets`: what its configuration says, without what could be a secret."""

    __slots__ = ("_owner", "_index", "_known")

    def __init__(self, owner, index):
        import json

        text = String()
        call(_describe, owner._handle, index, ctypes.byref(text))
        self._owner = owner
        self._index = index
        self._known = json.loads(text.take().decode())

    @property
    def name(self):
        """Its name; no two have the same."""
        return self._known["name"]

    @property
    def kind(self):
        """'rest', 'mcp' or 'dual'."""
        return self._known["kind"]

    @property
    def enabled(self):
        """Whether it is to be probed at all; `ProbeContext.probe` does not ask."""
        return self._known["enabled"]

    @property
    def timeout(self):
        """The deadline of each check, in seconds."""
        return self._known["timeout_seconds"]

    @property
    def interval(self):
        """How often it is to be probed, in seconds; None where whoever probes decides."""
        return self._known["interval_seconds"]

    @property
    def priority(self):
        """Which goes first where not all can be probed at once: the higher one; 0 unless told."""
        return self._known["priority"]

    @property
    def depends_on(self):
        """Names of those without which it cannot work, a tuple."""
        return tuple(self._known["depends_on"])

    @property
    def labels(self):
        """The owner's own words for it, a dict."""
        return dict(self._known["labels"])

    def __reduce__(self):
        raise TypeError("a Target cannot be pickled or copied: load it where it is used")

    def __repr__(self):
        return f"<plimsoll.Target {self.name!r}, {self.kind}{'' if self.enabled else ', not enabled'}>"


class Targets:
    """The servers of a configuration, in its order, also those that are not enabled.

        targets = plimsoll.Targets.load("servers.yaml")
        for target in targets: ...
        targets[0], targets["orders"], len(targets), targets.names

    They never change, and hold nothing but memory: there is nothing to close.
    """

    __slots__ = ("_all", "_what")

    def __init__(self):
        raise TypeError("Targets come from `Targets.load` or `Targets.parse`")

    @classmethod
    def load(cls, path, environment=None):
        """The servers of a file, in YAML or JSON. Raises ConfigurationError with a line for each problem.

        Args:
            path: the file.
            environment: which of the file's `environments` counts, or None.
        """
        arguments, name = configuration(path, environment)
        return cls._of(_Owner(_load, *arguments), name)

    @classmethod
    def parse(cls, given):
        """The servers of a text in YAML or JSON, or of a dict: a whole configuration, or one entry of its
        `servers`. Relative paths in it begin in the current directory."""
        return cls._of(_owner(given), "a text" if isinstance(given, str) else "a dict")

    @classmethod
    def _of(cls, owner, what):
        made = cls.__new__(cls)
        made._all = tuple(Target(owner, index) for index in range(_count(owner._handle)))
        made._what = what
        return made

    @property
    def names(self):
        """The names, a tuple."""
        return tuple(target.name for target in self._all)

    def __len__(self):
        return len(self._all)

    def __iter__(self):
        return iter(self._all)

    def __getitem__(self, which):
        if not isinstance(which, str):
            return self._all[which]
        for target in self._all:
            if target.name == which:
                return target
        raise KeyError(which)

    def __contains__(self, which):
        return which in self._all or which in self.names

    def __reduce__(self):
        raise TypeError("Targets cannot be pickled or copied: load them where they are used")

    def __repr__(self):
        return f"<plimsoll.Targets of {self._what}: {', '.join(self.names) or 'none'}>"


def _c_document(given):
    if isinstance(given, dict):
        import json

        try:
            given = json.dumps(given, ensure_ascii=False, allow_nan=False)
        except ValueError as error:
            raise InvalidArgumentError(f"the target cannot be written as JSON: {error}", -1) from None
    elif not isinstance(given, str):
        raise TypeError(
            f"a target is of type {type(given).__name__}: allowed are a dict, a text in YAML or JSON, and a Target"
        )
    try:
        return c_text("target", given)
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"the target's text is no Unicode: {error}", -1) from None


def configuration(path, environment):
    """The library's arguments for a file, and its name."""
    try:
        name = os.fsencode(path)
    except TypeError:
        raise TypeError(f"`path` is {path!r}: allowed is a path") from None
    if b"\0" in name:
        raise out_of_range("path", repr(path), "paths without a NUL")
    environment = None if environment is None else c_text("environment", environment)
    return (name, len(name), environment), os.fsdecode(name)


def parsed(given):
    """The library's targets of what stands in a configuration, and how many they are."""
    owner = _owner(given)
    return owner, _count(owner._handle)


def _owner(given):
    try:
        return _Owner(_parse, _c_document(given))
    except ConfigurationError as error:
        # A URL by itself, most likely, which is not shown: it may hold a secret.
        if not isinstance(given, str) or "document is text" not in str(error):
            raise
        told = 'an entry looks like {"name": "shop", "rest": {"url": "https://shop.example/health"}}'
        raise ConfigurationError(f"{error}; {told}", error.code) from None


def single(given):
    """The one target that is meant."""
    if isinstance(given, Target):
        return given
    targets = Targets.parse(given)
    if len(targets) != 1:
        told = "probe each of `Targets.parse`"
        raise InvalidArgumentError(f"{len(targets)} targets are given, and one is probed: {told}", -1)
    return targets[0]
