"""The exceptions."""

import errno
import pickle

import pytest

import plimsoll
from plimsoll import errors

KINDS = sorted({plimsoll.PlimsollError, *errors.BY_CODE.values()}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_exported_and_documented(kind):
    assert getattr(plimsoll, kind.__name__) is kind
    assert kind.__name__ in plimsoll.__all__
    assert kind.__doc__
    for member in ("code", "errno", "path"):
        assert getattr(kind, member).__doc__


@pytest.mark.parametrize("kind", KINDS)
def test_each_keeps_what_it_was_told(kind):
    error = kind("cannot be read (/x)", -2, errno.ENOENT, "/x")
    for told in (error, pickle.loads(pickle.dumps(error))):
        assert type(told) is kind
        assert str(told) == "cannot be read (/x)"
        assert (told.code, told.errno, told.path) == (-2, errno.ENOENT, "/x")
    assert str(kind()) == ""
    bare = kind("message")
    assert (str(bare), bare.code, bare.errno, bare.path) == ("message", None, None, None)


def test_each_is_also_the_built_in_one_that_fits():
    assert issubclass(plimsoll.InvalidArgumentError, ValueError)
    assert issubclass(plimsoll.NotFoundError, FileNotFoundError)
    assert issubclass(plimsoll.PermissionDeniedError, PermissionError)
    assert issubclass(plimsoll.KernelError, OSError)
    assert issubclass(plimsoll.ClosedError, ValueError)
    assert issubclass(plimsoll.UnsupportedError, NotImplementedError)
    assert all(issubclass(kind, plimsoll.PlimsollError) for kind in KINDS)
