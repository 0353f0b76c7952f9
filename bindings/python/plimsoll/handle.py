"""What all objects that hold something of the library have in common."""

import sys

from .library import call


class Owned:
    """Something of the library's that is freed when it is no longer used.

    A subclass names the library's function as `_free`, and fills `_handle`.
    """

    __slots__ = ("_handle", "_what", "__weakref__")

    def __del__(self, is_finalizing=sys.is_finalizing):
        # At the interpreter's end the kernel closes what is open; nothing of Python can be relied on.
        # There is no handle where a subclass never got to `__init__`.
        handle = getattr(self, "_handle", None)
        if handle and not is_finalizing():
            self._handle = None
            self._free(handle)

    def __reduce__(self):
        raise TypeError(f"a {type(self).__name__} cannot be pickled or copied: make one where it is used")

    def __repr__(self):
        return f"<plimsoll.{type(self).__name__} of {self._what}>"


class Handle(Owned):
    """Something that is also closed. A subclass names the library's function as `_close`."""

    __slots__ = ("_ended",)

    def close(self):
        """Closes the kernel's files; all later calls raise ClosedError. Closing again is fine."""
        self._ended = True
        if self._handle:
            call(self._close, self._handle)

    def __repr__(self):
        # Nothing was said of it where it was never closed.
        ended = ", closed" if getattr(self, "_ended", False) else ""
        return f"<plimsoll.{type(self).__name__} of {self._what}{ended}>"

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
