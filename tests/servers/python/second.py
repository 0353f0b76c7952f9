"""An MCP server on mcp 2.x: speaks 2026-07-28 and the versions with a handshake, over HTTP or stdio."""

import argparse

from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http import EventMessage, EventStore
from pydantic import AnyHttpUrl
from starlette.responses import JSONResponse

from serving import free_socket, held, serve


class Events(EventStore):
    """Keeps every event, so that answers begin with a priming event and carry ids."""

    def __init__(self):
        self.events = []

    async def store_event(self, stream_id, message):
        self.events.append((stream_id, message))
        return str(len(self.events))

    async def replay_events_after(self, last_event_id, send_callback):
        first = int(last_event_id)
        stream = self.events[first - 1][0]
        for number, (stream_id, message) in enumerate(self.events[first:], first + 1):
            if stream_id == stream and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream


class Tokens(TokenVerifier):
    """Two tokens: one may do everything, one lacks the scope."""

    async def verify_token(self, token):
        scopes = {"right-token": ["use"], "narrow-token": []}.get(token)
        return None if scopes is None else AccessToken(token=token, client_id="tests", scopes=scopes)


def build(auth=None):
    guard = {"auth": auth, "token_verifier": Tokens()} if auth else {}
    server = MCPServer("second", version="2.0.1", instructions="Adds and echoes.", log_level="WARNING", **guard)

    @server.tool()
    def add(a: int, b: int) -> int:
        """The sum of two numbers."""
        return a + b

    @server.tool()
    def echo(text: str) -> str:
        """The text itself."""
        return text

    @server.custom_route("/held", methods=["GET"])
    async def what_is_held(_request):
        return JSONResponse(held())

    return server


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("transport", choices=["http", "stdio"])
    arguments.add_argument("--stateless", action="store_true")
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--events", action="store_true")
    arguments.add_argument("--auth", action="store_true")
    options = arguments.parse_args()
    if options.transport == "stdio":
        build().run("stdio")
        return
    sock = free_socket()
    origin = f"http://127.0.0.1:{sock.getsockname()[1]}"
    auth = AuthSettings(
        issuer_url=AnyHttpUrl(origin), resource_server_url=AnyHttpUrl(f"{origin}/mcp"), required_scopes=["use"],
        validate_token_resource=False,
    )
    server = build(auth if options.auth else None)
    app = server.streamable_http_app(
        stateless_http=options.stateless,
        json_response=options.json,
        event_store=Events() if options.events else None,
    )
    serve(app, sock)


main()
