"""What the conformance suite runs as its client: plimsoll, told what an operator would write into a file.

The last argument is the server's address; scenario and credentials are in the environment, $PLIMSOLL is the command.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from urllib.parse import urljoin


def add_numbers(address):
    arguments = {"tool": "add_numbers", "arguments": {"a": 5, "b": 3}, "contains": "The sum of 5 and 3 is 8"}
    return {"mcp": {"url": address, "call": arguments}}


def client_credentials(address):
    """The client is registered, and the operator has looked up where tokens are had, as is done here."""
    known = json.loads(os.environ["MCP_CONFORMANCE_CONTEXT"])
    resource = fetch(urljoin(address, "/.well-known/oauth-protected-resource/mcp"))
    issuer = resource["authorization_servers"][0]
    token_url = fetch(urljoin(issuer, "/.well-known/oauth-authorization-server"))["token_endpoint"]
    os.environ["CLIENT_SECRET"] = known["client_secret"]
    oauth2 = {"token_url": token_url, "client_id": known["client_id"], "client_secret": "env:CLIENT_SECRET"}
    return {"auth": {"oauth2": oauth2}, "mcp": {"url": address}}


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.load(response)


SCENARIOS = {
    "initialize": None,  # the address is enough
    "tools_call": add_numbers,
    "auth/client-credentials-basic": client_credentials,
}


def main():
    address = sys.argv[-1]
    describe = SCENARIOS[os.environ["MCP_CONFORMANCE_SCENARIO"]]
    check = [os.environ["PLIMSOLL"], "check", "--json"]
    if describe is None:
        sys.exit(subprocess.run([*check, "--mcp", address, "--timeout", "20s"]).returncode)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        json.dump({"servers": [{"name": "conformance", "timeout": "20s", **describe(address)}]}, file)
        file.flush()
        sys.exit(subprocess.run([*check, file.name, "--once"]).returncode)


main()
