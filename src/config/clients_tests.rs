use crate::config::fixtures_tests::{here, right, server, wrong};
use crate::probe::{Era, HeaderValue, McpTransport, Secret};

#[test]
fn what_clients_have_is_read() {
    let config = right(
        r#"{"mcpServers": {
            "time": {"command": "uvx", "args": ["mcp-server-time"], "env": {"TZ": "UTC"}, "cwd": "work"},
            "old": {"type": "sse", "url": "http://a.example/sse"},
            "new": {"url": "http://a.example/mcp", "headers": {"Authorization": "Bearer abc", "X-K": "env:K"}},
            "vs": {"type": "http", "url": "http://a.example/mcp", "disabled": true, "alwaysAllow": ["x"]},
            "io": {"type": "stdio", "command": "bin/x"}
        }}"#,
    );
    let names: Vec<_> = config.servers.iter().map(|server| server.target.name.as_str()).collect();
    assert_eq!(names, ["time", "old", "new", "vs", "io"]);
    let enabled: Vec<_> = config.servers.iter().map(|server| server.enabled).collect();
    assert_eq!(enabled, [true, true, true, false, true]);
    let transports: Vec<_> =
        config.servers.into_iter().map(|server| server.target.mcp.unwrap().transport).collect();
    let McpTransport::Command(time) = &transports[0] else { panic!("a command") };
    assert_eq!((time.command.as_str(), &time.arguments[..]), ("uvx", &["mcp-server-time".to_owned()][..]));
    assert_eq!(time.environment, [("TZ".to_owned(), HeaderValue::Plain("UTC".to_owned()))]);
    assert_eq!(time.directory, Some(here("work")));
    assert!(matches!(&transports[1], McpTransport::Http { era: Era::Sse, .. }));
    let McpTransport::Http { url, headers, era: Era::Detect } = &transports[2] else { panic!("a URL") };
    assert_eq!(url, "http://a.example/mcp");
    assert_eq!(headers[0].1, HeaderValue::Plain("Bearer abc".to_owned()));
    assert_eq!(headers[1].1, HeaderValue::Secret(Secret::Env("K".to_owned())));
    let McpTransport::Command(io) = &transports[4] else { panic!("a command") };
    assert_eq!(std::path::Path::new(&io.command), here("bin/x"));
}

#[test]
fn every_word_for_http_is_understood() {
    for word in ["http", "streamable-http", "streamable_http", "streamableHttp"] {
        let server = server(&format!("mcpServers: {{a: {{type: {word}, url: http://a}}}}"));
        assert!(matches!(server.target.mcp.unwrap().transport, McpTransport::Http { era: Era::Detect, .. }));
    }
}

#[test]
fn what_is_wrong_with_a_client_s_server_is_told() {
    for (entry, problem) in [
        ("{}", "1:17: `mcpServers.a` has neither `command` nor `url`"),
        ("b", "1:17: `mcpServers.a` is text: expected a mapping"),
        ("{type: http}", "1:17: `mcpServers.a` has no `url`"),
        ("{type: ws, url: http://a}", "1:24: `mcpServers.a.type` is `ws`: known are stdio, http, streamable-http, streamableHttp, streamable_http, sse"),
        ("{url: http://a, args: []}", "1:39: `mcpServers.a.args` does not go with `url`"),
        ("{command: b, headers: {}}", "1:39: `mcpServers.a.headers` does not go with `command`"),
        ("{comand: b, command: b}", "1:18: unknown key `comand` in `mcpServers.a`: did you mean `command`?"),
        ("{url: 'http://x:hunter2@a'}", "1:23: `mcpServers.a.url` has credentials in it, which belong into `auth` as env:NAME or file:PATH"),
    ] {
        assert_eq!(wrong(&format!("mcpServers: {{a: {entry}}}")), [problem], "{entry}");
    }
    assert_eq!(
        wrong("mcpServers: []"),
        ["1:13: `mcpServers` is a list: expected a mapping of names to servers"]
    );
    assert_eq!(wrong("mcpServers: {'': {command: b}}"), ["1:18: `mcpServers.\"\"` has an empty name"]);
}

#[test]
fn placeholders_are_not_sent_as_they_are() {
    let fills =
        |what: &str| format!("holds `${{`, which is not filled in here: the whole value may be `{what}`");
    assert_eq!(
        wrong("mcpServers:\n  a:\n    url: http://a\n    headers: {Authorization: '${TOKEN}', B: 'x ${env:KEY:-hunter2}'}\n  b:\n    command: c\n    args: ['${input:x}']\n"),
        [
            format!("4:30: `mcpServers.a.headers.Authorization` {}", fills("env:TOKEN")),
            format!("4:45: `mcpServers.a.headers.B` {}", fills("env:NAME")),
            "7:12: `mcpServers.b.args[0]` holds `${`, which is not filled in here: write what it stands for".to_owned(),
        ]
    );
}
