use crate::config::fixtures_tests::{here, right, server, wrong, Folder};
use crate::config::{load, LoadOptions};
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
fn a_slip_in_an_entry_is_a_note_that_says_what_was_meant() {
    let notes = right("mcpServers: {a: {comand: b, command: b}}").notes;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].message, "unknown key `comand` in `mcpServers.a`: did you mean `command`?");
}

#[test]
fn placeholders_are_filled_in_from_the_environment() {
    let path = std::env::var("PATH").unwrap();
    let config = right(
        "mcpServers:
  a:
    url: 'http://a.example/${PLIMSOLL_NO_SUCH_VARIABLE:-mcp}'
    headers: {Authorization: 'Bearer ${PATH}', X-Key: '${TOKEN}', X-Other: '${env:OTHER}', X-Default: '${NO_SUCH:-d}'}
  b: {command: c, args: ['--path=${PATH}', $PATH], env: {P: '${env:PATH}', Q: 'x ${PATH}'}}
",
    );
    let [a, b] = [&config.servers[0].target, &config.servers[1].target];
    let McpTransport::Http { url, headers, .. } = &a.mcp.as_ref().unwrap().transport else { panic!("a URL") };
    assert_eq!(url, "http://a.example/mcp");
    let secret = |name: &str| HeaderValue::Secret(Secret::Env(name.to_owned()));
    let values: Vec<_> = headers.iter().map(|(_, value)| value.clone()).collect();
    let plain = HeaderValue::Plain;
    let wanted = [plain(format!("Bearer {path}")), secret("TOKEN"), secret("OTHER"), plain("d".to_owned())];
    assert_eq!(values, wanted);
    let McpTransport::Command(command) = &b.mcp.as_ref().unwrap().transport else { panic!("a command") };
    assert_eq!(command.arguments, [format!("--path={path}"), "$PATH".to_owned()]);
    assert_eq!(command.environment[0].1, secret("PATH"));
    assert_eq!(command.environment[1].1, plain(format!("x {path}")));
    // Nobody sees it.
    for target in [a, b] {
        assert!(!format!("{target:?}").contains(&path), "{target:?}");
    }
    let off = server("mcpServers: {a: {url: 'http://${PLIMSOLL_NO_SUCH_VARIABLE}/', disabled: true}}");
    assert!(!off.enabled);
}

#[test]
fn placeholders_that_cannot_be_filled_in_are_told() {
    const ONLY: &str =
        "holds `${`, of which only `${NAME}`, `${env:NAME}` and `${NAME:-default}` are filled in, from \
                        the environment: write what it stands for";
    let text = "mcpServers:
  a:
    url: 'http://a/${PLIMSOLL_NO_SUCH_VARIABLE}'
    headers: {B: 'x ${input:hunter2}'}
  b:
    command: c
    args: ['${open', '${a b}']
    env: {K: '${NO_SUCH:-file}:/etc/passwd'}
";
    assert_eq!(
        wrong(text),
        [
            "3:10: `mcpServers.a.url` names the environment variable `PLIMSOLL_NO_SUCH_VARIABLE`, which is not set, or \
             is not text"
                .to_owned(),
            format!("4:18: `mcpServers.a.headers.B` {ONLY}"),
            format!("7:12: `mcpServers.b.args[0]` {ONLY}"),
            format!("7:22: `mcpServers.b.args[1]` {ONLY}"),
            "8:14: `mcpServers.b.env.K` comes to a reference to a secret once it is filled in: write that itself"
                .to_owned(),
        ]
    );
}

#[test]
fn what_only_clients_know_is_noted() {
    let folder = Folder::new("clients");
    let text = r#"{
  "globalShortcut": "Ctrl+Space",
  "mcpServers": {
    "a": {"command": "b", "timeout": 60, "alwaysAllow": []},
    "c": {"url": "http://c", "enabled": false,
          "trust": true}
  }
}"#;
    let left = "it is left to the program whose file this is";
    let config = load(&folder.file("client.json", text), &LoadOptions::default()).unwrap();
    let notes: Vec<_> = config.notes.iter().map(|note| format!("{}: {}", note.line, note.message)).collect();
    assert_eq!(
        notes,
        [
            format!("2: unknown key `globalShortcut`: {left}"),
            "4: `mcpServers.a.timeout` is seconds to some clients and milliseconds to others: it is not used"
                .to_owned(),
            format!("6: unknown key `trust` in `mcpServers.c`: {left}"),
        ]
    );
    let enabled: Vec<_> = config.servers.iter().map(|server| server.enabled).collect();
    assert_eq!(enabled, [true, false]);

    // Of a file that is ours, every slip is one.
    let ours = text.replace("\"mcpServers\"", "\"servers\": [], \"mcpServers\"");
    for (name, text) in [("ours.yaml", text), ("ours.json", &ours)] {
        let error = load(&folder.file(name, text), &LoadOptions::default()).unwrap_err().to_string();
        assert!(error.contains("unknown key `globalShortcut`"), "{name}: {error}");
    }
}
