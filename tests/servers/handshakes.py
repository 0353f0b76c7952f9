"""Starts every server of the bed, one after the other, and prints what each answers, as the tables of README.md."""

import sys
import tempfile

import catalogue
from handshake import INITIALIZE, META, Pipes, call, discover, initialize, request
from process import Running

HTTP = (
    "server", "discover", "initialize", "session", "initialized", "ping", "tools/list", "unknown method",
    "modern unknown method", "session unknown", "session missing", "accepts JSON only", "GET", "/mcp/", "DELETE",
)
STDIO = ("server", "discover", "initialize after discover", "initialize", "tools")


def over_http(server, port):
    token = {"authorization": f"Bearer {server.token}"} if server.token else {}

    def ask(body, headers=None, **more):
        return request(port, server.path, body=body, headers={**token, **(headers or {})}, **more)

    found = discover(port, server.path, token)
    opened = initialize(port, server.path, token)
    agreed = opened.message().get("result", INITIALIZE)["protocolVersion"]
    version = {"mcp-protocol-version": agreed}
    mine = version | ({"mcp-session-id": opened.session} if opened.session else {})
    row = {"server": server.name, "discover": found.brief(), "initialize": opened.brief()}
    row["session"] = "yes" if opened.session else "no"
    row["initialized"] = ask({"jsonrpc": "2.0", "method": "notifications/initialized"}, mine).brief()
    row["ping"] = ask(call("ping"), mine).brief()
    row["tools/list"] = ask(call("tools/list"), mine).brief()
    row["unknown method"] = ask(call("no/such"), mine).brief()
    row["modern unknown method"] = discover(port, server.path, token, method="no/such").brief()
    row["session unknown"] = ask(call("ping"), version | {"mcp-session-id": "ffffffffffffffffffffffffffffffff"}).brief()
    row["session missing"] = ask(call("ping"), version).brief()
    row["accepts JSON only"] = ask(call("initialize", INITIALIZE), {"accept": "application/json"}).brief()
    row["GET"] = ask(None, {**mine, "accept": "text/event-stream"}, method="GET").brief()
    row["/mcp/"] = initialize(port, server.path + "/", token).brief()
    row["DELETE"] = ask(None, mine, method="DELETE").brief()
    return row


def over_pipes(server):
    pipes = Pipes(server.command, server.environment)
    answer = pipes.ask(call("server/discover", {"_meta": META}))
    row = {"server": server.name, "discover": verdict(answer)}
    row["initialize after discover"] = verdict(pipes.ask(call("initialize", INITIALIZE, 2)))
    pipes.end()
    pipes = Pipes(server.command, server.environment)
    row["initialize"] = verdict(pipes.ask(call("initialize", INITIALIZE)))
    pipes.tell({"jsonrpc": "2.0", "method": "notifications/initialized"})
    listed = pipes.ask(call("tools/list", {}, 2))
    row["tools"] = str(len(listed["result"]["tools"])) if listed and "result" in listed else verdict(listed)
    pipes.end()
    return row


def verdict(answer):
    if answer is None:
        return "nothing"
    if "error" in answer:
        return str(answer["error"]["code"])
    info = answer["result"].get("serverInfo") or answer["result"].get("_meta", {})
    return f"result {answer['result'].get('protocolVersion', '')} {info.get('name', '')}".strip()


def table(columns, rows):
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in rows:
        print("| " + " | ".join(row[column] for column in columns) + " |")
        sys.stdout.flush()
    print()


def answers(servers):
    for server in servers:
        running = Running(server.command, server.environment)
        try:
            yield over_http(server, running.port)
        finally:
            running.end()


if __name__ == "__main__":
    table(HTTP, answers(catalogue.http()))
    with tempfile.TemporaryDirectory() as folder:
        table(STDIO, map(over_pipes, catalogue.stdio(folder)))
