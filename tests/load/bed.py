"""What is put under load, and the command that does it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SERVERS = REPOSITORY / "build" / "servers"
CONFIGURATION = """
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{ default_type text/plain; return 200 "ok, as it should be"; }}
  }}
}}
"""


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Nginx:
    """nginx that answers with a few bytes."""

    def __init__(self, workers=1):
        self.folder = tempfile.TemporaryDirectory(prefix="plimsoll-nginx-")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        path = Path(self.folder.name) / "nginx.conf"
        path.write_text(CONFIGURATION.format(folder=self.folder.name, port=self.port, workers=workers))
        program = shutil.which("nginx") or SERVERS / "nginx/usr/sbin/nginx"
        command = [program, "-p", self.folder.name, "-c", path, "-e", "stderr"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None, "nginx does not begin"
                time.sleep(0.02)

    def pids(self):
        """Its processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def freeze(self, seconds):
        """Stands still for so long."""
        pids = self.pids()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        time.sleep(seconds)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        return time.monotonic() - began

    def cpu_seconds(self):
        """CPU time of all its processes."""
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.terminate()
        self.process.wait(10)
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.end()


class Workers:
    """A server of a known capacity: so many requests at a time, each of which takes as long."""

    def __init__(self, workers, seconds):
        self._room = threading.Semaphore(workers)
        self._seconds = seconds
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            while connection.recv(65536):
                with self._room:
                    time.sleep(self._seconds)
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                except OSError:
                    return

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._listener.close()


def command():
    """The command under test: $PLIMSOLL_STATIC_BINARY, or as it was built last."""
    if given := os.environ.get("PLIMSOLL_STATIC_BINARY"):
        return Path(given).resolve()
    return REPOSITORY / "target/release/plimsoll"


def begin(*words):
    words = [command(), "load", *map(str, words), "--json", "-"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def found(process, codes=(0,)):
    out, err = process.communicate(timeout=900)
    assert process.returncode in codes, err
    return json.loads(out)


def load(*words):
    """What a load test finds."""
    return found(begin(*words))
