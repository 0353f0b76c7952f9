"""The command `plimsoll`: the program that the package carries takes this process's place."""

import os
import sys


def main():
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "plimsoll")
    try:
        os.execv(program, ["plimsoll"] + sys.argv[1:])
    except OSError as error:
        print(f"plimsoll: cannot run {program}: {error}; install plimsoll-monitor again", file=sys.stderr)
        # As the command itself says that it could not measure.
        return 3


if __name__ == "__main__":
    sys.exit(main())
