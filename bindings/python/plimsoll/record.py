"""Plain immutable values with named members."""


def member(index, doc):
    """Member number `index` of a record."""

    def get(self):
        return self[index]

    return property(get, doc=doc)


class Record(tuple):
    """A tuple whose members have names: immutable, comparable, hashable, picklable."""

    __slots__ = ()
    _names = ()

    def __init_subclass__(cls):
        # Behind those of the class that it extends.
        cls._names += tuple(name for name, value in vars(cls).items() if isinstance(value, property))

    def to_dict(self):
        """The members by name."""
        return dict(zip(self._names, self))

    def __repr__(self):
        members = ", ".join(f"{name}={value!r}" for name, value in zip(self._names, self))
        return f"{type(self).__name__}({members})"
