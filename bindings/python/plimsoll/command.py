"""The command `plimsoll`: the program that the package carries takes this process's place, unless a database is to be read."""

import os
import sys


def main():
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "plimsoll")
    arguments = sys.argv[1:]
    if arguments[:1] == ["db"] and not {"-h", "--help"} & set(arguments):
        from . import database_command

        place = database_command.url_place(arguments)
        if place is not None:
            return database_command.run(program, arguments, place)
    try:
        os.execv(program, ["plimsoll"] + arguments)
    except OSError as error:
        print(f"plimsoll: cannot run {program}: {error}; install plimsoll-monitor again", file=sys.stderr)
        # As the command itself says that it could not measure.
        return 3


if __name__ == "__main__":
    sys.exit(main())
