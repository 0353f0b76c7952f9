"""An MCP server on mcp 1.x: versions with a handshake only, over HTTP, HTTP+SSE or stdio."""

import argparse

from mcp.server.fastmcp import FastMCP
from starlette.responses import JSONResponse

from serving import free_socket, held, serve


def build(**settings):
    server = FastMCP("first", log_level="WARNING", **settings)

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
    arguments.add_argument("transport", choices=["http", "sse", "stdio"])
    arguments.add_argument("--stateless", action="store_true")
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    server = build(stateless_http=options.stateless, json_response=options.json)
    if options.transport == "stdio":
        server.run("stdio")
    elif options.transport == "sse":
        serve(server.sse_app(), free_socket())
    else:
        serve(server.streamable_http_app(), free_socket())


main()
