"""The sampler."""

import ctypes
import os
import sys

from . import groups as group_names
from . import library
from .details import Core, Disk, Filesystem, Interface, Problem, Process, records
from .errors import InvalidArgumentError
from .library import POINTER, SIZE, STATUS, String, call, failure
from .sample import Sample
from .values import SIZE as SAMPLE_SIZE

_TARGET_OWN, _TARGET_PID, _TARGET_CGROUP = range(3)
_CONTROLLERS = {"cpu": 0, "memory": 1, "io": 2, "pids": 3, "unified": 4}
_ORDERS = {"cpu": 0, "memory": 1}
_MOST_PID = 2**32 - 1
_MOST_SECONDS = 3600


class _Options(ctypes.Structure):
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
    ]


_new = library.function("plim_sampler_new", STATUS, POINTER, SIZE, POINTER, POINTER)
_read = library.function("plim_sampler_read", STATUS, POINTER, POINTER, SIZE, POINTER)
_available = library.function("plim_sampler_available", STATUS, POINTER, POINTER, POINTER)
_problem_count = library.function("plim_sampler_problem_count", STATUS, POINTER, POINTER, POINTER)
_problem_get = library.function(
    "plim_sampler_problem_get", STATUS, POINTER, SIZE, POINTER, POINTER, POINTER, POINTER
)
_reset = library.function("plim_sampler_reset", STATUS, POINTER, POINTER)
_cgroup_path = library.function(
    "plim_sampler_cgroup_path", STATUS, POINTER, ctypes.c_uint32, SIZE, POINTER, POINTER
)
_close = library.function("plim_sampler_close", STATUS, POINTER, POINTER)
_free = library.function("plim_sampler_free", None, POINTER)


def _list_function(name):
    return library.function(name, STATUS, POINTER, POINTER, SIZE, SIZE, POINTER, POINTER)


_cores = _list_function("plim_sampler_cores")
_disks = _list_function("plim_sampler_disks")
_interfaces = _list_function("plim_sampler_interfaces")
_filesystems = _list_function("plim_sampler_filesystems")
_processes = _list_function("plim_sampler_processes")
_top = library.function(
    "plim_sampler_top", STATUS, POINTER, ctypes.c_uint32, POINTER, SIZE, SIZE, POINTER, POINTER
)


class Sampler:
    """Reads samples of one target. Starts no thread and writes nothing.

    Args:
        groups: what to read: None or "full" for everything, "tick" for what a 100 Hz caller needs,
            or an iterable of names (see `Groups`).
        target: what to look at: None for this process and the cgroup it is in, a pid, or the path
            of a cgroup, as in /proc/PID/cgroup or as its directory below a cgroup mount.
        filesystem: the filesystem whose space and inodes are read, by any path on it.
        slow_interval: how often, in seconds, the dear sources that change slowly (TCP counters,
            sockets, filesystem space) are read at the most: 0 (at every read) to 3600.
        proc_root: read /proc files from here instead: a captured tree, or the host's mounted into a
            sidecar. Nothing is then asked of the live machine by system call.
        sys_root: read /sys files from here instead.

    A sampler survives forks, moves to another cgroup, changes of limits, and a host that closes all
    descriptors. Several threads may share one: they wait for each other. It closes itself when it
    is no longer used; `close`, or a ``with`` block, does it at once.
    """

    __slots__ = ("_handle", "_room", "_what", "__weakref__")

    def __init__(
        self, groups=None, target=None, filesystem="/", slow_interval=1.0, proc_root=None, sys_root=None
    ):
        self._handle = None
        options = _Options(groups=group_names.to_bits(groups), slow_interval_ns=_interval(slow_interval))
        self._what = _set_target(options, target)
        for name, path in (("filesystem", filesystem), ("proc_root", proc_root), ("sys_root", sys_root)):
            if path is not None:
                _set_path(options, name, path)
        handle = POINTER()
        call(_new, ctypes.byref(options), ctypes.sizeof(options), ctypes.byref(handle))
        self._handle = handle.value
        # How many records of each kind the last list had.
        self._room = {}

    def read(self):
        """A new sample. Raises NotFoundError when the target has ended."""
        sample = Sample()
        self.read_into(sample)
        return sample

    def read_into(self, sample):
        """Reads into a sample that is there already: nothing new is kept in memory."""
        error = POINTER()
        status = _read(self._handle, sample._buffer, SAMPLE_SIZE, ctypes.byref(error))
        if status < 0:
            raise failure(status, error)

    @property
    def available(self):
        """Names of the groups of which at least something can be read here, as a frozenset."""
        bits = ctypes.c_uint64()
        call(_available, self._handle, ctypes.byref(bits))
        return group_names.to_names(bits.value)

    @property
    def problems(self):
        """What could not be read so far, each thing once: a list of `Problem`."""
        count = SIZE()
        call(_problem_count, self._handle, ctypes.byref(count))
        return [self._problem(index) for index in range(count.value)]

    def _problem(self, index):
        path, reason, bits = String(), String(), ctypes.c_uint64()
        call(
            _problem_get, self._handle, index, ctypes.byref(path), ctypes.byref(reason), ctypes.byref(bits)
        )
        return Problem(
            (
                os.fsdecode(path.take()),
                reason.take().decode("utf-8", "replace"),
                group_names.to_names(bits.value),
            )
        )

    def reset(self):
        """Opens everything anew, as after a change that only the host knows of; the next sample has
        another generation."""
        call(_reset, self._handle)

    def cgroup_path(self, controller, depth=0):
        """The path, as the kernel names it, of a cgroup of the target: depth 0 is its own, 1 its
        parent, and so on, as in `cgroup_memory_binding_depth`. None where there is none.

        Args:
            controller: "cpu", "memory", "io", "pids" or "unified".
            depth: how far up.
        """
        number = _choice("controller", controller, _CONTROLLERS)
        path = String()
        call(_cgroup_path, self._handle, number, _whole("depth", depth), ctypes.byref(path))
        return os.fsdecode(path.take()) or None

    def cores(self):
        """CPU time of every core online: a list of `Core`."""
        return self._list(Core, _cores)

    def disks(self):
        """Counters of every real disk: a list of `Disk`."""
        return self._list(Disk, _disks)

    def interfaces(self):
        """Traffic of every network interface, loopback included: a list of `Interface`."""
        return self._list(Interface, _interfaces)

    def filesystems(self):
        """Space and inodes of every mounted filesystem that holds data: a list of `Filesystem`."""
        return self._list(Filesystem, _filesystems)

    def processes(self, top=None, by="cpu"):
        """The processes of the target's cgroup and its descendants, or all that can be seen where
        no cgroup is: a list of `Process`, by pid.

        Args:
            top: only so many, those that used most, the greatest first.
            by: "cpu" (CPU time since each began) or "memory" (resident bytes).
        """
        order = _choice("by", by, _ORDERS)
        if top is None:
            return self._list(Process, _processes)
        room = _whole("top", top)
        found, total = self._fill(Process, room, _top, order)
        return records(Process, found, min(total, room))

    def _list(self, kind, function):
        room = self._room.get(kind, 16)
        while True:
            found, total = self._fill(kind, room, function)
            if total <= room:
                self._room[kind] = room
                return records(kind, found, total)
            # Some to spare: there may be more of them at the next try.
            room = total + total // 8 + 8

    def _fill(self, kind, room, function, *choice):
        try:
            found = ctypes.create_string_buffer(max(1, kind.layout.size * room))
        except OverflowError as error:
            raise MemoryError("no room for {} processes".format(room)) from error
        total = SIZE()
        call(function, self._handle, *choice, found, kind.layout.size, room, ctypes.byref(total))
        return found, total.value

    def close(self):
        """Closes the sampler's files; all later calls raise ClosedError. Closing again is fine."""
        if self._handle:
            call(_close, self._handle)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def __del__(self, free=_free, is_finalizing=sys.is_finalizing):
        # At the interpreter's end the kernel closes what is open; nothing of Python can be relied on.
        if self._handle and not is_finalizing():
            handle, self._handle = self._handle, None
            free(handle)

    def __reduce__(self):
        raise TypeError("a Sampler cannot be pickled or copied: make one where it is used")

    def __repr__(self):
        return "<plimsoll.Sampler of {}>".format(self._what)


def _set_target(options, target):
    """Puts the target into the options; says what it is."""
    if target is None:
        options.target = _TARGET_OWN
        return "this process"
    if isinstance(target, bool):
        raise TypeError("option `target` is {!r}: allowed are None, a pid, or a cgroup's path".format(target))
    if isinstance(target, int):
        if not 1 <= target <= _MOST_PID:
            raise _out_of_range("target", "pid {}".format(target), "pids from 1 to {}".format(_MOST_PID))
        options.target = _TARGET_PID
        options.pid = target
        return "process {}".format(target)
    options.target = _TARGET_CGROUP
    _set_path(options, "cgroup", target, "target")
    return "cgroup {}".format(os.fspath(target))


def _set_path(options, member, path, name=None):
    try:
        path = os.fsencode(path)
    except TypeError:
        raise TypeError("option `{}` is {!r}: allowed is a path".format(name or member, path)) from None
    setattr(options, member, path)
    setattr(options, member + "_len", len(path))


def _interval(seconds):
    """Nanoseconds for the library, to which 0 would mean the default."""
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError("option `slow_interval` is {!r}: allowed is a number of seconds".format(seconds))
    # Not the other way round: NaN is out of range as well.
    if not 0 <= seconds <= _MOST_SECONDS:
        raise _out_of_range("slow_interval", seconds, "0 to {} seconds".format(_MOST_SECONDS))
    return max(1, int(seconds * 1e9))


def _whole(name, number):
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError("`{}` is {!r}: allowed is a whole number".format(name, number))
    if not 0 <= number < 2**31:
        raise _out_of_range(name, number, "0 to {}".format(2**31 - 1))
    return number


def _choice(name, chosen, choices):
    if not isinstance(chosen, str) or chosen not in choices:
        raise _out_of_range(name, repr(chosen), ", ".join(choices))
    return choices[chosen]


def _out_of_range(name, value, allowed):
    return InvalidArgumentError("option `{}` is {}: allowed are {}".format(name, value, allowed), -1)
