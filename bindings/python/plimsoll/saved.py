"""Files that are written whole or not at all."""

import contextlib
import os
import stat


def write(path, text):
    """Replaces a file: whoever reads it sees what it held or all of the new, also where the disk is full."""
    data = text.encode()
    try:
        is_file = stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        is_file = True
    if not is_file:
        # A pipe or a terminal cannot be replaced.
        with open(path, "wb") as file:
            file.write(data)
        return
    # A link stays one.
    path = os.path.realpath(path)
    new = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}.new")
    try:
        with open(new, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(new, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(new, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new)
        raise
