"""What can go wrong. Each error is also the built-in one that a caller would look for."""


class PlimsollError(Exception):
    """A call failed. The message says what was tried, on which path, what came back, what to do."""

    def __init__(self, message="", code=None, errno=None, path=None):
        Exception.__init__(self, message)
        self._code = code
        self._errno = errno
        self._path = path

    @property
    def code(self):
        """The status of the C library (``PLIM_E_...``), a negative number."""
        return self._code

    @property
    def errno(self):
        """The operating system's error number, or None."""
        return self._errno

    @property
    def path(self):
        """The path concerned, or None."""
        return self._path

    def __str__(self):
        return str(self.args[0]) if self.args else ""

    def __reduce__(self):
        return type(self), (str(self), self.code, self.errno, self.path)


class InvalidArgumentError(PlimsollError, ValueError):
    """An option is out of range or options contradict each other."""


class NotFoundError(PlimsollError, FileNotFoundError):
    """The target (process, cgroup) does not exist, or no longer."""


class PermissionDeniedError(PlimsollError, PermissionError):
    """The kernel or a filesystem refused."""


class KernelError(PlimsollError, OSError):
    """An operating system call failed otherwise."""


class MalformedError(PlimsollError, ValueError):
    """A file or document was not what it should be."""


class UnlikeSamplesError(PlimsollError, ValueError):
    """Two samples cannot be compared: other target, reset, or the same instant."""


class UnsupportedError(PlimsollError, NotImplementedError):
    """The kernel cannot do this."""


class ClosedError(PlimsollError, ValueError):
    """The object was closed."""


class ConfigurationError(PlimsollError, ValueError):
    """A configuration is wrong; the message has a line for each problem."""


class NotBuiltError(PlimsollError, NotImplementedError):
    """The library was built without what is asked for."""


class RequestError(PlimsollError, OSError):
    """No answer came to a request, or only a part of one."""

    def __init__(self, message="", reason=None):
        PlimsollError.__init__(self, message)
        self._reason = reason

    @property
    def reason(self):
        """Why, a stable word for programs: 'connect_refused', 'tls_expired', 'pool_exhausted', ..."""
        return self._reason

    def __reduce__(self):
        return type(self), (str(self), self.reason)


class RequestTimeoutError(RequestError, TimeoutError):
    """The time for a request was up."""


class RefusedError(PlimsollError):
    """A gate gave no permit: an answer, raised where a permit had to be."""

    def __init__(self, refusal):
        PlimsollError.__init__(self, refusal.message)
        self._refusal = refusal

    @property
    def refusal(self):
        """Why, and when to ask again: a `Refusal`."""
        return self._refusal

    def __reduce__(self):
        return type(self), (self._refusal,)


# By status code. A code that is not here is a plain PlimsollError.
BY_CODE = {
    -1: InvalidArgumentError,
    -2: NotFoundError,
    -3: PermissionDeniedError,
    -4: KernelError,
    -5: MalformedError,
    -6: UnlikeSamplesError,
    -7: UnsupportedError,
    -8: ClosedError,
    -9: ConfigurationError,
    -104: NotBuiltError,
}
