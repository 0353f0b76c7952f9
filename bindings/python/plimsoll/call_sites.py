"""The place of the program that took a connection."""

import contextlib
import os
import sys


def finder(*kinds):
    """A function that gives the code and the instruction of the first caller that is neither of the packages of these
    classes nor of this one; None and 0 where there is none."""
    is_library = Libraries(kind.__module__ for kind in kinds)

    def find():
        frame = sys._getframe(1)
        while frame is not None and is_library(frame):
            frame = frame.f_back
        return (None, 0) if frame is None else (frame.f_code, frame.f_lasti)

    return find


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
            return frame.f_globals.get("__name__", "").partition(".")[0] in self._packages
        known = self._known[file] = file.startswith(self._folders)
        return known
