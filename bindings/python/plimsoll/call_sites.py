"""The place of the program that took a connection."""

import contextlib
import os
import sys
import sysconfig


def finder(*kinds):
    """A function that gives the code and the instruction of the first caller that is the application's own; where there is
    none, of the first that is neither of the packages of these classes nor of this one; None and 0 without that."""
    is_library, frame_at = Libraries(kind.__module__ for kind in kinds), sys._getframe
    # Files that are the application's.
    own = set()

    def find():
        try:
            # Above is the function that was put on the pool: mostly it is the application that called that.
            frame = frame_at(2)
            if frame.f_code.co_filename not in own:
                frame, _, is_own = nearest(frame, is_library)
                if is_own and not frame.f_code.co_filename.startswith("<"):
                    own.add(frame.f_code.co_filename)
        except Exception:
            # The connection is handed out all the same.
            frame = None
        return (None, 0) if frame is None else (frame.f_code, frame.f_lasti)

    return find


def nearest(frame, is_library):
    """The first of a frame and its callers that is the application's own, how many frames away it is, and True; where there
    is none the first one that is not of the pool's library, 0, and False. What others wrote and was installed stands
    between the application and the pool as well."""
    away, other = 0, None
    while frame is not None:
        if not is_library(frame):
            if not _is_installed(frame):
                return frame, away, True
            other = other or frame
        frame = frame.f_back
        away += 1
    return other, 0, False


# By file, found out once for each.
_installed = {}
_FOLDERS = tuple(
    os.path.join(sysconfig.get_path(kind), "") for kind in ("stdlib", "platstdlib", "scripts") if sysconfig.get_path(kind)
)
_PACKAGES = tuple(os.sep + name + os.sep for name in ("site-packages", "dist-packages"))


def _is_installed(frame):
    """Whether its file is of Python's own modules, or was installed."""
    file = frame.f_code.co_filename
    if file.startswith("<") and not file.startswith("<frozen "):
        # Generated code is of the module that had it made.
        file = frame.f_globals.get("__file__") or ""
    known = _installed.get(file)
    if known is None:
        path = os.path.abspath(file)
        known = file.startswith("<frozen ") or path.startswith(_FOLDERS) or any(name in path for name in _PACKAGES)
        _installed[file] = known
    return known


class Libraries:
    """Whether a frame is of a library that stands between the application and a pool: of the packages of these modules, of
    this package, or of a helper of Python's. A module that is in no package is the application's."""

    __slots__ = ("_folders", "_known", "_packages")

    def __init__(self, modules):
        self._packages = {module.partition(".")[0] for module in modules if "." in module} | {
            "plimsoll",
            "asyncio",
        }
        files = [getattr(sys.modules.get(package), "__file__", None) for package in self._packages]
        self._folders = tuple(os.path.dirname(os.path.abspath(file)) + os.sep for file in files if file)
        # By file, found out once for each.
        self._known = {contextlib.__file__: True}

    def __call__(self, frame):
        file = frame.f_code.co_filename
        known = self._known.get(file)
        if known is not None:
            return known
        if file.startswith("<"):
            # Generated code, whose file is no name: each library may have some.
            return str(frame.f_globals.get("__name__")).partition(".")[0] in self._packages
        known = self._known[file] = file.startswith(self._folders)
        return known
