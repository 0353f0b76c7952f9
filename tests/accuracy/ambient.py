"""How busy the machine was with what is not ours: such load is found too, and is not what was made."""

import threading
from pathlib import Path

from container import PREFIX, mounts


class Ambient:
    """Once a second: CPUs used on this machine outside of our scenarios and of this process."""

    def __init__(self):
        self.cpus = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _run(self):
        before = self._read()
        while not self._stop.wait(1.0):
            now = self._read()
            seconds = now[0] - before[0]
            # A cgroup that was removed takes its time along: such a second is left out.
            if now[2] == before[2] and seconds > 0:
                self.cpus.append(max(0.0, (now[1] - before[1]) / seconds))
            before = now

    def _read(self):
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        words = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
        busy = (sum(words[:3]) + words[5] + words[6]) / 100
        own, tops = 0.0, set()
        for top in mounts()["cpuacct"].glob(f"{PREFIX}*"):
            try:
                own += int((top / "cpuacct.usage").read_text()) / 1e9
                tops.add(top.name)
            except OSError:
                pass
        words = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        return uptime, busy - own - (int(words[11]) + int(words[12])) / 100, tops

    def words(self):
        """What a reader of the results must know, or nothing."""
        if not self.cpus:
            return ""
        ordered = sorted(self.cpus)
        median, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        said = f"other load on the machine: {median:.2f} CPUs (median of seconds), {most:.2f} (95 %)"
        if most > 0.5:
            said += "; findings of cpu and load that the host's load raises are not to be trusted: run it alone"
        return said
