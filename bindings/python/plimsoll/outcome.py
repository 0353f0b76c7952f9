"""What a probe found."""


def _frozen(value):
    if isinstance(value, dict):
        return Facts(value)
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _thawed(value):
    if isinstance(value, Facts):
        return value.to_dict()
    return [_thawed(part) for part in value] if isinstance(value, tuple) else value


class Facts:
    """A part of an outcome. Its members are attributes, named as the keys of the JSON document, and
    cannot be changed. A member that is not known is None; one that this version of the library does not
    have is an AttributeError. Iterating gives the names, and `facts[name]` a member whose name is none in
    Python."""

    __slots__ = ("_members",)

    def __init__(self, members):
        frozen = {name: _frozen(value) for name, value in members.items()}
        object.__setattr__(self, "_members", frozen)

    def __getattr__(self, name):
        # Asked for what is no attribute otherwise: by `copy` also before there are members.
        if name.startswith("__") or name == "_members":
            raise AttributeError(name)
        if name in self._members:
            return self._members[name]
        raise AttributeError(f"{type(self).__name__} has no {name!r}: it has {', '.join(self._members)}")

    def __getitem__(self, name):
        return self._members[name]

    def __iter__(self):
        return iter(self._members)

    def __contains__(self, name):
        return name in self._members

    def __len__(self):
        return len(self._members)

    def __setattr__(self, name, value):
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name):
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other):
        return self._members == other._members if isinstance(other, Facts) else NotImplemented

    def __hash__(self):
        return hash(tuple(self._members.items()))

    def __dir__(self):
        return sorted(set(object.__dir__(self)) | set(self._members))

    def __reduce__(self):
        return type(self), (self.to_dict(),)

    def to_dict(self):
        """The members in plain dicts and lists, all the way down."""
        return {name: _thawed(value) for name, value in self._members.items()}

    def __repr__(self):
        known = (f"{name}={value!r}" for name, value in self._members.items() if value is not None)
        return f"{type(self).__name__}({', '.join(known)})"


def _member(name, doc, key=None):
    def get(self):
        return self._members.get(key or name)

    return property(get, doc=doc)


class Outcome(Facts):
    """What a probe found, whatever the server did. It is neither true nor false: ask for its `status`."""

    __slots__ = ("_text",)
    name = _member("name", "The target's name.")
    kind = _member("kind", "What was checked: 'rest', 'mcp', 'dual', or 'custom' for a check of the caller's own.")
    status = _member("status", "What it comes to: 'healthy', 'degraded', 'unhealthy' or 'unknown'.")
    reason = _member("reason", "Why, a stable word for programs: 'ok', 'connect_refused', 'http_status', ...")
    message = _member("message", "Why, a sentence for people. Holds no secret.")
    alive = _member("alive", "Whether anything answered in the protocol; None where nothing was asked.")
    at_unix_ns = _member("at_unix_ns", "When the check was begun, in nanoseconds since 1970-01-01 UTC.")
    cached = _member(
        "cached", "Whether it is the outcome of an earlier check, or of another's at the same time."
    )
    phases = _member(
        "phases",
        "Where its time went: `Facts` with `pool_seconds` (waiting for a connection), `dns_seconds`, "
        "`connect_seconds`, `tls_seconds`, `first_byte_seconds` (None for what did not happen), "
        "`total_seconds`, and `requests`, `connections`, `reused`.",
    )
    bytes = _member("bytes", "Bytes on the wire, TLS and all: `Facts` with `sent` and `received`.")
    retry_after = _member(
        "retry_after",
        "After how many seconds the server asks to be asked again, or None.",
        "retry_after_seconds",
    )
    certificate = _member(
        "certificate",
        "The server's certificate: `Facts` with `subject`, `issuer`, `not_before` and `not_after` in "
        "seconds since 1970-01-01 UTC; None where it showed none.",
    )
    notes = _member("notes", "Sentences worth knowing that are no reason to be degraded.")
    rest = _member("rest", "What the REST path answered: `Facts` with `status`, `checks`, ...; or None.")
    mcp = _member(
        "mcp",
        "What the MCP path answered: `Facts` with `server_name`, `protocol_version`, `tools`, ...; or None.",
    )
    dual = _member(
        "dual", "Where both paths were checked: `Facts` with `score`, `working`, `rest`, `mcp`; or None."
    )

    def __init__(self, members):
        raise TypeError("an Outcome comes from `ProbeContext.probe`, `Checker` or `Outcome.from_json`")

    @classmethod
    def _part(cls, members):
        """One that stands in another document."""
        import json

        return cls.from_json(json.dumps(members, ensure_ascii=False, separators=(",", ":")))

    @classmethod
    def from_json(cls, text):
        """The outcome that a JSON document holds: what `json` gave, or one of the `results` of
        `plimsoll check --json`."""
        import json

        if isinstance(text, (bytes, bytearray)):
            text = text.decode()
        members = json.loads(text)
        if not isinstance(members, dict) or "status" not in members or "reason" not in members:
            raise ValueError("this document is no outcome: it has no `status` and `reason`")
        made = cls.__new__(cls)
        Facts.__init__(made, members)
        object.__setattr__(made, "_text", text)
        return made

    def json(self):
        """The outcome as the JSON document that the library wrote."""
        return self._text

    def __bool__(self):
        raise TypeError("an Outcome is neither true nor false: compare its `status` or its `alive`")

    def __reduce__(self):
        return type(self).from_json, (self._text,)

    def __repr__(self):
        said = f", {self.message}" if self.message else ""
        return f"<Outcome of {self.name!r}: {self.status} ({self.reason}){said}>"
