"""Reads the header as cffi users do: preprocessed, then cdef. Prints how many functions it saw."""

import subprocess
import sys

import cffi

text = subprocess.run(
    ["cc", "-E", "-P", sys.argv[1]], check=True, capture_output=True, text=True
).stdout
# What the system's own headers bring is theirs; cffi knows size_t and the sized integers itself.
lines = text[text.index("typedef struct plim_") :]
ffi = cffi.FFI()
ffi.cdef(lines)
functions = [name for name in ffi._parser._declarations if name.startswith("function plim_")]
ffi.sizeof("plim_sample")
print(len(functions))
