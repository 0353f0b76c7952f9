"""The options of a sampler: checked, and put into the library's struct."""

import ctypes
import os

from . import groups as group_names
from .errors import InvalidArgumentError
from .library import SIZE

TARGET_OWN, TARGET_PID, TARGET_CGROUP = range(3)
_MOST_PID = 2**32 - 1
_MOST_SECONDS = 3600
_MOST_BITS = 256


class SamplerOptions(ctypes.Structure):
    """`plim_sampler_options`."""

    _fields_ = [
        ("groups", ctypes.c_uint64),
        ("slow_interval_ns", ctypes.c_uint64),
        ("target", ctypes.c_uint32),
        ("pid", ctypes.c_uint32),
        ("cgroup", ctypes.c_char_p),
        ("cgroup_len", SIZE),
        ("filesystem", ctypes.c_char_p),
        ("filesystem_len", SIZE),
        ("proc_root", ctypes.c_char_p),
        ("proc_root_len", SIZE),
        ("sys_root", ctypes.c_char_p),
        ("sys_root_len", SIZE),
        ("kept_processes", ctypes.c_uint64),
    ]


def sampler_options(groups, target, filesystem, slow_interval, proc_root, sys_root, kept_processes=0):
    """The struct, and what the target is in words."""
    options = SamplerOptions(
        groups=group_names.to_bits(groups),
        slow_interval_ns=nanoseconds("slow_interval", slow_interval),
        kept_processes=whole("kept_processes", kept_processes),
    )
    what = _set_target(options, target)
    for name, path in (("filesystem", filesystem), ("proc_root", proc_root), ("sys_root", sys_root)):
        if path is not None:
            _set_path(options, name, path)
    return options, what


def _set_target(options, target):
    if target is None:
        options.target = TARGET_OWN
        return "this process"
    if isinstance(target, bool):
        raise TypeError(f"option `target` is {target!r}: allowed are None, a pid, or a cgroup's path")
    if isinstance(target, int):
        if not 1 <= target <= _MOST_PID:
            raise out_of_range("target", f"pid {target}", f"pids from 1 to {_MOST_PID}")
        options.target = TARGET_PID
        options.pid = target
        return f"process {target}"
    options.target = TARGET_CGROUP
    return "cgroup {}".format(os.fsdecode(_set_path(options, "cgroup", target, "target")))


def _set_path(options, member, path, name=None):
    try:
        path = os.fsencode(path)
    except TypeError:
        raise TypeError(f"option `{name or member}` is {path!r}: allowed is a path") from None
    setattr(options, member, path)
    setattr(options, member + "_len", len(path))
    return path


def nanoseconds(name, seconds, most=_MOST_SECONDS, least=0):
    """Nanoseconds for the library, to which 0 would mean the default."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"option `{name}` is {seconds!r}: allowed is a number of seconds")
    # Not the other way round: NaN is out of range as well.
    if not least <= seconds <= most:
        raise out_of_range(name, seconds, f"{least} to {most} seconds")
    return max(1, int(seconds * 1e9))


def wait(name, seconds):
    """Nanoseconds for the library, to which 0 means not to wait."""
    return nanoseconds(name, seconds) if seconds != 0 else 0


def whole(name, number):
    """A whole number that is not negative."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"`{name}` is {number!r}: allowed is a whole number")
    if not 0 <= number < 2**31:
        raise out_of_range(name, number, f"0 to {2**31 - 1}")
    return number


def c_text(name, text):
    """Text for the library, to which a NUL would be the end."""
    if not isinstance(text, str):
        raise TypeError(f"`{name}` is {text!r}: allowed is a string")
    if "\0" in text:
        raise out_of_range(name, repr(text), "strings without a NUL")
    return text.encode()


def c_name(name, text):
    """A name for the library, which stands in reports and on terminals."""
    if isinstance(text, str) and not text.isprintable():
        raise out_of_range(name, repr(text), "strings of printable characters, without line ends")
    return c_text(name, text)


def number(name, value):
    """A number as a float; also one of numpy's, or a Decimal, which are no subclasses of `int` and `float`."""
    try:
        if not isinstance(value, bool) and hasattr(type(value), "__float__"):
            return float(value)
    except TypeError:
        pass  # an array, say
    except OverflowError:
        raise out_of_range(name, value, "finite numbers") from None
    raise TypeError(f"`{name}` is {value!r}: allowed is a number")


def mapping(name, value):
    """A mapping, such as a dict."""
    if not is_mapping(value):
        raise TypeError(f"{name} {value!r}: wanted is a mapping of names to numbers, such as a dict")
    return value


def is_mapping(value):
    if isinstance(value, dict):
        return True
    # It is not loaded for all others.
    from collections.abc import Mapping

    return isinstance(value, Mapping)


def choice(name, chosen, choices):
    """The library's number for one of some names."""
    if not isinstance(chosen, str) or chosen not in choices:
        raise out_of_range(name, repr(chosen), ", ".join(choices))
    return choices[chosen]


def out_of_range(name, value, allowed):
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        # Python does not write all of them.
        value = f"a number of {value.bit_length()} bits"
    return InvalidArgumentError(f"option `{name}` is {value}: allowed are {allowed}", -1)
