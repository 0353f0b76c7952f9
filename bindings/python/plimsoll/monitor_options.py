"""The options of a monitor: checked, and put into the library's struct."""

import ctypes

from .advice import Prices
from .library import POINTER, SIZE
from .options import SamplerOptions, nanoseconds, out_of_range, whole
from .thresholds import Threshold, threshold_rows


class MonitorOptions(ctypes.Structure):
    """`plim_monitor_options`."""

    _fields_ = [
        ("window_ns", ctypes.c_uint64),
        ("sampler", ctypes.POINTER(SamplerOptions)),
        ("sampler_size", SIZE),
        ("history", ctypes.c_uint64),
        ("thresholds", ctypes.POINTER(Threshold)),
        ("thresholds_len", SIZE),
        ("price_per_core_hour", ctypes.c_double),
        ("price_per_gibibyte_hour", ctypes.c_double),
        ("currency", ctypes.c_char_p),
        ("on_event", POINTER),
        ("on_event_data", POINTER),
        ("on_event_free", POINTER),
        ("on_level", POINTER),
        ("on_level_data", POINTER),
        ("on_level_free", POINTER),
    ]


def monitor_options(sampler, window, history, thresholds, prices):
    """The struct, which holds on to what it points to. It has no callbacks: a thread that is to end with
    the interpreter would end inside the library. Events come with `plim_monitor_observe_events`."""
    options = MonitorOptions(
        window_ns=nanoseconds("window", window),
        sampler=ctypes.pointer(sampler),
        sampler_size=ctypes.sizeof(sampler),
        # To the library 0 would mean the default.
        history=whole("history", history) or _refuse_history(),
    )
    if thresholds is not None:
        options.thresholds, options.thresholds_len = threshold_rows(thresholds)
    if prices is not None:
        _set_prices(options, prices)
    return options


def callbacks(on_event, on_level):
    """Both, each a callable or None; None where there is neither."""
    for name, function in (("on_event", on_event), ("on_level", on_level)):
        if function is not None and not callable(function):
            raise TypeError(f"option `{name}` is {function!r}: allowed is a callable")
    return None if on_event is None and on_level is None else (on_event, on_level)


def _refuse_history():
    raise out_of_range("history", 0, "16 to 10000 observations")


def _set_prices(options, prices):
    if not isinstance(prices, Prices):
        raise TypeError(f"option `prices` is {prices!r}: allowed is a plimsoll.Prices")
    options.price_per_core_hour, options.price_per_gibibyte_hour = prices[:2]
    options.currency = prices.currency.encode()
