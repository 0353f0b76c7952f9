"""Manifests, image and unit: what can be said of them without a cluster, a registry and systemd."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from conftest import REPOSITORY
from fleet import Servers
from queries import DEPLOY

MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
MOST_BYTES = 6_000_000


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def containers(path):
    for document in documents(path):
        pod = document.get("spec", {}).get("template", {}).get("spec")
        for container in pod["containers"] if pod else []:
            if container["name"] == "plimsoll":
                yield pod, container


def configuration(path, folder):
    """The file of the ConfigMap, as a pod has it."""
    [text] = [document["data"]["servers.yaml"] for document in documents(path) if document["kind"] == "ConfigMap"]
    file = folder / "servers.yaml"
    file.write_text(text)
    return file


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_kubernetes_knows_every_key(path):
    """By the schemas that Kubernetes publishes; one key too many is a mistake."""
    for document in documents(path):
        kubernetes_validate.validate(document, "1.32", strict=True)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_nothing_is_allowed_that_is_not_needed(path):
    found = list(containers(path))
    assert found
    for pod, container in found:
        rights = {**pod.get("securityContext", {}), **container["securityContext"]}
        assert rights["runAsNonRoot"] is True and rights["runAsUser"] != 0
        assert rights["readOnlyRootFilesystem"] is True and rights["allowPrivilegeEscalation"] is False
        assert rights["capabilities"] == {"drop": ["ALL"]}
        assert rights["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["resources"]["limits"]["memory"]
        assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_the_command_takes_what_a_pod_gives_it(path, plimsoll, tmp_path):
    """As in the pod, but once: files and options that are wrong end with 2."""
    file = configuration(path, tmp_path)
    for _, container in containers(path):
        words = [str(file) if word.startswith("/etc/plimsoll") else word for word in container["args"]]
        listen = words.index("--listen")
        words[listen : listen + 2] = ["--once", "--json", "--timeout", "200ms"]
        environment = {**os.environ, "POD_INDEX": "", "HOSTNAME": "plimsoll-1"}
        done = subprocess.run([plimsoll, *words], env=environment, capture_output=True, text=True, timeout=60)
        # There are no such servers here.
        assert done.returncode in (0, 1, 3), done.stderr
        assert json.loads(done.stdout)["schema"] == "plimsoll.check/1"


def test_there_are_as_many_shards_as_pods():
    [stateful] = [one for one in documents(DEPLOY / "kubernetes/fleet.yaml") if one["kind"] == "StatefulSet"]
    [container] = stateful["spec"]["template"]["spec"]["containers"]
    shard = container["args"][container["args"].index("--shard") + 1]
    assert shard == f"auto/{stateful['spec']['replicas']}"
    assert stateful["spec"]["selector"]["matchLabels"] == stateful["spec"]["template"]["metadata"]["labels"]


def test_the_image_checks_itself(plimsoll):
    """The words of HEALTHCHECK, against a port where nobody answers."""
    text = (DEPLOY / "Dockerfile").read_text()
    assert "FROM scratch" in text and "USER 65534" in text
    words = json.loads(re.search(r"^\s+CMD (\[.*\])$", text, re.M).group(1))
    words[words.index("--url") + 1] = "http://127.0.0.1:1/healthz"
    done = subprocess.run([plimsoll, *words[1:]], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stdout + done.stderr


@pytest.fixture(scope="module")
def image():
    """The command as the image has it."""
    if given := os.environ.get("PLIMSOLL_IMAGE_BINARY"):
        return Path(given).resolve()
    target = f"{os.uname().machine}-unknown-linux-musl"
    # As in .ci/run the release profile may be told to be quicker to build: what is promised of the size is not of that.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CARGO_PROFILE_")}
    kept["RUSTFLAGS"] = re.search(r'^ENV RUSTFLAGS="(.*)"$', (DEPLOY / "Dockerfile").read_text(), re.M).group(1)
    # TLS has parts in C, which need no C library of their own.
    kept.setdefault(f"CC_{target.replace('-', '_')}", shutil.which("musl-gcc") or "gcc")
    build = ["cargo", "build", "--quiet", "--profile", "image", "--target", target, "--features", "service", "--bin", "plimsoll"]
    subprocess.run(build, cwd=REPOSITORY, check=True, timeout=3600, env=kept)
    folder = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")).resolve()
    return folder / target / "image" / "plimsoll"


def test_the_image_is_small_and_needs_nothing(image, tmp_path):
    size = image.stat().st_size
    print(f"the command in the image: {size} bytes")
    assert size < MOST_BYTES
    if os.geteuid() != 0:
        pytest.skip("needs root for a root of its own")
    # As from the image: nothing but the command and its file, and nobody's rights.
    tmp_path.chmod(0o755)
    shutil.copy(image, tmp_path / "plimsoll")
    servers = Servers()
    (tmp_path / "servers.yaml").write_text(json.dumps({"servers": [{"name": "well", "rest": {"url": servers.url}}]}))

    (tmp_path / "proc").mkdir()
    enter = 'mount -t proc proc "$0/proc" && exec chroot --userspec=65534:65534 "$0" /plimsoll "$@"'

    def plimsoll(*words):
        inside = ["unshare", "--mount", "sh", "-c", enter, tmp_path, *words]
        return subprocess.run(inside, capture_output=True, text=True, timeout=60)

    try:
        assert plimsoll("--version").stdout.startswith("plimsoll ")
        done = plimsoll("check", "/servers.yaml", "--once", "--json")
    finally:
        servers.end()
    assert done.returncode == 0 and json.loads(done.stdout)["results"][0]["status"] == "healthy", done.stdout + done.stderr


def test_the_unit_is_understood(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    unit = tmp_path / "plimsoll.service"
    text = (DEPLOY / "systemd/plimsoll.service").read_text()
    unit.write_text(text.replace("/usr/local/bin/plimsoll", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, timeout=60)
    assert not [line for line in done.stderr.splitlines() if "plimsoll.service" in line], done.stderr
    rated = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", unit]
    done = subprocess.run(rated, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout
