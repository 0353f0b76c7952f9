"""How laden a container is, as one number."""

import struct

from .details import text
from .finding import Measure
from .part import Part
from .record import member

ADVICE = ("accept", "slow", "refuse")


class LoadLine(Part):
    """How laden the container is, as one number."""

    __slots__ = ()
    _parts = {"headroom": Measure}
    # `plim_load_line`.
    layout = struct.Struct("=ddii80s24s24s24s")

    reading = member(0, "0 empty, 1.0 laden to the mark, above it overladen; None before anything was read.")
    resource = member(1, "The resource that is closest to its mark or furthest above it, or None.")
    headroom = member(2, "What is left of it up to the mark, a `Measure`; 0 above it, None if not known.")
    advice = member(3, "Whether to take more work: 'accept', 'slow' or 'refuse'.")

    @classmethod
    def _from_struct(cls, buffer):
        reading, left, advice, _, resource, unit, name, scope = cls.layout.unpack(buffer)
        # A number that is not one, which is unlike itself, stands for none.
        headroom = Measure((text(name), left, text(unit), text(scope))) if left == left else None
        known = reading == reading
        return cls((reading if known else None, text(resource) or None, headroom, ADVICE[advice]))
