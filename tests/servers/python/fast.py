"""An MCP server on fastmcp, over HTTP, HTTP+SSE or stdio; lists its tools in pages if told so."""

import argparse

from fastmcp import FastMCP
from starlette.responses import JSONResponse

from serving import free_socket, held, serve


def build(page):
    server = FastMCP("fast", version="4.0.7", list_page_size=page)

    @server.tool
    def add(a: int, b: int) -> int:
        """The sum of two numbers."""
        return a + b

    @server.tool
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
    arguments.add_argument("--page", type=int)
    options = arguments.parse_args()
    server = build(options.page)
    if options.transport == "stdio":
        server.run("stdio", show_banner=False)
    elif options.transport == "sse":
        serve(server.http_app(transport="sse"), free_socket())
    else:
        serve(server.http_app(stateless_http=options.stateless, json_response=options.json), free_socket())


main()
