"""A known number of idle processes to list."""

import subprocess


class Herd:
    """`side herd`: in a pid namespace of its own where that is allowed."""

    def __init__(self, side, size, cgroup=None):
        # In the cgroup, because a list is of the container's processes; but not at the expense of its memory.
        self.process = subprocess.Popen(
            [side, "herd", "--reads", str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=(lambda: cgroup.enter(memory=False)) if cgroup else None,
        )
        ready = self.process.stdout.readline().split()
        if ready[:1] != ["ready"]:
            self.close()
            raise RuntimeError("the herd of processes could not be made")
        self.leader, self.separate = ready[1], ready[2] == "namespace"

    def inside(self, command):
        """The command as it runs where it sees the herd."""
        if self.separate:
            return ["nsenter", "--target", self.leader, "--pid", "--mount", "--"] + command
        return command

    def close(self):
        """Ends the herd."""
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
