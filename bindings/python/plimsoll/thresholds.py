"""Thresholds of rules, put into the library's structs."""

import ctypes

from .options import c_text, number, out_of_range

SEVERITIES = {"low": 1, "medium": 2, "high": 3, "critical": 4}
_DISABLED = 0


class Threshold(ctypes.Structure):
    """`plim_threshold`."""

    _fields_ = [
        ("rule", ctypes.c_char_p),
        ("raise", ctypes.c_double),
        ("clear", ctypes.c_double),
        ("severity", ctypes.c_int32),
        ("reserved", ctypes.c_int32),
    ]


def threshold_rows(thresholds):
    """An array of structs, and how many; None and 0 of None."""
    if thresholds is None:
        return None, 0
    rows = []
    for rule, severities in _items("thresholds", thresholds, "a dict of rules"):
        name = f"thresholds[{rule!r}]"
        c_rule = c_text(name, rule)
        if severities is None:
            rows.append(Threshold(c_rule, 0, 0, _DISABLED))
            continue
        for severity, values in _items(name, severities, "None, or a dict of severities"):
            if severity not in SEVERITIES:
                raise out_of_range(name, f"for severity {severity!r}", ", ".join(SEVERITIES))
            if not isinstance(values, (tuple, list)) or len(values) != 2:
                told = "allowed are two numbers, where it is raised and where it is cleared"
                raise TypeError(f"option `{name}` is {values!r} for severity {severity}: {told}")
            above, below = (number(name, value) for value in values)
            rows.append(Threshold(c_rule, above, below, SEVERITIES[severity]))
    return (Threshold * len(rows))(*rows), len(rows)


def _items(name, mapping, allowed):
    try:
        return mapping.items()
    except AttributeError:
        raise TypeError(f"option `{name}` is {mapping!r}: allowed is {allowed}") from None
