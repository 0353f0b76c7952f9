"""Every server of the bed, and what it is: the truth that checks are held against."""

from dataclasses import dataclass, field

from process import BUILD, HERE

SECOND = [BUILD / "second/bin/python", HERE / "python/second.py"]
FIRST = [BUILD / "first/bin/python", HERE / "python/first.py"]
OLD = [BUILD / "old/bin/python", HERE / "python/first.py"]
FAST = [BUILD / "second/bin/python", HERE / "python/fast.py"]
NODE = BUILD / "tools/bin/node"
PACKAGES = BUILD / "node/node_modules/@modelcontextprotocol"
TYPESCRIPT = [NODE, "--preserve-symlinks-main", BUILD / "node/server.mjs"]
EVERYTHING = PACKAGES / "server-everything/dist/index.js"
ON_LOOPBACK = [NODE, "--import", HERE / "node/loopback.mjs", EVERYTHING]
RMCP = [BUILD / "rmcp/debug/plimsoll-rmcp-server"]

MODERN = "2026-07-28"
LEGACY = "2025-11-25"
OLDER = "2025-06-18"

OURS = ("add", "echo")
# What these two list to a client without capabilities, in their own order.
EVERYTHING_TOOLS = (
    "echo", "get-annotated-message", "get-env", "get-resource-links", "get-resource-reference",
    "get-structured-content", "get-sum", "get-tiny-image", "gzip-file-as-resource", "toggle-simulated-logging",
    "toggle-subscriber-updates", "trigger-long-running-operation", "simulate-research-query",
)
FILESYSTEM_TOOLS = (
    "read_file", "read_text_file", "read_media_file", "read_multiple_files", "write_file", "edit_file",
    "create_directory", "list_directory", "list_directory_with_sizes", "directory_tree", "move_file",
    "search_files", "get_file_info", "list_allowed_directories",
)


@dataclass(frozen=True)
class Server:
    name: str
    command: list
    server: tuple  # its name and version, as it gives them
    versions: tuple  # newest first, of those that a check speaks
    transport: str = "streamable_http"
    sessions: bool = False  # whether the handshake opens one that must be ended
    tools: tuple = OURS
    pages: int = 1
    token: str | None = None
    refusal: str = "tool_failed"  # how it refuses arguments: as the tool's answer, or with a JSON-RPC error
    path: str = "/mcp"
    environment: dict = field(default_factory=dict)

    def __str__(self):
        return self.name

    def __hash__(self):
        return hash(self.name)


def sdk(venv):
    """The version of the SDK in a venv. FastMCP of the first generation gives it as the server's."""
    folder = next((BUILD / venv).glob("lib/python3*/site-packages/mcp-[0-9]*.dist-info"))
    return folder.name.removesuffix(".dist-info").split("-")[1]


def http():
    second, fast = ("second", "2.0.1"), ("fast", "4.0.7")
    typescript, rmcp = ("typescript", "2.4.6"), ("rmcp", "3.9.1")
    refuses = {"refusal": "server_error"}
    both = (MODERN, LEGACY)
    first = ("first", sdk("first"))
    everything = {"server": ("mcp-servers/everything", "2.0.0"), "tools": EVERYTHING_TOOLS}
    return [
        Server("second", [*SECOND, "http"], second, both, sessions=True),
        Server("second-json", [*SECOND, "http", "--json"], second, both, sessions=True),
        Server("second-stateless", [*SECOND, "http", "--stateless"], second, both),
        Server("second-stateless-json", [*SECOND, "http", "--stateless", "--json"], second, both),
        Server("second-events", [*SECOND, "http", "--events"], second, both, sessions=True),
        Server("second-auth", [*SECOND, "http", "--auth"], second, both, sessions=True, token="right-token"),
        Server("first", [*FIRST, "http"], first, (LEGACY,), sessions=True),
        Server("first-json", [*FIRST, "http", "--json"], first, (LEGACY,), sessions=True),
        Server("first-stateless", [*FIRST, "http", "--stateless"], first, (LEGACY,)),
        Server("first-stateless-json", [*FIRST, "http", "--stateless", "--json"], first, (LEGACY,)),
        Server("old", [*OLD, "http"], ("first", sdk("old")), (OLDER,), sessions=True),
        Server("fast", [*FAST, "http"], fast, both, sessions=True),
        Server("fast-stateless-json", [*FAST, "http", "--stateless", "--json"], fast, both),
        Server("fast-pages", [*FAST, "http", "--page", "1"], fast, both, sessions=True, pages=2),
        Server("typescript", [*TYPESCRIPT, "http"], typescript, both),
        Server("typescript-modern", [*TYPESCRIPT, "http", "--modern"], typescript, (MODERN,)),
        Server("typescript-streams", [*TYPESCRIPT, "http", "--sse"], typescript, both),
        Server("typescript-sessions", [*TYPESCRIPT, "http", "--sessions"], typescript, (LEGACY,), sessions=True),
        Server("everything", [*ON_LOOPBACK, "streamableHttp"], versions=(LEGACY,), sessions=True,
               environment={"PORT": "0"}, **everything),
        Server("rmcp", [*RMCP, "http"], rmcp, both, sessions=True, **refuses),
        Server("rmcp-stateless", [*RMCP, "http", "--stateless"], rmcp, both, **refuses),
        Server("rmcp-stateless-json", [*RMCP, "http", "--stateless", "--json"], rmcp, both, **refuses),
        Server("rmcp-pages", [*RMCP, "http", "--page", "1"], rmcp, both, sessions=True, pages=2, **refuses),
    ]


def sse():
    old = {"transport": "sse", "path": "/sse"}
    return [
        Server("first-sse", [*FIRST, "sse"], ("first", sdk("first")), (LEGACY,), **old),
        Server("fast-sse", [*FAST, "sse"], ("fast", "4.0.7"), (LEGACY,), **old),
        Server("everything-sse", [*ON_LOOPBACK, "sse"], ("mcp-servers/everything", "2.0.0"), (LEGACY,),
               tools=EVERYTHING_TOOLS, environment={"PORT": "0"}, **old),
    ]


def stdio(folder):
    """Programs that are spoken to over pipes; `folder` is what the file system's server may see."""
    pipes = {"transport": "stdio"}
    return [
        Server("second-stdio", [*SECOND, "stdio"], ("second", "2.0.1"), (MODERN, LEGACY), **pipes),
        Server("first-stdio", [*FIRST, "stdio"], ("first", sdk("first")), (LEGACY,), **pipes),
        Server("fast-stdio", [*FAST, "stdio"], ("fast", "4.0.7"), (MODERN, LEGACY), **pipes),
        Server("typescript-stdio", [*TYPESCRIPT, "stdio"], ("typescript", "2.4.6"), (MODERN, LEGACY), **pipes),
        Server("rmcp-stdio", [*RMCP, "stdio"], ("rmcp", "3.9.1"), (MODERN, LEGACY), **pipes),
        Server("everything-stdio", [NODE, EVERYTHING, "stdio"], ("mcp-servers/everything", "2.0.0"), (LEGACY,),
               tools=EVERYTHING_TOOLS, **pipes),
        Server("filesystem-stdio", [NODE, PACKAGES / "server-filesystem/dist/index.js", folder],
               ("secure-filesystem-server", "0.2.0"), (LEGACY,), tools=FILESYSTEM_TOOLS, **pipes),
        Server("time-stdio", [BUILD / "second/bin/python", "-m", "mcp_server_time"],
               ("mcp-time", "2026.10.19"), (MODERN, LEGACY), tools=("get_current_time", "convert_time"), **pipes),
    ]
