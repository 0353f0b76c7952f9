"""One reading of the kernel."""

import ctypes

from . import fields, groups, library
from .values import NAMES, SIZE, Values

_to_json = library.function(
    "plim_sample_to_json", library.STATUS, library.POINTER, library.SIZE, library.POINTER, library.POINTER
)

_LAYOUTS = ("none", "v1", "v2", "hybrid")

# Words of the header; four words of validity come before.
_BOOT_TIME, _WALL_TIME, _TOOK, _GENERATION, _CGROUP_ID, _GROUPS, _LXCFS, _LAYOUT, _DESCRIPTORS = range(4, 13)


def _restore(data):
    sample = Sample()
    sample._buffer.raw = data
    sample._filled()
    return sample


class Sample(Values):
    """One reading of the kernel, made by `Sampler.read` or filled by `Sampler.read_into`.

    Every field is an attribute: ``None`` where it could not be read or was not asked for,
    ``math.inf`` where there is no limit. Counters grow until a reset and mean something as
    differences between samples of the same `generation`.
    """

    __slots__ = ()

    @property
    def boot_time_ns(self):
        """Nanoseconds since boot, suspend included, when the reading began."""
        return self._integers[_BOOT_TIME]

    @property
    def wall_time_ns(self):
        """Nanoseconds since 1970-01-01 UTC when the reading began; may jump."""
        return self._integers[_WALL_TIME]

    @property
    def took_ns(self):
        """What the reading cost, in nanoseconds of elapsed time."""
        return self._integers[_TOOK]

    @property
    def generation(self):
        """Changes when the process forked, moved to another cgroup, or the sampler was reset:
        rates between samples of unlike generations mean nothing."""
        return self._integers[_GENERATION]

    @property
    def cgroup_id(self):
        """The inode of the cgroup's directory (the cgroup id on v2); 0 where there is none."""
        return self._integers[_CGROUP_ID]

    @property
    def groups(self):
        """Names of the groups that were asked for, as a frozenset."""
        return groups.to_names(self._integers[_GROUPS])

    @property
    def lxcfs_groups(self):
        """Names of those groups whose values lxcfs rendered, not the kernel, as a frozenset."""
        return groups.to_names(self._integers[_LXCFS])

    @property
    def cgroup_layout(self):
        """How cgroups are laid out here: 'none', 'v1', 'v2' or 'hybrid'."""
        return _LAYOUTS[self._integers[_LAYOUT]]

    @property
    def own_descriptors(self):
        """File descriptors that the sampler itself holds, counted in `process_descriptors` where
        the target is the own process."""
        return self._integers[_DESCRIPTORS]

    @staticmethod
    def field(name):
        """What the value of that name is: its unit, scope, source, ... as a `Field`."""
        import plimsoll

        if name in NAMES:
            return plimsoll.FIELDS[NAMES.index(name)]
        raise LookupError(f"a sample has no field {name!r}; plimsoll.FIELDS lists them")

    def source(self, name):
        """Who rendered the value of that name: 'kernel' or 'lxcfs'."""
        return "lxcfs" if self.field(name).group in self.lxcfs_groups else "kernel"

    def values(self):
        """Every `Field` with its value, where it was read."""
        import plimsoll

        for field in plimsoll.FIELDS:
            value = getattr(self, field.name)
            if value is not None:
                yield field, value

    def to_dict(self):
        """The values that were read, by name, in the order of the table."""
        pairs = ((name, getattr(self, name)) for name in NAMES)
        return {name: value for name, value in pairs if value is not None}

    def to_json(self):
        """A JSON object on one line, header and values keyed by name: what `plimsoll sample --json`
        prints. A value that was not read has no key; no limit is the string "max"."""
        text = library.String()
        library.call(_to_json, self._buffer, SIZE, ctypes.byref(text))
        return text.take().decode()

    def copy(self):
        """A sample of the same values, which reading into this one will not change."""
        return _restore(self._buffer.raw)

    __copy__ = copy

    def __reduce__(self):
        return _restore, (self._buffer.raw,)

    def __eq__(self, other):
        if not isinstance(other, Sample):
            return NotImplemented
        return self._buffer.raw == other._buffer.raw

    # It changes when it is read into.
    __hash__ = None

    def __repr__(self):
        if not self.boot_time_ns:
            return "<plimsoll.Sample: not read yet>"
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _SHOWN if name in NAMES)
        return f"<plimsoll.Sample: {sum(self._there)} of {fields.COUNT} values, read in {self.took_ns // 1000} us, generation {self.generation}: {shown}>"


# What tells most in one line.
_SHOWN = (
    "cgroup_effective_cpus",
    "cgroup_cpu_usage_seconds",
    "cgroup_memory_usage_bytes",
    "cgroup_memory_effective_limit_bytes",
    "host_load1",
    "host_memory_available_bytes",
)
