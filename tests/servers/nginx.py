"""nginx with TLS: a REST server with health documents, good and bad certificates, and an MCP server behind it."""

import getpass
import shutil
import subprocess
import time
from pathlib import Path

from process import BUILD, HERE, Running, free_port

# Each listens on a port of its own and shows a certificate of its own, as made below.
FACES = ("good", "soon", "expired", "elsewhere", "unknown", "mutual")


def program():
    return shutil.which("nginx") or BUILD / "nginx/usr/sbin/nginx"


def openssl(*words):
    subprocess.run(["openssl", *(str(word) for word in words)], check=True, capture_output=True, timeout=30)


class Certificates:
    """An authority and what it has signed, in a folder: `NAME.pem`, `NAME.key`."""

    def __init__(self, folder):
        self.folder = folder
        self.authority("authority")
        self.authority("stranger")
        self.sign("good", "IP:127.0.0.1,DNS:localhost", days=400)
        self.sign("mutual", "IP:127.0.0.1,DNS:localhost", days=400)
        self.sign("soon", "IP:127.0.0.1,DNS:localhost", days=5)
        self.sign("expired", "IP:127.0.0.1,DNS:localhost", days=-3)
        self.sign("elsewhere", "DNS:elsewhere.example", days=400)
        self.sign("unknown", "IP:127.0.0.1,DNS:localhost", days=400, by="stranger")
        self.sign("client", "DNS:client.example", days=400)

    def path(self, name):
        return self.folder / name

    def authority(self, name):
        openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", f"/CN=plimsoll tests {name}", "-days", "500",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
            "-keyout", self.path(f"{name}.key"), "-out", self.path(f"{name}.pem"),
        )

    def sign(self, name, names, days, by="authority"):
        """`days` from now to its end; one that has ended began a day before its end."""
        openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", f"/CN=plimsoll tests {name}", "-keyout", self.path(f"{name}.key"), "-out", self.path(f"{name}.csr"),
        )
        database = self.path(f"{name}.database")
        database.mkdir()
        (database / "index.txt").touch()
        (database / "settings").write_text(
            "[ca]\ndefault_ca = tests\n[tests]\n"
            f"database = {database}/index.txt\nnew_certs_dir = {database}\nrand_serial = yes\n"
            "default_md = sha256\npolicy = any\nx509_extensions = extensions\nunique_subject = no\n"
            "[any]\ncommonName = supplied\n"
            f"[extensions]\nsubjectAltName = {names}\nbasicConstraints = CA:FALSE\n"
        )
        end = time.time() + days * 86400
        start = min(time.time() - 3600, end - 86400)
        openssl(
            "ca", "-batch", "-notext", "-config", database / "settings",
            "-cert", self.path(f"{by}.pem"), "-keyfile", self.path(f"{by}.key"),
            "-startdate", stamp(start), "-enddate", stamp(end),
            "-in", self.path(f"{name}.csr"), "-out", self.path(f"{name}.pem"),
        )


def stamp(unix):
    return time.strftime("%y%m%d%H%M%SZ", time.gmtime(unix))


class Nginx:
    """Ports by face, the folder with the certificates, and the process."""

    def __init__(self, folder, mcp_port):
        self.folder = Path(folder)
        self.certificates = Certificates(self.folder)
        self.ports = {face: free_port() for face in FACES}
        (self.folder / "password").write_text("probe:{PLAIN}right\n")
        text = (HERE / "nginx/nginx.conf").read_text()
        words = {"USER": getpass.getuser(), "FOLDER": self.folder, "MCP": mcp_port} | {face.upper(): port for face, port in self.ports.items()}
        for word, value in words.items():
            text = text.replace(f"@{word}@", str(value))
        (self.folder / "nginx.conf").write_text(text)
        command = [program(), "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]
        self.running = Running(command, port=self.ports["good"])

    def url(self, face, path="/health"):
        return f"https://127.0.0.1:{self.ports[face]}{path}"

    def end(self):
        self.running.end()
