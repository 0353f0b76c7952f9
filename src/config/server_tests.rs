use std::time::Duration;

use serde_json::json;

use crate::config::fixtures_tests::{here, server, wrong};
use crate::config::{parse_servers, parse_target};
use crate::probe::{
    Auth, Compare, Era, HeaderValue, HealthDocument, IpFamily, McpTransport, Redirects, Secret,
};

/// What is wrong with a server that has these lines; line 2 is its name, they begin in line 3.
fn of(lines: &str) -> Vec<String> {
    wrong(&format!("servers:\n- name: a\n{}", indented(lines)))
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}\n")).collect()
}

/// The message about a REST path with these lines.
fn of_rest(lines: &str) -> Vec<String> {
    of(&format!("rest:\n  url: http://a.example\n{}", indented(lines)))
}

const URL: &str = "rest: {url: http://a.example}\n";

#[test]
fn a_server_has_defaults_for_everything() {
    let server = server("servers: [{name: a, rest: {url: 'http://[::1]:8080/x?y=z'}}]");
    assert!(server.enabled && server.labels.is_empty() && server.depends_on.is_empty());
    assert_eq!((server.interval, server.priority), (None, 0));
    let target = server.target;
    assert_eq!((target.name.as_str(), target.timeout), ("a", Duration::from_secs(10)));
    assert_eq!((target.auth, target.ip, target.proxy), (Auth::None, IpFamily::Any, None));
    assert!(target.tls.verify && target.mcp.is_none());
    let rest = target.rest.unwrap();
    assert_eq!((rest.url.as_str(), rest.method.as_str()), ("http://[::1]:8080/x?y=z", "GET"));
    assert_eq!(rest.redirects, Redirects::SameHost(10));
    assert!(rest.expect.status.is_empty());
}

#[test]
fn everything_of_a_rest_path_is_read() {
    let server = server(
        "servers:
- name: a
  labels: {team: shop}
  enabled: false
  interval: 30
  timeout: 1500ms
  connect_timeout: 1s
  priority: -5
  auth: {basic: {username: u, password: file:secrets/p}}
  tls: {roots: ca.pem, client_certificate: /c.pem, client_key: ../k.pem, verify: off, expiry_warning_days: 0}
  ip: v6
  proxy: http://proxy.example:3128
  limits: {body_size: 2KiB, event_size: 4096, events: 5, pages: 6, json_depth: 7}
  rest:
    url: https://a.example
    method: POST
    headers: {Accept: text/plain, X-Key: env:KEY}
    body: b
    expect:
      status: [204, 200-202]
      contains: [x, y]
      lacks: z
      regex: ^a
      json:
        - {pointer: '', exists: false}
        - {pointer: /a, equals: null}
        - {pointer: /a, not: {b: [1.5]}}
        - {pointer: /a, less: 1}
        - {pointer: /a, greater: -1.5}
        - {pointer: /a, matches: b+}
    slow: {degraded: 0.2, unhealthy: 1s}
    redirects: 3
    health_document: off
",
    );
    assert_eq!(server.labels.get("team").map(String::as_str), Some("shop"));
    assert_eq!((server.enabled, server.priority), (false, -5));
    assert_eq!(server.interval, Some(Duration::from_secs(30)));
    let target = server.target;
    assert_eq!(
        (target.timeout, target.connect_timeout),
        (Duration::from_millis(1500), Duration::from_secs(1))
    );
    let password = Secret::File(here("secrets/p"));
    assert_eq!(target.auth, Auth::Basic { username: "u".to_owned(), password });
    assert_eq!(target.tls.roots, Some(here("ca.pem")));
    assert_eq!(target.tls.client_certificate, Some("/c.pem".into()));
    assert_eq!(target.tls.client_key, Some(here("../k.pem")));
    assert_eq!((target.tls.verify, target.tls.expiry_warning_days), (false, 0));
    assert_eq!(target.ip, IpFamily::V6);
    assert_eq!(target.proxy.as_deref(), Some("http://proxy.example:3128"));
    let limits = target.limits;
    assert_eq!((limits.body_bytes, limits.event_bytes), (2048, 4096));
    assert_eq!((limits.events, limits.pages, limits.json_depth), (5, 6, 7));
    let rest = target.rest.unwrap();
    assert_eq!((rest.method.as_str(), rest.body.as_deref()), ("POST", Some("b")));
    let plain = HeaderValue::Plain("text/plain".to_owned());
    let secret = HeaderValue::Secret(Secret::Env("KEY".to_owned()));
    assert_eq!(rest.headers, [("Accept".to_owned(), plain), ("X-Key".to_owned(), secret)]);
    let statuses: Vec<_> = rest.expect.status.iter().map(|range| (range.first, range.last)).collect();
    assert_eq!(statuses, [(204, 204), (200, 202)]);
    assert_eq!(rest.expect.contains, ["x", "y"]);
    assert_eq!(rest.expect.lacks, ["z"]);
    assert_eq!(rest.expect.regex[0].as_str(), "^a");
    let compares: Vec<_> = rest.expect.json.iter().map(|check| &check.compare).collect();
    assert!(matches!(
        compares[..],
        [
            Compare::Exists(false),
            Compare::Equals(null),
            Compare::Not(other),
            Compare::Less(less),
            Compare::Greater(greater),
            Compare::Matches(regex),
        ] if null.is_null() && *other == json!({"b": [1.5]}) && *less == 1.0 && *greater == -1.5 && regex.as_str() == "b+"
    ));
    assert_eq!(rest.degraded_after, Some(Duration::from_millis(200)));
    assert_eq!(rest.unhealthy_after, Some(Duration::from_secs(1)));
    assert_eq!((rest.redirects, rest.health_document), (Redirects::Any(3), HealthDocument::Off));
}

#[test]
fn everything_of_an_mcp_path_is_read() {
    let target = parse_target(
        r#"{"name": "a", "auth": {"bearer": "env:TOKEN"}, "require_both": true,
            "degraded_on_single_failure": false, "weights": {"mcp": 1, "rest": 0}, "thresholds": {"healthy": 1},
            "rest": {"url": "http://a.example", "redirects": "off"},
            "mcp": {"url": "http://a.example/mcp", "era": "legacy", "headers": {"X-A": "b"}, "list_tools": false,
                    "expected_tools": ["x"], "check_schemas": false, "tools_hash": "abc",
                    "call": {"tool": "t", "arguments": {"n": null}, "contains": "c", "regex": "r",
                             "json": {"pointer": "/a", "equals": 1}},
                    "slow": {"unhealthy": 2}}}"#,
    )
    .unwrap();
    assert_eq!(target.auth, Auth::Bearer(Secret::Env("TOKEN".to_owned())));
    assert!(target.dual.require_both && !target.dual.degraded_on_single_failure);
    assert_eq!((target.dual.mcp_weight, target.dual.rest_weight), (1.0, 0.0));
    assert_eq!((target.dual.healthy_from, target.dual.degraded_from), (1.0, 0.5));
    assert_eq!(target.rest.unwrap().redirects, Redirects::Off);
    let mcp = target.mcp.unwrap();
    assert!(matches!(&mcp.transport, McpTransport::Http { url, headers, era: Era::Legacy }
        if url == "http://a.example/mcp" && headers.len() == 1));
    assert!(!mcp.list_tools && !mcp.check_schemas);
    assert_eq!((mcp.expected_tools, mcp.tools_hash.as_deref()), (vec!["x".to_owned()], Some("abc")));
    let call = mcp.call.unwrap();
    assert_eq!((call.tool.as_str(), &call.arguments), ("t", &json!({"n": null})));
    assert_eq!((call.contains.len(), call.regex.len(), call.json.len()), (1, 1, 1));
    assert_eq!((mcp.degraded_after, mcp.unhealthy_after), (None, Some(Duration::from_secs(2))));
}

#[test]
fn commands_are_looked_up_or_stand_beside_the_file() {
    let text = "name: a\nmcp: {command: COMMAND, args: ['', -x], env: {A: '', B: env:C}, cwd: d}\n";
    for (command, expected) in
        [("uvx", "uvx".into()), ("./bin/x", here("bin/x")), ("/bin/x", "/bin/x".into())]
    {
        let target = parse_target(&text.replace("COMMAND", command)).unwrap();
        let McpTransport::Command(command) = target.mcp.unwrap().transport else { panic!("a command") };
        assert_eq!(std::path::Path::new(&command.command), expected);
        assert_eq!(command.arguments, ["", "-x"]);
        assert_eq!(command.directory, Some(here("d")));
        let names: Vec<_> = command.environment.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["A", "B"]);
    }
}

#[test]
fn a_server_needs_a_name_and_a_path() {
    assert_eq!(
        wrong("servers:\n- {}\n- name: ''\n  rest: {}\n- name: \"a\\nb\"\n  mcp: {}\n- b\n"),
        [
            "2:3: `servers[0]` has no `name`",
            "2:3: `servers[0]` has neither `rest` nor `mcp`: nothing can be checked",
            "3:9: `servers[1].name` is empty",
            "4:9: `servers[1].rest` has no `url`",
            "5:9: `servers[2].name` has the name `a\\nb`, with a control character in it",
            "6:8: `servers[2].mcp` has neither `url` nor `command`",
            "7:3: `servers[3]` is text: expected a mapping",
        ]
    );
    let long = "a".repeat(201);
    assert_eq!(
        wrong(&format!("servers: [{{name: {long}, {URL}}}]")),
        ["1:18: `servers[0].name` has a name of more than 200 characters"]
    );
}

#[test]
fn urls_are_those_of_servers_and_hold_no_credentials() {
    let url = |text: &str| of(&format!("rest: {{url: {text}}}")).remove(0);
    let is = |what: &str| format!("3:15: `servers[0].rest.url` {what}");
    for text in ["'a b'", "'http://a b/'", "'http://'", "'http://[::1/'"] {
        assert_eq!(url(text), is("is no URL: expected http://... or https://..."), "{text}");
    }
    for text in ["a.example", "/health", "ftp://a.example", "https:a"] {
        let said = url(text);
        assert!(said.starts_with(&is("is no URL")), "{said} of {text}");
    }
    for text in ["http://user:hunter2@a.example/", "http://hunter2@a.example", "'http://us er:hunter2@a'"] {
        let said = url(text);
        assert_eq!(said, is("has credentials in it, which belong into `auth` as env:NAME or file:PATH"));
        assert!(!said.contains("hunter2"));
    }
    for text in ["http://a.example:0", "http://a.example:99999/"] {
        assert!(url(text).starts_with(&is("")), "{} of {text}", url(text));
    }
    assert_eq!(url("12"), is("is a number: expected text, so put it in quotes"));
}

#[test]
fn secrets_are_references_and_are_not_shown() {
    for (auth, path) in [
        ("{bearer: hunter2}", "bearer"),
        ("{bearer: 'Bearer env:X hunter2'}", "bearer"),
        ("{basic: {username: u, password: hunter2}}", "basic.password"),
        ("{header: {name: X-Key, value: hunter2}}", "header.value"),
        ("{oauth2: {token_url: 'https://a', client_id: b, client_secret: hunter2}}", "oauth2.client_secret"),
    ] {
        let problems = of(&format!("auth: {auth}\n{URL}"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        let expected =
            format!("`servers[0].auth.{path}` must not be the secret itself: expected env:NAME or file:PATH");
        assert!(problems[0].starts_with("3:") && problems[0].ends_with(&expected), "{problems:?}");
        assert!(!problems[0].contains("hunter2"));
    }
    for auth in [
        "hunter2",
        "[hunter2]",
        "{bearer: [hunter2]}",
        "{bearer: {hunter: 2}}",
        "{bearer: 4711}",
        "{bearer: 'env:a=hunter2'}",
    ] {
        let problems = of(&format!("auth: {auth}\n{URL}"));
        assert!(!problems.is_empty() && !problems.concat().contains("hunter2"), "{problems:?}");
        assert!(!problems.concat().contains("4711"), "{problems:?}");
    }
}

#[test]
fn auth_is_one_kind_and_whole() {
    assert_eq!(
        of(&format!("auth: {{}}\n{URL}")),
        ["3:9: `servers[0].auth` says nothing: expected bearer, basic, header or oauth2"]
    );
    assert_eq!(
        of(&format!("auth: {{bearer: env:A, basic: {{}}}}\n{URL}")),
        ["3:9: `servers[0].auth` has several kinds of credentials: a server is shown one"]
    );
    assert_eq!(
        of(&format!("auth: {{baerer: env:A}}\n{URL}"))[0],
        "3:9: `servers[0].auth` says nothing: expected bearer, basic, header or oauth2"
    );
    assert_eq!(
        of(&format!("auth: {{oauth2: {{}}}}\n{URL}")),
        [
            "3:18: `servers[0].auth.oauth2` has no `token_url`",
            "3:18: `servers[0].auth.oauth2` has no `client_id`",
            "3:18: `servers[0].auth.oauth2` has no `client_secret`",
        ]
    );
    assert_eq!(
        of(&format!("auth: {{basic: {{username: 'a:b', password: env:P}}}}\n{URL}"))[0],
        "3:28: `servers[0].auth.basic.username` holds a colon or a control character, which basic credentials do not allow"
    );
    assert_eq!(
        of(&format!("auth: {{header: {{name: 'a b', value: env:P}}}}\n{URL}"))[0],
        "3:25: `servers[0].auth.header.name` is `a b`, which cannot be the name of a header"
    );
}

#[test]
fn headers_are_headers() {
    assert_eq!(
        of_rest("headers:\n  Authorization: Bearer hunter2\n  'a b': c\n  X-A: \"b\\nc\"\n  X-B: 1\n  cookie: env:COOKIE"),
        [
            "6:22: `servers[0].rest.headers.Authorization` holds credentials: use `auth`, or env:NAME or file:PATH as its value",
            "7:14: `servers[0].rest.headers.\"a b\"` cannot be the name of a header",
            "8:12: `servers[0].rest.headers.X-A` holds a character that cannot stand in a header",
            "9:12: `servers[0].rest.headers.X-B` is a number: expected text, so put it in quotes",
        ]
    );
}

#[test]
fn what_is_wrong_with_a_rest_path_is_told() {
    for (lines, problem) in [
        ("method: get", "5:13: `servers[0].rest.method` is `get`: expected a method in capitals, such as GET"),
        ("method: CONNECT", "5:13: `servers[0].rest.method` is `CONNECT`, which asks for no answer"),
        ("body: {a: 1}", "5:11: `servers[0].rest.body` is a mapping: expected text"),
        ("redirects: 21", "5:16: `servers[0].rest.redirects` is 21: allowed are 0 to 20"),
        ("redirects: samehost", "5:16: `servers[0].rest.redirects` is `samehost`: did you mean `same_host`?"),
        ("redirects: true", "5:16: `servers[0].rest.redirects` is a boolean: expected off, same_host, or how many may lead anywhere"),
        ("health_document: false", "5:22: `servers[0].rest.health_document` is a boolean: expected one of auto, off"),
        ("slow: {degraded: 2s, unhealthy: 1s}", "5:37: `servers[0].rest.slow.unhealthy` is less than `degraded`: what is unhealthy is slower still"),
        ("expect: {status: 99}", "5:22: `servers[0].rest.expect.status` is 99: allowed are 100 to 599"),
        ("expect: {status: ['299-200']}", "5:23: `servers[0].rest.expect.status[0]` is `299-200`: expected a status such as 204 or \"200-299\""),
        ("expect: {status: ok}", "5:22: `servers[0].rest.expect.status` is `ok`: expected a status such as 204 or \"200-299\""),
        ("expect: {contains: ''}", "5:24: `servers[0].rest.expect.contains` is empty"),
        ("expect: {regex: [a, '(']}", "5:25: `servers[0].rest.expect.regex[1]` is no regular expression: unclosed group"),
        ("expect: {json: {pointer: a, exists: true}}", "5:30: `servers[0].rest.expect.json.pointer` is no JSON pointer: expected /name/0, or nothing for the whole document"),
        ("expect: {json: {pointer: /a}}", "5:20: `servers[0].rest.expect.json` has nothing to compare with: exists, equals, not, less, greater or matches"),
        ("expect: {json: [{exists: true}]}", "5:21: `servers[0].rest.expect.json[0]` has no `pointer`"),
        ("expect: {json: {pointer: /a, less: 1, greater: 0}}", "5:20: `servers[0].rest.expect.json` compares in several ways: write one comparison for each"),
        ("expect: {json: {pointer: /a, less: x}}", "5:40: `servers[0].rest.expect.json.less` is text: expected a number"),
    ] {
        assert_eq!(of_rest(lines), [problem], "{lines}");
    }
}

#[test]
fn what_is_wrong_with_an_mcp_path_is_told() {
    for (mcp, problems) in [
        ("{url: http://a, command: b}", vec!["3:33: `servers[0].mcp.command` stands beside `url`: a server has one of them"]),
        ("{url: http://a, cwd: b}", vec!["3:29: `servers[0].mcp.cwd` does not go with `url`"]),
        ("{command: b, era: sse}", vec!["3:26: `servers[0].mcp.era` does not go with `command`"]),
        ("{url: http://a, era: new}", vec!["3:29: `servers[0].mcp.era` is `new`: known are detect, modern, legacy, sse"]),
        ("{command: ~/b}", vec!["3:18: `servers[0].mcp.command` begins with `~`, which only a shell knows: write the whole path"]),
        ("{command: b, args: c}", vec!["3:27: `servers[0].mcp.args` is text: expected a list"]),
        ("{command: b, args: [1, \"\\0\"]}", vec![
            "3:28: `servers[0].mcp.args[0]` is a number: expected text, so put it in quotes",
            "3:31: `servers[0].mcp.args[1]` holds a NUL character",
        ]),
        ("{command: b, env: {a=b: c}}", vec!["3:32: `servers[0].mcp.env.\"a=b\"` cannot be the name of an environment variable"]),
        ("{url: http://a, call: {arguments: []}}", vec![
            "3:30: `servers[0].mcp.call` has no `tool`",
            "3:42: `servers[0].mcp.call.arguments` is a list: expected a mapping",
        ]),
    ] {
        assert_eq!(of(&format!("mcp: {mcp}")), problems, "{mcp}");
    }
}

#[test]
fn what_is_wrong_with_the_rest_of_a_server_is_told() {
    for (line, problem) in [
        ("interval: 99ms", "3:13: `servers[0].interval` is out of range: allowed are 100ms to 7days"),
        ("timeout: 0", "3:12: `servers[0].timeout` is out of range: allowed are 1ms to 1h"),
        ("priority: high", "3:13: `servers[0].priority` is text: expected a whole number"),
        ("enabled: yes", "3:12: `servers[0].enabled` is text: expected true or false"),
        ("labels: [a]", "3:11: `servers[0].labels` is a list: expected a mapping"),
        ("labels: {a: 1}", "3:15: `servers[0].labels.a` is a number: expected text, so put it in quotes"),
        ("ip: ipv4", "3:7: `servers[0].ip` is `ipv4`: known are any, v4, v6"),
        (
            "proxy: 'http://me:hunter2@p.example:1'",
            "3:10: `servers[0].proxy` has credentials in it: no proxy that wants some can be named in a file",
        ),
        (
            "proxy: https://p.example:1",
            "3:10: `servers[0].proxy` is no HTTP proxy: expected http://host:port",
        ),
        (
            "tls: {verify: false}",
            "3:17: `servers[0].tls.verify` is false: to accept any certificate, write off",
        ),
        ("tls: {verify: no}", "3:17: `servers[0].tls.verify` is `no`: expected true or off"),
        ("tls: {client_key: a}", "3:8: `servers[0].tls` has a `client_key` and no `client_certificate`"),
        (
            "limits: {body_size: 1GiB}",
            "3:23: `servers[0].limits.body_size` is out of range: allowed are 1KiB to 256MiB",
        ),
        ("limits: {json_depth: 129}", "3:24: `servers[0].limits.json_depth` is 129: allowed are 1 to 128"),
        (
            "weights: {mcp: 0, rest: 0}",
            "3:12: `servers[0].weights` are both 0: one of the paths has to count",
        ),
        ("thresholds: {degraded: 0.8}", "3:15: `servers[0].thresholds` have `degraded` above `healthy`"),
        ("thresholds: {healthy: 1.1}", "3:25: `servers[0].thresholds.healthy` is 1.1: allowed are 0 to 1"),
    ] {
        assert_eq!(of(&format!("{line}\n{URL}")), [problem], "{line}");
    }
}

#[test]
fn a_target_by_itself_is_told_what_is_wrong_with_it() {
    let error = parse_target("{\"name\": \"a\", \"rest\": {\"uri\": \"http://a\"}}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "target:1:23: `rest` has no `url`\ntarget:1:24: unknown key `uri` in `rest`: did you mean `url`?"
    );
    assert_eq!(parse_target("").unwrap_err().to_string(), "target:1:1: there is nothing in it");
    assert_eq!(
        parse_target("[]").unwrap_err().to_string(),
        "target:1:1: the document is a list: expected a mapping"
    );
}

#[test]
fn servers_come_from_an_entry_or_from_a_whole_configuration() {
    let names = |text: &str| -> Vec<String> {
        let servers = parse_servers(text).unwrap_or_else(|error| panic!("{error}"));
        servers.into_iter().map(|server| server.target.name).collect()
    };
    assert_eq!(names("name: a\nrest: {url: 'http://a'}\n"), ["a"]);
    assert_eq!(names("{\"name\": \"\\ud83d\\ude00\", \"rest\": {\"url\": \"http://a\"}}"), ["😀"]);
    assert_eq!(
        names("servers: [{name: a, rest: {url: 'http://a'}}, {name: b, mcp: {command: b}}]"),
        ["a", "b"]
    );
    assert_eq!(names("{\"mcpServers\": {\"c\": {\"command\": \"c\"}}}"), ["c"]);
    let disabled = parse_servers("{name: a, enabled: false, priority: 3, rest: {url: 'http://a'}}").unwrap();
    assert_eq!((disabled[0].enabled, disabled[0].priority), (false, 3));

    let wrong = |text: &str| parse_servers(text).unwrap_err().to_string();
    assert_eq!(wrong(""), "target:1:1: there is nothing in it");
    assert!(wrong("name: a\nrst: {}").contains("did you mean `rest`?"));
    assert!(wrong("servers: [{name: a, rst: {}}]").starts_with("configuration:1:"));
    assert!(wrong("[]").starts_with("target:1:1: "));
}
