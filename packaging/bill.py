"""The bill of materials: every crate that is in what is shipped, with version, licence and checksum (CycloneDX)."""

import json
import os
import subprocess
import uuid

from target import TOOLS, TOP, environment

CYCLONEDX = "0.5.9"


def write(version, features, place, dist, epoch):
    """One for everything: the command has in it all that the library has."""
    tool = os.path.join(TOOLS, f"cargo-cyclonedx-{CYCLONEDX}", "bin", "cargo-cyclonedx")
    name = f"plimsoll-{version}.cdx"
    # It writes beside the manifest.
    written = os.path.join(TOP, name + ".json")
    try:
        subprocess.run(
            [tool, "cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--no-default-features",
             "--features", features, "--target", "x86_64-unknown-linux-gnu", "--override-filename", name],
            cwd=TOP, env=environment(place, epoch=epoch), check=True,
        )  # fmt: skip
        with open(written) as text:
            bill = json.load(text)
    finally:
        if os.path.exists(written):
            os.remove(written)
    with open(os.path.join(dist, name + ".json"), "w") as out:
        json.dump(_steady(bill), out, indent=1, sort_keys=True)
        out.write("\n")
    return os.path.join(dist, name + ".json")


def _steady(bill):
    """Without where it was made; its number follows from what is in it."""
    text = json.dumps(bill, sort_keys=True).replace(f"path+file://{TOP}", "path+file:///plimsoll")
    bill = json.loads(text)
    bill.pop("serialNumber", None)
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return {**bill, "serialNumber": f"urn:uuid:{number}"}
