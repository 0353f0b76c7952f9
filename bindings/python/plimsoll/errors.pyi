from .gate import Refusal

class PlimsollError(Exception):
    @property
    def code(self) -> int | None:
        """The status of the C library (``PLIM_E_...``), a negative number."""
    @property
    def errno(self) -> int | None:
        """The operating system's error number, or None."""
    @property
    def path(self) -> str | None:
        """The path concerned, or None."""
    def __init__(
        self, message: str = "", code: int | None = None, errno: int | None = None, path: str | None = None
    ) -> None: ...

class InvalidArgumentError(PlimsollError, ValueError): ...

# That of `OSError` can be written.
class NotFoundError(PlimsollError, FileNotFoundError): ...  # type: ignore[override]
class PermissionDeniedError(PlimsollError, PermissionError): ...  # type: ignore[override]
class KernelError(PlimsollError, OSError): ...  # type: ignore[override]
class MalformedError(PlimsollError, ValueError): ...
class UnlikeSamplesError(PlimsollError, ValueError): ...
class UnsupportedError(PlimsollError, NotImplementedError): ...
class ClosedError(PlimsollError, ValueError): ...
class ConfigurationError(PlimsollError, ValueError): ...
class NotBuiltError(PlimsollError, NotImplementedError): ...

class RequestError(PlimsollError, OSError):  # type: ignore[override]
    @property
    def reason(self) -> str | None:
        """Why, a stable word for programs: 'connect_refused', 'tls_expired', 'pool_exhausted', ..."""
    def __init__(self, message: str = "", reason: str | None = None) -> None: ...

class RequestTimeoutError(RequestError, TimeoutError): ...  # type: ignore[override]

class RefusedError(PlimsollError):
    def __init__(self, refusal: Refusal) -> None: ...
    @property
    def refusal(self) -> Refusal: ...

BY_CODE: dict[int, type[PlimsollError]]
