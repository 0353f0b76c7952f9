"""The command under test, and what its JSON says."""

import json
import subprocess


class Command:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.files = 0

    def run(self, *words, environment=None):
        """Exit code and results of one run. Whatever else it writes to standard output is a failure of the test."""
        done = subprocess.run(
            [str(self.program), "check", *(str(word) for word in words), "--json"],
            capture_output=True,
            text=True,
            timeout=300,
            env=environment,
        )
        assert done.returncode in (0, 1, 3), f"exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        document = json.loads(done.stdout)
        assert document["schema"] == "plimsoll.check/1"
        return done.returncode, document["results"]

    def one(self, *words, environment=None):
        """Exit code and the only result."""
        code, results = self.run(*words, environment=environment)
        assert len(results) == 1, results
        return code, results[0]

    def file(self, servers, *words, environment=None):
        """Exit code, and the results by name, of a file that names these servers. JSON is YAML."""
        self.files += 1
        path = self.folder / f"servers-{self.files}.yaml"
        path.write_text(json.dumps({"servers": servers}))
        code, results = self.run(path, "--once", *words, environment=environment)
        assert [one["name"] for one in results] == [one["name"] for one in servers]
        return code, {one["name"]: one for one in results}


def verdict(result):
    return result["status"], result["reason"]
