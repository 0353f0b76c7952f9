import builtins
import ctypes
from typing import Any, Iterable, Mapping

from .outcome import Facts
from .targets import Target

REDIRECTS_NONE: int

class RequestOptions(ctypes.Structure):
    url: bytes | None
    method: bytes | None
    headers: bytes | None
    body: bytes | None
    body_len: int
    targets: int | None
    target: int
    timeout_ns: int
    connect_timeout_ns: int
    body_bytes: int
    redirects: int

class Response(Facts):
    __slots__ = ("_body",)
    def __init__(self, members: dict[str, Any], body: builtins.bytes) -> None: ...
    @property
    def status(self) -> int: ...
    @property
    def url(self) -> str: ...
    @property
    def redirects(self) -> int: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def phases(self) -> Facts: ...
    @property
    def bytes(self) -> Facts: ...
    @property
    def certificate(self) -> Facts | None: ...
    @property
    def body(self) -> builtins.bytes: ...
    @property
    def text(self) -> str: ...
    def header(self, name: str) -> str | None: ...

def send(
    handle: int,
    url: str | None,
    method: str | None,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] | None,
    body: bytes | str | None,
    target: dict[str, Any] | str | Target | None,
    pool: str,
    timeout: float | None,
    connect_timeout: float | None,
    body_bytes: int | None,
    redirects: int | None,
) -> Response: ...
