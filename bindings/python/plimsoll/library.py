"""The shared object beside this file, and what all calls into it have in common."""

import ctypes
import os

from . import errors

# The ABI this package was written for; another number is another ABI.
ABI = 0
# The answers that are neither done nor an error which callers here look at.
REFUSED = 1
NOT_ENOUGH_DATA = 2
ABSENT = 3

POINTER = ctypes.c_void_p
SIZE = ctypes.c_size_t
STATUS = ctypes.c_int32


def _open():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libplimsoll.so")
    advice = "install plimsoll-monitor for this machine again, or in a source tree run `make python-dev`"
    try:
        # Calls of a CDLL let other Python threads run.
        opened = ctypes.CDLL(path)
        opened.plim_abi_version.restype = ctypes.c_uint32
        abi = opened.plim_abi_version()
    except (OSError, AttributeError) as error:
        raise ImportError(f"plimsoll cannot load its library: {error}; {advice}", path=path) from error
    if abi != ABI:
        raise ImportError(f"{path} speaks ABI {abi}, this package ABI {ABI}; {advice}", path=path)
    return opened


_library = _open()


def function(name, result, *arguments):
    """A function of the library, with the types of its result and arguments."""
    found = getattr(_library, name)
    found.restype = result
    found.argtypes = arguments
    return found


_error_message = function("plim_error_message", ctypes.c_char_p, POINTER)
_error_errno = function("plim_error_errno", ctypes.c_int32, POINTER)
_error_path = function("plim_error_path", ctypes.c_char_p, POINTER)
_error_free = function("plim_error_free", None, POINTER)
_string_free = function("plim_string_free", None, POINTER)

VERSION = function("plim_version", ctypes.c_char_p)().decode()


class String(ctypes.Structure):
    """Bytes that the library gave away."""

    _fields_ = [("address", POINTER), ("length", SIZE)]

    def take(self):
        """The bytes, after which the library has them back."""
        try:
            return ctypes.string_at(self.address, self.length) if self.address else b""
        finally:
            _string_free(ctypes.byref(self))


def failure(status, error):
    """The exception for a negative status and the error object that came with it, which is freed."""
    address = error.value
    if not address:
        return errors.BY_CODE.get(status, errors.PlimsollError)(f"plimsoll: status {status}", status)
    try:
        message = _error_message(address).decode("utf-8", "replace")
        path = _error_path(address)
        return errors.BY_CODE.get(status, errors.PlimsollError)(
            message, status, _error_errno(address) or None, None if path is None else os.fsdecode(path)
        )
    finally:
        _error_free(address)


def call(function, *arguments):
    """Calls a function whose last argument is where an error goes. Gives the status, or raises."""
    error = POINTER()
    status = function(*arguments, ctypes.byref(error))
    if status < 0:
        raise failure(status, error)
    return status


def text_of(function, handle):
    """The text that a function gives of a handle."""
    text = String()
    call(function, handle, ctypes.byref(text))
    return text.take().decode()
