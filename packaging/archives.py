"""Archives that are the same whenever and wherever they are made, and what tells whether they are."""

import gzip
import hashlib
import io
import os
import tarfile


def pack(folder, archive, epoch):
    """A tree as a .tar.gz, with the folder's own name at its top."""
    top = os.path.basename(folder)
    text = io.BytesIO()
    with tarfile.open(fileobj=text, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(_below(folder)):
            entry = tar.gettarinfo(path, os.path.join(top, os.path.relpath(path, folder)))
            entry.mtime = epoch
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            # Whatever the umask was; the programs are those that are run.
            entry.mode = 0o777 if entry.issym() else 0o755 if entry.mode & 0o100 else 0o644
            if entry.isreg():
                with open(path, "rb") as content:
                    tar.addfile(entry, content)
            else:
                tar.addfile(entry)
    compress(text.getvalue(), archive)


def compress(content, place):
    with open(place, "wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=9, mtime=0) as packed:
        packed.write(content)


def _below(folder):
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            yield os.path.join(parent, name)


def checksum(path):
    with open(path, "rb") as content:
        return hashlib.sha256(content.read()).hexdigest()


def write_checksums(folder, names):
    """As sha256sum writes it, and reads it with --check."""
    with open(os.path.join(folder, "SHA256SUMS"), "w") as out:
        out.writelines(f"{checksum(os.path.join(folder, name))}  {name}\n" for name in sorted(names))
