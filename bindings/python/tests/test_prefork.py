"""Under servers that load the application once and fork workers of it: gunicorn and uWSGI."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from conftest import HERE, PACKAGE

SERVERS = {
    "gunicorn": [
        "-m", "gunicorn", "--preload", "--workers", "2", "--bind", "unix:{socket}", "--no-control-socket",
        "prefork_app:application",
    ],
    "gunicorn with gevent": [
        "-m", "gunicorn", "--preload", "--workers", "2", "--worker-class", "gevent", "--bind", "unix:{socket}",
        "--no-control-socket", "prefork_app:application",
    ],
    "uwsgi": [
        "-c", "import pyuwsgi; pyuwsgi.run()", "--master", "--processes", "2", "--threads", "2", "--die-on-term",
        "--http-socket", "{socket}", "--module", "prefork_app",
    ],
}  # fmt: skip


class OfSocket(http.client.HTTPConnection):
    """HTTP over a socket that has a path: no port has to be free."""

    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path):
    with contextlib.closing(OfSocket(path)) as connection:
        connection.request("GET", "/")
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return json.loads(body)


def until(what, path, seconds=30):
    """Asks until an answer is as wanted."""
    end = time.monotonic() + seconds
    answer = None
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = ask(path)
            if what(answer):
                return answer
        time.sleep(0.02)
    raise AssertionError(f"never as wanted; at last {answer}")


@pytest.fixture(params=SERVERS)
def server(request, tmp_path):
    """The socket of a server that runs, and its process."""
    pytest.importorskip("pyuwsgi" if request.param == "uwsgi" else "gunicorn")
    if "gevent" in request.param:
        pytest.importorskip("gevent")
    path = str(tmp_path / "socket")
    log = tmp_path / "log"
    with open(log, "w") as out:
        process = subprocess.Popen(
            [sys.executable, *(part.format(socket=path) for part in SERVERS[request.param])],
            cwd=HERE,
            env=dict(os.environ, PYTHONPATH=PACKAGE + os.pathsep + HERE, PYTHONDONTWRITEBYTECODE="1"),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield path, process
    except BaseException:
        print(log.read_text())
        raise
    finally:
        process.poll() is None and process.kill()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # workers of a master that is gone
        process.wait()
    print(log.read_text())


def test_workers_go_on_with_what_their_master_made(server):
    path, process = server
    first = until(lambda answer: True, path)
    assert first["pid"] != first["master"]
    # In the worker it is the worker that is read, and the worker's own function that is called.
    assert first["pid"] in first["processes"] and first["resident"] > 1 << 20
    assert first["checked"] == str(first["pid"])
    assert first["level"] in ("optimal", "good", "degraded", "poor", None)
    # One that is killed in the middle of its life is forked anew from the same master.
    os.kill(first["pid"], signal.SIGKILL)
    seen = {first["pid"]}
    for _ in range(2):
        answer = until(lambda answer: answer["pid"] not in seen or len(seen) > 2, path)
        seen.add(answer["pid"])
        assert answer["checked"] == str(answer["pid"])
    # And they end when told to: no thread of ours holds them.
    process.terminate()
    assert process.wait(20) in (0, -signal.SIGTERM)
