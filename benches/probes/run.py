#!/usr/bin/env python3
"""What a check costs beside what it is made of: ureq, aiohttp, a bare socket. One run, one table.

    benches/probes/run.py [--rounds N] [--count N] [--profile NAME] [--into FILE]

Needs tests/servers/install.sh (nginx and an MCP server) and installs aiohttp into a virtual environment below build/.
The sides take turns, round by round; every figure is the median over the rounds. Exit codes: 0 measured, 3 could not."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests/servers"))

import catalogue  # noqa: E402
import nginx  # noqa: E402
from process import Running, free_port  # noqa: E402

AIOHTTP = "aiohttp==3.14.0"
MARKS = ("<!-- probes -->", "<!-- end of probes -->")
PLAIN = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; keepalive_requests 10000000; keepalive_timeout 60s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; location / {{ default_type application/json; return 200 '{{"status":"ok"}}'; }} }}
}}
"""


def say(words):
    print(f"probes: {words}", file=sys.stderr, flush=True)


def side(profile):
    """The built program."""
    say("building")
    command = ["cargo", "bench", "--features", "check", "--bench", "probes", "--no-run", "--message-format", "json"]
    if profile:
        command += ["--profile", profile]
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "probes":
            return message["executable"]
    raise RuntimeError("cargo built no program")


def python():
    """An interpreter that has aiohttp."""
    folder = ROOT / "build/probes/venv"
    program = folder / "bin/python"
    made = folder / "made"
    if not made.exists() or made.read_text() != AIOHTTP:
        say(f"installing {AIOHTTP}")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(program), "-m", "pip", "install", "--quiet", AIOHTTP], check=True)
        made.write_text(AIOHTTP)
    return str(program)


def run(*words):
    done = subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, timeout=300)
    return json.loads(done.stdout)


def turns(rounds, sides):
    """The median over the rounds of what each side prints."""
    found = {name: [] for name in sides}
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for name, words in sides.items():
            found[name].append(run(*words))
    return {
        name: {key: statistics.median(one[key] for one in all_of) for key in all_of[0]}
        for name, all_of in found.items()
    }


def measure(chosen):
    program, interpreter = side(chosen.profile), python()
    with tempfile.TemporaryDirectory(prefix="plimsoll-probes-") as folder:
        port = free_port()
        conf = Path(folder) / "nginx.conf"
        conf.write_text(PLAIN.format(folder=folder, port=port))
        server = Running([nginx.program(), "-p", folder, "-c", conf, "-e", f"{folder}/error.log"], port=port)
        try:
            url = f"http://127.0.0.1:{port}/"
            rest = turns(chosen.rounds, {
                "plimsoll": (program, "rest", chosen.count, url),
                "ureq": (program, "ureq", chosen.count, url),
                "aiohttp": (interpreter, HERE / "python_side.py", chosen.count, url),
            })
        finally:
            server.end()
    mcp_server = next(one for one in catalogue.http() if one.name == "second-stateless-json")
    server = Running(mcp_server.command, mcp_server.environment)
    try:
        url = f"http://127.0.0.1:{server.port}{mcp_server.path}"
        mcp = turns(chosen.rounds, {
            "plimsoll": (program, "mcp", max(100, chosen.count // 10), url),
            "socket": (program, "socket", max(100, chosen.count // 10), url),
        })
    finally:
        server.end()
    return rest, mcp


def table(rest, mcp):
    def row(what, ours, theirs, key, goal, least=False):
        ratio = theirs[key] / ours[key] if least else ours[key] / theirs[key]
        return f"| {what} | {ours[key]:.1f} | {theirs[key]:.1f} | {ratio:.2f} | {goal} |"

    return "\n".join([
        "| what | plimsoll, µs | beside it, µs | ratio | must be |",
        "|---|--:|--:|--:|---|",
        row("CPU of a REST check, kept connection; beside a bare ureq call", rest["plimsoll"], rest["ureq"], "cpu_us", "≤ 1.5"),
        row("the same beside aiohttp", rest["plimsoll"], rest["aiohttp"], "cpu_us", "≥ 5", least=True),
        row("duration of an MCP check (discovery and listing); beside a bare socket", mcp["plimsoll"], mcp["socket"], "wall_us", "≤ 1.3"),
    ])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--count", type=int, default=5000, help="calls in a round")
    parser.add_argument("--profile", help="of cargo; bench by default")
    parser.add_argument("--into", metavar="FILE", type=Path, help="also put the table between this page's marks")
    chosen = parser.parse_args()
    try:
        text = table(*measure(chosen))
    except (OSError, subprocess.SubprocessError, RuntimeError, StopIteration) as error:
        say(f"could not measure: {error}")
        return 3
    print(text)
    if chosen.into:
        page = chosen.into.read_text()
        before, rest = page.split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        chosen.into.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
