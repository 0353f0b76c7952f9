"""Records what real programs use: python3 tests/data/workloads/record.py [NAME...]

Each program runs in a cgroup (version 1, made by tests/beds/cgroup_v1.py) and a network namespace of its own, and is
watched from outside by `examples/rust/workload.rs`. Its clients run outside, so that only the server is measured.
Needs root, cgroup v1 with PSI, and: ffmpeg, redis-server, sqlite3, stress-ng, default-jdk-headless, iproute2.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests" / "beds"))
from cgroup_v1 import Level, hierarchy  # noqa: E402

INSIDE, OUTSIDE = "10.199.0.2", "10.199.0.1"
PY = sys.executable
MIB = 1 << 20

# What the programs are made of, written into the working folder of each run.
FILES = {
    "primes.py": """
n = 3
while True:
    all(n % d for d in range(3, int(n ** 0.5) + 1, 2)); n += 2
""",
    "cache.py": """
import os, random, time
store = [os.urandom(1 << 16) for _ in range(int(os.environ["MIB"]) * 16)]
while True:
    for _ in range(200):
        at = random.randrange(len(store)); store[at] = bytes(bytearray(store[at]))
    time.sleep(0.05)
""",
    "Heap.java": """
import java.util.*;
public class Heap {
    public static void main(String[] a) throws Exception {
        List<byte[]> held = new ArrayList<>(); Random r = new Random(1);
        for (int i = 0; i < 5500; i++) held.add(new byte[100_000]);
        while (true) {
            for (int i = 0; i < 60; i++) held.set(r.nextInt(held.size()), new byte[100_000]);
            Thread.sleep(20);
        }
    }
}
""",
    "Web.java": """
import com.sun.net.httpserver.*; import java.net.*; import java.security.*;
public class Web {
    public static void main(String[] a) throws Exception {
        HttpServer s = HttpServer.create(new InetSocketAddress(8000), 0);
        s.createContext("/", x -> {
            byte[] b = new byte[4096];
            try {
                MessageDigest d = MessageDigest.getInstance("SHA-256");
                for (int i = 0; i < 400; i++) d.update(b);
                System.arraycopy(d.digest(), 0, b, 0, 32);
            } catch (Exception e) { throw new RuntimeException(e); }
            x.sendResponseHeaders(200, b.length); x.getResponseBody().write(b); x.close();
        });
        s.setExecutor(java.util.concurrent.Executors.newFixedThreadPool(4)); s.start();
    }
}
""",
    "web.py": """
import hashlib, http.server, sqlite3
db = sqlite3.connect(":memory:", check_same_thread=False)
db.execute("create table t (k integer primary key, v text)")
db.executemany("insert into t values (?, ?)", ((i, "x" * 200) for i in range(20000)))
class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def do_GET(self):
        k = hash(self.path) % 19000
        body = "".join(v for _, v in db.execute("select * from t where k between ? and ?", (k, k + 40))).encode()
        for _ in range(60): hashlib.sha256(body).digest()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
http.server.HTTPServer(("", 8000), Page).serve_forever()
""",
    "client.py": """
import http.client, random, sys, time
rate, end = float(sys.argv[2]), time.time() + float(sys.argv[3])
c = None
while time.time() < end:
    try:
        c = c or http.client.HTTPConnection(sys.argv[1], 8000, timeout=5)
        c.request("GET", "/%d" % random.randrange(10 ** 6)); c.getresponse().read()
    except OSError:
        c = None; time.sleep(0.2)
    time.sleep(random.expovariate(rate))
""",
    "proxy.py": """
import os, socket, threading
def pump(a, b):
    try:
        while data := a.recv(1 << 18): b.sendall(data)
    except OSError: pass
    for s in (a, b): s.close()
listen = socket.create_server(("", 8000))
while True:
    a, _ = listen.accept(); b = socket.create_connection((os.environ["OUTSIDE"], 9000))
    threading.Thread(target=pump, args=(a, b), daemon=True).start()
    threading.Thread(target=pump, args=(b, a), daemon=True).start()
""",
    "source.py": """
import os, socket, sys, time
listen = socket.create_server(("", 9000)); end = time.time() + float(sys.argv[1])
listen.settimeout(20); c, _ = listen.accept(); block = os.urandom(1 << 18)
pause = float(sys.argv[2])
try:
    while time.time() < end: c.sendall(block); time.sleep(pause)
except OSError: pass
""",
    "sink.py": """
import socket, sys, time
end = time.time() + float(sys.argv[2])
while time.time() < end:
    try: c = socket.create_connection((sys.argv[1], int(sys.argv[3])), timeout=5)
    except OSError: time.sleep(0.2); continue
    try:
        while time.time() < end and c.recv(1 << 18): pass
    except OSError: pass
    c.close()
""",
    "serve.py": """
import os, socket
listen = socket.create_server(("", 8000))
while True:
    c, _ = listen.accept()
    with open("data", "rb") as f:
        try:
            while n := os.sendfile(c.fileno(), f.fileno(), None, 1 << 20): pass
        except OSError: pass
    c.close()
""",
    "reads.py": """
import mmap, os, random
f = os.open("data", os.O_RDONLY | os.O_DIRECT); size = os.fstat(f).st_size; page = mmap.mmap(-1, 16384)
while True: os.preadv(f, [page], random.randrange(size // 16384) * 16384)
""",
    "etl.py": """
import csv, io, mmap, os
block = mmap.mmap(-1, 1 << 20)
src = os.open("data", os.O_RDONLY | os.O_DIRECT); dst = os.open("out", os.O_WRONLY | os.O_CREAT | os.O_DIRECT)
size = os.fstat(src).st_size; at = 0
while True:
    os.preadv(src, [block], at % size); sum(block[: 1 << 16]); os.pwritev(dst, [block], at % (256 << 20)); at += 1 << 20
""",
    "commits.py": """
import sqlite3
db = sqlite3.connect("db"); db.execute("pragma synchronous = full"); db.execute("create table t (v text)")
while True:
    with db: db.execute("insert into t values (?)", ("x" * 300,))
""",
    "queue.py": """
import hashlib, random, time
random.seed(int(time.time()))
while True:
    time.sleep(random.uniform(3, 6)); end = time.time() + random.uniform(0.5, 1.5)
    while time.time() < end: hashlib.sha256(b"x" * 4096).digest()
""",
    "table.py": """
import random, sqlite3, time
db = sqlite3.connect(":memory:"); db.execute("create table t (k integer primary key, v blob)")
db.executemany("insert into t values (?, zeroblob(1000))", ((i,) for i in range(650000)))
while True:
    for _ in range(50): db.execute("select length(v) from t where k = ?", (random.randrange(650000),)).fetchone()
    time.sleep(0.02)
""",
    "long.c": "".join(f"int f{n}(int a, int b) {{ for (int i = 0; i < a; i++) b = b * {n + 3} ^ a >> i % 7; return b; }}\n" for n in range(4000)),
    "poll.py": """
import json, time
while True: json.dumps(list(range(2000))); time.sleep(1)
""",
}

WEB = f"exec {PY} web.py"
JAVA_WEB = "exec java -Xmx96m Web.java"
GZIP = "while :; do gzip -6 <data >/dev/null; done"


def http(rate):
    return lambda seconds: [[PY, "client.py", INSIDE, str(rate), str(seconds)]]


def redis(rate):
    """A load on redis from outside, in pulses so that the rate is what is asked for."""
    return lambda seconds: [["sh", "-c", f"timeout {seconds} sh -c 'while :; do redis-benchmark -h {INSIDE} -n {rate // 4} "
                             "-c 10 -r 100000 -d 512 -t get,set -q >/dev/null; sleep 0.25; done'"]]


def fill(mib):
    """Data for redis, before the recording begins."""
    return [["redis-cli", "-h", INSIDE, "debug", "populate", str(mib * 1000), "key", "1000"]]


REDIS = "exec redis-server --bind 0.0.0.0 --protected-mode no --enable-debug-command yes --save '' --dir ."

# name: (script, limits, clients, preparation, seconds). The name begins with the label.
PROGRAMS = {
    "cpu_intensive-gzip": (GZIP, {}, None, None, 25),
    "cpu_intensive-ffmpeg": ("exec ffmpeg -v quiet -f lavfi -i testsrc2=size=1280x720:rate=30 -c:v libx264 -f null -",
                             dict(cpu_quota_us=150_000, memory_limit_bytes=768 * MIB), None, None, 25),
    "cpu_intensive-python": (f"exec {PY} primes.py", dict(cpu_quota_us=50_000, memory_limit_bytes=128 * MIB), None, None, 25),
    "cpu_intensive-matrix": ("exec stress-ng --matrix 2 -q", {}, None, None, 25),
    "cpu_intensive-sha": ("while :; do sha256sum data >/dev/null; done", dict(cpu_quota_us=100_000, memory_limit_bytes=700 * MIB), None, None, 25),
    "cpu_intensive-web": (WEB, dict(cpu_quota_us=20_000, memory_limit_bytes=256 * MIB), http(1000), None, 25),
    "memory_intensive-redis": (REDIS, dict(cpu_quota_us=100_000, memory_limit_bytes=1024 * MIB), redis(4000), fill(600), 25),
    "memory_intensive-redis-unlimited": (REDIS, {}, redis(2000), fill(2500), 25),
    "memory_intensive-java": ("exec java -Xmx700m -Xms700m Heap.java", dict(memory_limit_bytes=1024 * MIB), None, None, 25),
    "memory_intensive-python": (f"MIB=400 exec {PY} cache.py", dict(cpu_quota_us=100_000, memory_limit_bytes=512 * MIB), None, None, 25),
    "memory_intensive-hold": ("exec stress-ng --vm 1 --vm-bytes 600M --vm-keep --vm-method write64 --vm-hang 2 -q",
                              dict(memory_limit_bytes=800 * MIB), None, None, 25),
    "io_intensive-write": ("while :; do dd if=/dev/zero of=out bs=1M count=256 oflag=direct 2>/dev/null; done", {}, None, None, 25),
    "io_intensive-read": (f"exec {PY} reads.py", dict(memory_limit_bytes=256 * MIB), None, None, 25),
    "io_intensive-etl": (f"exec {PY} etl.py", dict(cpu_quota_us=100_000, memory_limit_bytes=256 * MIB), None, None, 25),
    "io_intensive-commits": (f"exec {PY} commits.py", {}, None, None, 25),
    "io_intensive-proxy": (f"OUTSIDE={OUTSIDE} exec {PY} proxy.py", dict(memory_limit_bytes=256 * MIB),
                           lambda s: [[PY, "source.py", str(s), "0.001"], [PY, "sink.py", INSIDE, str(s), "8000"]], None, 25),
    "io_intensive-files": (f"exec {PY} serve.py", dict(memory_limit_bytes=256 * MIB),
                           lambda s: [[PY, "sink.py", INSIDE, str(s), "8000"]], None, 25),
    "burst-cron": ("while :; do sleep 8; timeout 2 gzip -9 <data >/dev/null; done", dict(memory_limit_bytes=700 * MIB), None, None, 45),
    "burst-queue": (f"exec {PY} queue.py", dict(cpu_quota_us=100_000, memory_limit_bytes=256 * MIB), None, None, 45),
    "burst-backup": ("while :; do sleep 9; dd if=data of=/dev/null bs=1M count=400 iflag=direct 2>/dev/null; done",
                     dict(memory_limit_bytes=256 * MIB), None, None, 45),
    "burst-build": ("while :; do sleep 12; timeout 3 xz -T2 -6 <data >/dev/null; done", {}, None, None, 60),
    "balanced-web": (WEB, dict(cpu_quota_us=100_000, memory_limit_bytes=128 * MIB), http(400), None, 25),
    "balanced-web-quota": (WEB, dict(cpu_quota_us=50_000, memory_limit_bytes=64 * MIB), http(800), None, 25),
    "balanced-java-web": (JAVA_WEB, dict(memory_limit_bytes=384 * MIB), http(250), None, 25),
    "balanced-redis": (REDIS, dict(cpu_quota_us=100_000, memory_limit_bytes=512 * MIB), redis(6000), fill(100), 25),
    # Recorded after every constant was set.
    "balanced-web-busy": (WEB, dict(cpu_quota_us=100_000, memory_limit_bytes=64 * MIB), lambda s: http(2000)(s) * 2, None, 25),
    "cpu_intensive-compile": ("while :; do cc -O2 -c long.c -o long.o; done", dict(cpu_quota_us=100_000, memory_limit_bytes=512 * MIB), None, None, 25),
    "memory_intensive-sqlite": (f"exec {PY} table.py", dict(cpu_quota_us=200_000, memory_limit_bytes=900 * MIB), None, None, 25),
    "io_intensive-hdd": ("exec stress-ng --hdd 1 --hdd-opts direct,wr-rnd --hdd-bytes 128M --temp-path . -q", dict(memory_limit_bytes=512 * MIB), None, None, 25),
    "burst-matrix": ("while :; do sleep 10; stress-ng --matrix 1 -t 2 -q; done", dict(cpu_quota_us=200_000, memory_limit_bytes=256 * MIB), None, None, 45),
    "idle-sleep": ("exec sleep 1000", {}, None, None, 25),
    "idle-python": (f"exec {PY} poll.py", dict(cpu_quota_us=100_000, memory_limit_bytes=128 * MIB), None, None, 25),
    "idle-redis": (REDIS, dict(cpu_quota_us=100_000, memory_limit_bytes=256 * MIB), None, None, 25),
}


@contextmanager
def started(bed, script, folder):
    """The program in its cgroup and network namespace; its pid stays the same through all `exec`s."""
    ready = f"exec unshare -n sh -c 'read go; ip link set lo up; exec sh -c \"$PROGRAM\"'"
    process = subprocess.Popen(bed.command(ready), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PROGRAM": script}, cwd=folder, start_new_session=True)
    link = f"plimsoll{process.pid % 10000}"
    try:
        time.sleep(0.5)
        peer = f"{link}p"
        ip(f"link add {link} type veth peer name {peer} netns {process.pid}")
        ip(f"addr add {OUTSIDE}/30 dev {link}")
        ip(f"link set {link} up")
        inside = ["nsenter", "-t", str(process.pid), "-n", "ip"]
        subprocess.run([*inside, "addr", "add", f"{INSIDE}/30", "dev", peer], check=True)
        subprocess.run([*inside, "link", "set", peer, "up"], check=True)
        process.stdin.write(b"go\n")
        process.stdin.flush()
        yield process
    finally:
        bed.kill()
        process.wait()
        subprocess.run(["ip", "link", "del", link], stderr=subprocess.DEVNULL)


def ip(arguments):
    subprocess.run(["ip", *arguments.split()], check=True)


def record(name, recorder):
    script, limits, clients, preparation, seconds = PROGRAMS[name]
    folder = Path(tempfile.mkdtemp(prefix="plimsoll-workload-", dir=os.environ.get("WORK", None)))
    others = []
    try:
        for file, text in FILES.items():
            (folder / file).write_text(text.lstrip())
        if "data" in script + "".join(text for file, text in FILES.items() if file in script):
            # Half of it compresses.
            with open(folder / "data", "wb") as data:
                for _ in range(512):
                    data.write(os.urandom(MIB // 2) + b"the quick brown fox " * (MIB // 40) + b"x" * 8)
            os.sync()
        with hierarchy([Level("workload", **limits)]) as bed, started(bed, script, folder) as process:
            time.sleep(5 if preparation or "java" in script or "table" in script else 1)
            for command in preparation or []:
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                assert "ERR" not in said, said
            for command in clients(seconds + 4) if clients else []:
                others.append(subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(1.5)
            lines = subprocess.run([recorder, str(process.pid), str(seconds)], check=True, capture_output=True, text=True).stdout
        (HERE / f"{name}.csv").write_text(lines)
        print(f"{name}: {len(lines.splitlines()) - 1} points", flush=True)
    finally:
        for other in others:
            other.wait(timeout=30)
        shutil.rmtree(folder)


def main():
    subprocess.run(["cargo", "build", "-q", "--example", "workload"], cwd=ROOT, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    for name in sys.argv[1:] or PROGRAMS:
        record(name, Path(target) / "debug" / "examples" / "workload")


main()
