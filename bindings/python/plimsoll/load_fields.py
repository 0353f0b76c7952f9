"""What is added to a line of a log."""

from .pulse import NAMES, Pulse
from .pulse import shared as shared_pulse


class LoadFields:
    """The load, and the step that runs, as they are when something is logged.

    Args:
        monitor: a `Monitor` of yours; None for one of the process's own.
        every: after how many seconds a reading is too old. Lines in between have the same values.
    """

    __slots__ = ("_pulse",)

    names = (*NAMES, "step")

    def __init__(self, monitor=None, every=None):
        if monitor is None and every is None:
            self._pulse = None
        else:
            self._pulse = Pulse(monitor, *(() if every is None else (every,)))

    def read(self):
        """The values by name, None where something is not known. Never raises."""
        from .step_run import current

        run = current()
        pulse = self._pulse or shared_pulse()
        return {**pulse.fields(), "step": None if run is None else run.name}
