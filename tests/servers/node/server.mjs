// An MCP server on the TypeScript SDK, second generation.
//   http             2026-07-28, and the older versions without sessions
//   http --modern    2026-07-28 only
//   http --sse       2026-07-28 answered in event streams
//   http --sessions  the older versions only, with sessions
//   stdio
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const [transport, ...options] = process.argv.slice(2);

function build() {
    const server = new McpServer({ name: 'typescript', version: '2.4.6' });
    server.registerTool(
        'add',
        { description: 'The sum of two numbers.', inputSchema: z.object({ a: z.number(), b: z.number() }) },
        ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
    );
    server.registerTool(
        'echo',
        { description: 'The text itself.', inputSchema: z.object({ text: z.string() }) },
        ({ text }) => ({ content: [{ type: 'text', text }] }),
    );
    return server;
}

const sessions = new Map();

async function withSessions(request, response) {
    const id = request.headers['mcp-session-id'];
    if (id !== undefined && !sessions.has(id)) {
        response.writeHead(404, { 'content-type': 'application/json' });
        response.end('{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}');
        return;
    }
    let session = sessions.get(id);
    if (session === undefined) {
        session = new NodeStreamableHTTPServerTransport({
            sessionIdGenerator: randomUUID,
            onsessioninitialized: (opened) => sessions.set(opened, session),
            onsessionclosed: (closed) => sessions.delete(closed),
        });
        await build().connect(session);
    }
    await session.handleRequest(request, response);
}

function handler() {
    if (options.includes('--sessions')) {
        return withSessions;
    }
    return toNodeHandler(
        createMcpHandler(build, {
            legacy: options.includes('--modern') ? 'reject' : 'stateless',
            responseMode: options.includes('--sse') ? 'sse' : 'auto',
        }),
    );
}

if (transport === 'stdio') {
    serveStdio(build);
} else if (transport === 'http') {
    const handle = handler();
    const server = createServer((request, response) => {
        if (request.url === '/held') {
            response.end(JSON.stringify({ sessions: sessions.size }));
        } else if (request.url === '/mcp') {
            handle(request, response);
        } else {
            response.writeHead(404).end();
        }
    });
    server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
} else {
    console.error('server.mjs: http or stdio, please');
    process.exit(2);
}
