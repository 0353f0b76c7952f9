"""What `import plimsoll` adds to a fresh interpreter: prints the kilobytes of RSS that importing a module adds,
and how many of them are pages of a shared object with the library's name. Usage: import_cost.py MODULE"""

import sys

# Read before anything is measured, and the same way before and after.
SMAPS = "/proc/self/smaps"


def resident():
    """RSS in all, and of the shared object."""
    total = library = 0
    ours = False
    with open(SMAPS) as lines:
        for line in lines:
            if line[0] in "0123456789abcdef":
                ours = "plimsoll" in line and ".so" in line
            elif line.startswith("Rss:"):
                kib = int(line.split()[1])
                total += kib
                library += kib if ours else 0
    return total, library


resident()
resident()
before, _ = resident()
if len(sys.argv) > 1:
    __import__(sys.argv[1])
after, library = resident()
print(after - before, library)
