"""One side of a comparison: a process that takes readings only when it is told to."""

import array
import os
import subprocess

THROTTLED = 1 << 63


class Worker:
    """Starts a side and speaks its protocol: `run N` in, N durations out (nanoseconds, 8 bytes each)."""

    def __init__(self, name, command, cgroup=None, herd=None, env=None):
        self.name = name
        if cgroup and cgroup.watch:
            command = command + ["--watch", cgroup.watch]
        if herd:
            command = herd.inside(command)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(os.environ, **(env or {})),
            preexec_fn=self._settle(cgroup),
        )
        ready = self.process.stdout.readline().decode().split(None, 2)
        if ready[:1] != ["ready"]:
            self.close()
            raise RuntimeError(f"{name} did not start: {' '.join(command)}")
        self.descriptors = int(ready[1])
        self.note = ready[2].strip() if len(ready) > 2 else ""

    @staticmethod
    def _settle(cgroup):
        # All sides on one CPU, so that none profits from the other's; the harness has the others.
        last = max(os.sched_getaffinity(0))

        def settle():
            os.sched_setaffinity(0, {last})
            if cgroup:
                cgroup.enter()

        return settle

    def run(self, readings):
        """Takes readings; returns two lists of nanoseconds: undisturbed ones, and those while throttled."""
        self.process.stdin.write(b"run %d\n" % readings)
        self.process.stdin.flush()
        data = self.process.stdout.read(8 * readings)
        if len(data) != 8 * readings:
            raise RuntimeError(f"{self.name} ended in the middle of its readings")
        taken = array.array("Q", data)
        return [t for t in taken if not t & THROTTLED], [t ^ THROTTLED for t in taken if t & THROTTLED]

    def close(self):
        """Ends the process by closing its order pipe."""
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except OSError:
                pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
