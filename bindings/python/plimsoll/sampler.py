"""The sampler."""

import ctypes
import os

from . import groups as group_names
from . import library
from .handle import Handle
from .library import POINTER, SIZE, STATUS, String, call, failure
from .options import choice, sampler_options, whole
from .sample import Sample
from .values import SIZE as SAMPLE_SIZE

_CONTROLLERS = {"cpu": 0, "memory": 1, "io": 2, "pids": 3, "unified": 4}
_ORDERS = {"cpu": 0, "memory": 1}

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


def _details():
    # Not every caller lists things: the records are not loaded before.
    from . import details

    return details


class Sampler(Handle):
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
            sidecar. Nothing is then asked of the live machine by system call, but for the space
            of `filesystem`.
        sys_root: read /sys files from here instead.
        kept_processes: how many descriptors `processes` may keep from one listing to the next, one
            for each process, up to 65536: a kept one costs half, and the kernel about 4 KiB.

    A sampler survives forks, moves to another cgroup, changes of limits, and a host that closes all
    descriptors. Several threads may share one: they wait for each other. It closes itself when it
    is no longer used; `close`, or a ``with`` block, does it at once.
    """

    __slots__ = ("_room",)
    _close = library.function("plim_sampler_close", STATUS, POINTER, POINTER)
    _free = library.function("plim_sampler_free", None, POINTER)

    def __init__(
        self,
        groups=None,
        target=None,
        filesystem="/",
        slow_interval=1.0,
        proc_root=None,
        sys_root=None,
        kept_processes=0,
    ):
        self._handle = None
        options, self._what = sampler_options(
            groups, target, filesystem, slow_interval, proc_root, sys_root, kept_processes
        )
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
        sample._filled()

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
        call(_problem_get, self._handle, index, ctypes.byref(path), ctypes.byref(reason), ctypes.byref(bits))
        return _details().Problem(
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
        number = choice("controller", controller, _CONTROLLERS)
        path = String()
        call(_cgroup_path, self._handle, number, whole("depth", depth), ctypes.byref(path))
        return os.fsdecode(path.take()) or None

    def cores(self):
        """CPU time of every core online: a list of `Core`."""
        return self._list(_details().Core, _cores)

    def disks(self):
        """Counters of every real disk: a list of `Disk`."""
        return self._list(_details().Disk, _disks)

    def interfaces(self):
        """Traffic of every network interface, loopback included: a list of `Interface`."""
        return self._list(_details().Interface, _interfaces)

    def filesystems(self):
        """Space and inodes of every mounted filesystem that holds data: a list of `Filesystem`."""
        return self._list(_details().Filesystem, _filesystems)

    def processes(self, top=None, by="cpu"):
        """The processes of the target's cgroup and its descendants, or all that can be seen where
        no cgroup is: a list of `Process`, by pid.

        Args:
            top: only so many, those that used most, the greatest first.
            by: "cpu" (CPU time since each began) or "memory" (resident bytes).
        """
        order = choice("by", by, _ORDERS)
        kind = _details().Process
        if top is None:
            return self._list(kind, _processes)
        room = whole("top", top)
        found, total = self._fill(kind, room, _top, order)
        return _details().records(kind, found, min(total, room))

    def _list(self, kind, function):
        room = self._room.get(kind, 16)
        while True:
            found, total = self._fill(kind, room, function)
            if total <= room:
                self._room[kind] = room
                return _details().records(kind, found, total)
            # Some to spare: there may be more of them at the next try.
            room = total + total // 8 + 8

    def _fill(self, kind, room, function, *choice):
        try:
            found = ctypes.create_string_buffer(max(1, kind.layout.size * room))
        except OverflowError as error:
            raise MemoryError(f"no room for {room} processes") from error
        total = SIZE()
        call(function, self._handle, *choice, found, kind.layout.size, room, ctypes.byref(total))
        return found, total.value
