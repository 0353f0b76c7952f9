"""Parts of the JSON documents of a monitor. Members are named as the keys, but where told otherwise."""

from .record import Record

_INFINITY = float("inf")


class Part(Record):
    """A part of a document. A member that the document does not have is None."""

    __slots__ = ()
    # What members are made of, where they are not plain; which of them can be no limit; and lists that
    # the document leaves out where they are empty.
    _parts = {}
    _limits = ()
    _lists = ()
    # Keys, by the member, that Python cannot have as names.
    _keys = {}

    @classmethod
    def _of(cls, document):
        return cls([cls._member(name, document.get(cls._keys.get(name, name))) for name in cls._names])

    @classmethod
    def _member(cls, name, value):
        if name in cls._limits and value == "max":
            return _INFINITY
        if name in cls._lists and value is None:
            return ()
        kind = cls._parts.get(name)
        if isinstance(value, list):
            return tuple(value if kind is None else [kind._of(part) for part in value if part is not None])
        return value if kind is None or value is None else kind._of(value)

    @classmethod
    def from_json(cls, text):
        """The part that a JSON document holds, such as what the library or its command wrote."""
        import json

        return cls._of(json.loads(text))

    def to_dict(self):
        """The members that are there, by key, all the way down, in plain dicts and lists."""
        return {
            self._keys.get(name, name): _plain(value)
            for name, value in zip(self._names, self)
            if value is not None and (value != () or name not in self._lists)
        }


def _plain(value):
    if isinstance(value, Part):
        return value.to_dict()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
