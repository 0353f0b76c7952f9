"""One plain request over a connection of a pool."""

import ctypes
import json

from . import library
from .errors import RequestError, RequestTimeoutError
from .library import POINTER, SIZE, STATUS, String, call
from .options import c_text, choice, nanoseconds, out_of_range, whole
from .outcome import Facts, _member
from .pools import POOLS
from .targets import single

REDIRECTS_NONE = -1
_MOST_REDIRECTS = 255
# Nothing that the server did: the time was up.
_TIMEOUTS = {"deadline", "connect_timeout", "dns_timeout"}

_request = library.function(
    "plim_request", STATUS, POINTER, ctypes.c_int32, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER, POINTER
)


class RequestOptions(ctypes.Structure):
    """`plim_request_options`."""

    _fields_ = [
        ("url", ctypes.c_char_p),
        ("method", ctypes.c_char_p),
        ("headers", ctypes.c_char_p),
        ("body", ctypes.c_char_p),
        ("body_len", ctypes.c_uint64),
        ("targets", POINTER),
        ("target", ctypes.c_uint64),
        ("timeout_ns", ctypes.c_uint64),
        ("connect_timeout_ns", ctypes.c_uint64),
        ("body_bytes", ctypes.c_uint64),
        ("redirects", ctypes.c_int64),
    ]


class Response(Facts):
    """What a request was answered, whatever the status is."""

    __slots__ = ("_body",)
    status = _member("status", "The HTTP status.")
    url = _member("url", "Where it came from, after redirects.")
    redirects = _member("redirects", "How many redirects were followed.")
    headers = _member("headers", "The headers in order: pairs of a name, in lower case, and a value.")
    phases = _member("phases", "Where the time went: `Facts` as those of an `Outcome`.")
    bytes = _member("bytes", "Bytes on the wire, TLS and all: `Facts` with `sent` and `received`.")
    certificate = _member("certificate", "The server's certificate: `Facts` as those of an `Outcome`, or None.")

    def __init__(self, members, body):
        Facts.__init__(self, members)
        object.__setattr__(self, "_body", body)

    @property
    def body(self):
        """The body, decompressed: bytes."""
        return self._body

    @property
    def text(self):
        """The body as text; bytes that are no UTF-8 are replaced."""
        return self._body.decode("utf-8", "replace")

    def header(self, name):
        """The first header of that name, in whatever case; None where there is none."""
        name = name.lower()
        return next((value for known, value in self.headers if known == name), None)

    def __eq__(self, other):
        return Facts.__eq__(self, other) if isinstance(other, Response) and self._body == other._body else False

    def __hash__(self):
        return hash((Facts.__hash__(self), self._body))

    def __reduce__(self):
        return type(self), (self.to_dict(), self._body)

    def __repr__(self):
        return f"<Response {self.status} of {self.url!r}, {len(self._body)} bytes>"


def _lines(headers):
    pairs = headers.items() if isinstance(headers, dict) else headers
    lines = []
    for name, value in pairs:
        for part in (name, value):
            if not isinstance(part, str):
                raise TypeError("`headers` hold something that is no string: allowed are names and values as strings")
            # Its value can be a secret.
            if "\n" in part or "\r" in part or "\0" in part:
                raise out_of_range("headers", "a header with a control character", "lines of text")
        if ":" in name:
            raise out_of_range("headers", f"a header named {name!r}", "names without a colon")
        lines.append(f"{name}: {value}")
    return "\n".join(lines).encode()


def send(handle, url, method, headers, body, target, pool, timeout, connect_timeout, body_bytes, redirects):
    """See `ProbeContext.request`."""
    options = RequestOptions()
    if url is not None:
        options.url = c_text("url", url)
    elif target is None:
        raise TypeError("neither `url` nor `target` is given: one says what is asked for")
    if method is not None:
        options.method = c_text("method", method)
    if headers is not None:
        options.headers = _lines(headers)
    if body is not None:
        body = body.encode() if isinstance(body, str) else bytes(body)
        options.body = body
        options.body_len = len(body)
    if target is not None:
        target = single(target)
        options.targets = target._owner._handle
        options.target = target._index
    if timeout is not None:
        options.timeout_ns = nanoseconds("timeout", timeout)
    if connect_timeout is not None:
        options.connect_timeout_ns = nanoseconds("connect_timeout", connect_timeout)
    if body_bytes is not None:
        # Not the default, which 0 would mean.
        options.body_bytes = whole("body_bytes", body_bytes) or 1
    if redirects is not None:
        if whole("redirects", redirects) > _MOST_REDIRECTS:
            raise out_of_range("redirects", redirects, f"0 to {_MOST_REDIRECTS}")
        options.redirects = redirects or REDIRECTS_NONE
    content, text = String(), String()
    number = choice("pool", pool, POOLS)
    places = ctypes.byref(content), ctypes.byref(text)
    call(_request, handle, number, ctypes.byref(options), ctypes.sizeof(options), None, 0, *places)
    received = content.take()
    members = json.loads(text.take().decode())
    reason, message = members.pop("reason"), members.pop("message")
    if reason != "ok":
        kind = RequestTimeoutError if reason in _TIMEOUTS else RequestError
        raise kind(message, reason)
    del members["schema"]
    return Response(members, received)
