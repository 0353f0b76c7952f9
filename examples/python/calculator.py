"""A small MCP server over standard input and output, without dependencies: something to check.

    plimsoll check --mcp 'python3 examples/python/calculator.py' --call add --arguments '{"a": 1, "b": 2}'
"""

import json
import sys

NUMBERS = {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "required": ["a", "b"]}
TOOLS = [{"name": "add", "description": "The sum of two numbers", "inputSchema": NUMBERS}]


def call(tool, arguments):
    """What the call of a tool comes to; a mistake of the caller is an answer too."""
    try:
        if tool != "add":
            raise ValueError(f"there is no tool {tool}")
        text, failed = str(arguments["a"] + arguments["b"]), False
    except (KeyError, TypeError, ValueError) as error:
        text, failed = f"{type(error).__name__}: {error}", True
    return {"content": [{"type": "text", "text": text}], "isError": failed}


def result(method, params):
    """What a request is answered with, or None where nobody knows the method."""
    if method == "initialize":
        return {
            "protocolVersion": "2025-11-25",
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "calculator", "version": "1.0"},
        }
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": TOOLS}
    if method == "tools/call":
        return call(params.get("name"), params.get("arguments", {}))
    return None


for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message:
        continue  # a notification
    answer = {"jsonrpc": "2.0", "id": message["id"]}
    found = result(message.get("method"), message.get("params", {}))
    if found is None:
        answer["error"] = {"code": -32601, "message": f"{message.get('method')}: no such method"}
    else:
        answer["result"] = found
    print(json.dumps(answer), flush=True)
