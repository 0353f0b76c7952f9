//! `plimsoll check`: what it prints, and how it ends.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{command, run, said};

/// A server that gives the same answer to every request, on connections of their own, until the test ends.
fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            thread::spawn(move || {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request);
                let _ = stream.write_all(answer.as_bytes());
                // What is closed with bytes unread is reset, and the answer may be lost.
                let _ = stream.shutdown(Shutdown::Write);
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
            });
        }
    });
    url
}

const FINE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{\"status\":\"ok\"}";
const BROKEN: &str = "HTTP/1.1 503 No\r\nContent-Length: 0\r\nRetry-After: 7\r\nConnection: close\r\n\r\n";
const WANTS_CREDENTIALS: &str =
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A file below the folder for temporary files, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-check-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Scratch(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_single_url() {
    let url = server(FINE);
    let fine = run(&["check", "--url", &url]);
    assert_eq!(fine.code, Some(0), "{}", fine.err);
    assert!(fine.out.starts_with("healthy  "), "{}", fine.out);
    assert!(fine.out.contains("status 200, body of 15 bytes"), "{}", fine.out);
    assert!(fine.out.contains("first byte"), "{}", fine.out);

    let broken = run(&["check", "--once", "--url", &server(BROKEN), "--json"]);
    assert_eq!(broken.code, Some(1));
    let document = json(&broken.out);
    assert_eq!(document["schema"], "plimsoll.check/1");
    let result = &document["results"][0];
    assert_eq!((&result["status"], &result["reason"]), (&"unhealthy".into(), &"http_status".into()));
    assert_eq!(result["rest"]["status"], 503);
    assert_eq!(result["retry_after_seconds"], 7.0);
    assert_eq!(document["summary"]["unhealthy"], 1);
}

#[test]
fn one_that_wants_credentials_is_alive() {
    let asked = run(&["check", "--url", &server(WANTS_CREDENTIALS), "--json"]);
    assert_eq!(asked.code, Some(0), "{}", asked.out);
    let result = json(&asked.out)["results"][0].clone();
    assert_eq!((&result["status"], &result["reason"]), (&"degraded".into(), &"auth_required".into()));
    assert_eq!(result["alive"], true);

    let strict = run(&["check", "--url", &server(WANTS_CREDENTIALS), "--fail-on", "degraded"]);
    assert_eq!(strict.code, Some(1));
}

#[test]
fn a_secret_is_shown_to_the_server_only() {
    let url = server(WANTS_CREDENTIALS);
    let mut refused = command(&["check", "--url", &url, "--bearer", "env:CHECK_TOKEN", "--json"]);
    let refused = said(refused.env("CHECK_TOKEN", "s3cr3t").output().unwrap());
    assert_eq!(refused.code, Some(1), "{}", refused.out);
    assert_eq!(json(&refused.out)["results"][0]["status"], "unhealthy");
    assert!(!refused.out.contains("s3cr3t") && !refused.err.contains("s3cr3t"));

    let missing = run(&["check", "--url", &url, "--bearer", "env:CHECK_TOKEN"]);
    assert_eq!(missing.code, Some(3), "{}", missing.out);
    assert!(missing.out.contains("secret_missing") && missing.out.contains("CHECK_TOKEN"), "{}", missing.out);

    let literal = run(&["check", "--url", &url, "--bearer", "s3cr3t"]);
    assert_eq!(literal.code, Some(2));
    assert!(!literal.err.contains("s3cr3t"), "{}", literal.err);
}

#[test]
fn every_server_of_a_file_in_its_order() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let text = format!(
        "servers:\n  - {{name: a fine one, rest: {{url: \"{}\"}}}}\n  - {{name: off, enabled: false, rest: {{url: \"{}\"}}}}\n  \
         - {{name: nobody, rest: {{url: \"http://{nobody}/\"}}}}\n",
        server(FINE),
        server(FINE),
    );
    let file = Scratch::new("servers.yaml", &text);
    let checked = run(&["check", file.path(), "--once"]);
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    let lines: Vec<&str> = checked.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert!(lines[0].starts_with("healthy") && lines[0].contains("a fine one"), "{}", checked.out);
    assert!(lines[1].starts_with("unhealthy") && lines[1].contains("connect_refused"), "{}", checked.out);
    assert!(lines.contains(&"1 healthy, 1 unhealthy"), "{}", checked.out);
}

#[test]
fn secrets_that_are_missing_and_what_is_strange_are_told_with_their_lines() {
    let text = format!(
        "servers:\n- {{name: a, timeout: 3s, interval: 2s, rest: {{url: '{}'}}}}\n- {{name: b, enabled: false, \
         auth: {{bearer: 'env:CHECK_NO_SUCH_TOKEN'}}, rest: {{url: http://127.0.0.1:1/}}}}\n",
        server(FINE)
    );
    let file = Scratch::new("strange.yaml", &text);
    let strange = run(&["check", file.path(), "--once"]);
    assert_eq!(strange.code, Some(0), "{}{}", strange.out, strange.err);
    assert_eq!(strange.err, "", "an interval means nothing where each is checked once");
    let file = Scratch::new("times.yaml", &text.replace("interval: 2s", "connect_timeout: 4s"));
    let strange = run(&["check", file.path(), "--once"]);
    let note =
        format!("note: {}:2:43: `servers[0].connect_timeout` (a) is longer than `timeout`", file.path());
    assert!(strange.err.contains(&note), "{}", strange.err);

    let file = Scratch::new("secrets.yaml", &text.replace("enabled: false", "enabled: true, piority: 1"));
    let missing = run(&["check", file.path(), "--once"]);
    assert_eq!(missing.code, Some(2), "{}", missing.out);
    for told in [
        ":3:28: unknown key `piority`",
        ":3:55: `servers[1].auth.bearer` (b) cannot be had: ",
        "CHECK_NO_SUCH_TOKEN",
    ] {
        assert!(missing.err.contains(told), "{told} in {}", missing.err);
    }
}

#[test]
fn what_is_wrong_in_a_file_is_told_at_once_with_its_lines() {
    let file =
        Scratch::new("wrong.yaml", "servers:\n  - nmae: a\n    rest: {url: 'ftp://x/'}\n    timeout: soon\n");
    let wrong = run(&["check", file.path(), "--once"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.out);
    for expected in [":2:5: ", "did you mean `name`", ":3:", ":4:"] {
        assert!(wrong.err.contains(expected), "{expected} is not in {}", wrong.err);
    }
    let place = format!("{}:2:5: ", file.path());
    assert!(wrong.err.lines().any(|line| line.starts_with(&place)), "{}", wrong.err);
    let missing = run(&["check", "/nowhere/servers.yaml", "--once"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("/nowhere/servers.yaml"), "{}", missing.err);
}

#[test]
fn a_command_that_speaks_mcp() {
    let calculator = concat!("python3 ", env!("CARGO_MANIFEST_DIR"), "/examples/python/calculator.py");
    let call = ["--call", "add", "--arguments", "{\"a\": 20, \"b\": 22}"];
    let fine = run(&[&["check", "--mcp", calculator, "--tool", "add"][..], &call].concat());
    assert_eq!(fine.code, Some(0), "{}{}", fine.out, fine.err);
    for expected in ["calculator 1.0", "over stdio", "1: add", ": 42", "start "] {
        assert!(fine.out.contains(expected), "{expected} is not in {}", fine.out);
    }
    let missing = run(&["check", "--mcp", calculator, "--tool", "divide", "--json"]);
    assert_eq!(missing.code, Some(1), "{}", missing.out);
    let result = json(&missing.out)["results"][0].clone();
    assert_eq!(result["reason"], "tool_missing");
    assert_eq!(result["mcp"]["tools"]["missing"][0], "divide");

    let unknown = run(&["check", "--mcp", calculator, "--call", "divide", "--json"]);
    assert_eq!(json(&unknown.out)["results"][0]["reason"], "tool_failed", "{}", unknown.out);
}

#[test]
fn what_to_do_is_told_once_for_each_reason() {
    let [one, other] = [server(BROKEN), server(BROKEN)];
    let text = format!(
        "servers:\n  - {{name: one, rest: {{url: \"{one}\"}}}}\n  - {{name: other, rest: {{url: \"{other}\"}}}}\n"
    );
    let file = Scratch::new("broken.yaml", &text);
    let broken = run(&["check", file.path(), "--once"]);
    assert_eq!(
        broken.out.matches("status 503 (Service Unavailable), expected 200 to 299").count(),
        2,
        "{}",
        broken.out
    );
    let (_, advice) = broken.out.split_once("What to do\n").unwrap_or_else(|| panic!("{}", broken.out));
    assert_eq!(advice.matches("http_status").count(), 1, "{}", broken.out);

    let fine = run(&["check", "--url", &server(FINE)]);
    assert!(!fine.out.contains("What to do"), "{}", fine.out);
}

#[test]
fn names_in_wide_letters_are_aligned() {
    let url = server(FINE);
    let text = format!(
        "servers:\n  - {{name: 日本語, rest: {{url: \"{url}\"}}}}\n  - {{name: abcdef, rest: {{url: \"{url}\"}}}}\n"
    );
    let file = Scratch::new("wide.yaml", &text);
    let shown = run(&["check", file.path(), "--once"]).out;
    // Both names take six columns, so that nothing is between them and the column of times but its own blanks.
    let behind = |name: &str| shown.split_once(name).map(|(_, rest)| rest.find(" ms").unwrap());
    assert_eq!(behind("日本語"), Some("  ".len() + 5), "{shown}");
    assert_eq!(behind("abcdef"), behind("日本語"), "{shown}");
}

#[test]
fn a_web_page_is_no_mcp_server() {
    const PAGE: &str = "HTTP/1.1 404 No\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!doctype html>\n<html>\n<title>Shop</title>";
    let page = run(&["check", "--mcp", &server(PAGE)]);
    assert_eq!(page.code, Some(1), "{}", page.out);
    assert!(page.out.contains("a web page, `Shop`") && page.out.contains("/mcp"), "{}", page.out);
}

#[test]
fn a_handshake_that_fails_has_no_first_byte_of_an_answer() {
    let plain = server(FINE).replace("http:", "https:");
    let document = json(&run(&["check", "--url", &plain, "--json"]).out);
    let result = &document["results"][0];
    assert_eq!(result["reason"], "tls_handshake");
    assert!(result["phases"]["first_byte_seconds"].is_null(), "{document}");
    assert!(result["phases"]["tls_seconds"].is_number(), "{document}");
}

#[test]
fn nothing_to_check_is_said_with_what_could_be() {
    let nothing = run(&["check"]);
    assert_eq!(nothing.code, Some(2));
    for way in ["--once", "--url", "--mcp"] {
        assert!(nothing.err.contains(way), "{way} is not in {}", nothing.err);
    }
}

/// As a client has it, with its own keys and what it fills in.
#[test]
fn a_file_of_an_mcp_client_is_checked_as_it_is() {
    let calculator = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/python/calculator.py");
    let text = format!(
        "{{\"globalShortcut\": \"Ctrl+Space\", \"mcpServers\": {{\
         \"sum\": {{\"command\": \"${{CHECK_PYTHON}}\", \"args\": [\"{calculator}\"], \"timeout\": 60, \"trust\": true}},\
         \"gone\": {{\"command\": \"/nowhere/${{env:CHECK_TOKEN}}\"}},\
         \"off\": {{\"command\": \"${{CHECK_NO_SUCH}}\", \"disabled\": true}}}}}}"
    );
    let file = Scratch::new("client.json", &text);
    let mut checked = command(&["check", file.path(), "--once"]);
    let checked = checked.env("CHECK_PYTHON", "python3").env("CHECK_TOKEN", "s3cr3t-of-mine");
    let checked = said(checked.output().unwrap());
    assert_eq!(checked.code, Some(1), "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("1 healthy, 1 unhealthy"), "{}", checked.out);
    // A message names the command.
    assert!(checked.out.contains("`/nowhere/[secret]`"), "{}", checked.out);
    for told in ["globalShortcut", "trust", "timeout"] {
        assert!(checked.err.contains(told), "{told} in {}", checked.err);
    }
    assert!(!format!("{}{}", checked.out, checked.err).contains("s3cr3t"), "{}{}", checked.out, checked.err);
}

#[test]
fn what_is_asked_of_a_service_is_refused_of_a_single_server() {
    let url = server(FINE);
    for (option, value) in [("--listen", "127.0.0.1:0"), ("--env", "staging")] {
        let refused = run(&["check", "--url", &url, option, value]);
        assert_eq!((refused.code, &*refused.out), (Some(2), ""), "{option}: {}", refused.err);
        assert!(refused.err.contains(option) && refused.err.contains("--url"), "{}", refused.err);
    }
    assert_eq!(run(&["check", "--url", &url, "--once"]).code, Some(0));
}

#[test]
fn headers_with_credentials_are_taken_by_reference_only() {
    let url = server(FINE);
    for name in ["Authorization", "cookie", "X-Api-Key", "X-Auth-Token"] {
        let literal = run(&["check", "--url", &url, "--header", &format!("{name}: s3cr3t")]);
        assert_eq!((literal.code, &*literal.out), (Some(2), ""), "{name}: {}", literal.err);
        assert!(literal.err.contains(name) && literal.err.contains("env:NAME"), "{}", literal.err);
        assert!(!literal.err.contains("s3cr3t"), "{}", literal.err);
        let header = format!("{name}: env:CHECK_TOKEN");
        let mut by_reference = command(&["check", "--url", &url, "--header", &header]);
        let by_reference = said(by_reference.env("CHECK_TOKEN", "s3cr3t").output().unwrap());
        assert_eq!(by_reference.code, Some(0), "{name}: {}", by_reference.err);
    }
    for header in ["Accept: text/html", "Idempotency-Key: 1", "X-Author: me"] {
        let plain = run(&["check", "--url", &url, "--header", header]);
        assert_eq!(plain.code, Some(0), "{header}: {}", plain.err);
    }
}

#[test]
fn names_are_whole_where_nobody_looks_at_a_terminal() {
    let name = "a-very-long-name-".repeat(8);
    let text = format!("servers: [{{name: {name}, rest: {{url: \"{}\"}}}}]\n", server(FINE));
    let file = Scratch::new("long.yaml", &text);
    let shown = run(&["check", file.path(), "--once"]).out;
    assert!(shown.contains(&name), "{shown}");
}

#[test]
fn a_deadline_is_kept() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let late = run(&["check", "--url", &url, "--timeout", "300ms", "--json"]);
    let result = json(&late.out)["results"][0].clone();
    assert_eq!(result["reason"], "deadline");
    let total = result["phases"]["total_seconds"].as_f64().unwrap();
    assert!((0.3..0.8).contains(&total), "{total}");
}

/// The command lines that hold a text.
fn processes_with(argument: &str) -> Vec<String> {
    let all = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let lines = all.filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok());
    lines.filter(|line| line.contains(argument)).collect()
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_is_interrupted_leaves_no_command_behind() {
    for (signal, number) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let marker = format!("1000.{}{number}", std::process::id());
        // It reads nothing, ends with nothing that it is asked by, and has a child.
        let shell = format!("trap '' TERM HUP; sleep {marker} & cat >/dev/null; sleep {marker}");
        let server = format!("sh -c \"{shell}\"");
        let child = command(&["check", "--mcp", &server, "--timeout", "60s"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let is_server = |line: &String| !line.contains("--mcp");
        let begun = || processes_with(&marker).iter().filter(|line| is_server(line)).count();
        // The shell and what it has started.
        wait_until("it starts", || begun() > 1);
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        let since = Instant::now();
        let said = said(child.wait_with_output().unwrap());
        assert_eq!((said.code, &*said.out, &*said.err), (Some(number), "", ""));
        assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
        wait_until("nothing is left", || processes_with(&marker).is_empty());
    }
}

#[test]
fn urls_that_cannot_be_are_told_before_anything_is_asked() {
    for arguments in [
        ["--url", "http://me:hunter2@127.0.0.1/"],
        ["--mcp", "https://me:hunter2@127.0.0.1/"],
        ["--url", "127.0.0.1:80/"],
        ["--url", "ftp://127.0.0.1/"],
        ["--mcp", "ws://127.0.0.1/"],
        ["--url", "http:///path"],
    ] {
        let said = run(&["check", arguments[0], arguments[1]]);
        assert_eq!((said.code, &*said.out), (Some(2), ""), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(arguments[0]) && !said.err.contains("hunter2"), "{}", said.err);
    }
}

/// As the header of each says, with something for the secrets. That the addresses do not exist is another matter.
#[test]
fn the_examples_can_be_run() {
    let folder = std::env::temp_dir().join(format!("plimsoll-check-{}-examples", std::process::id()));
    let examples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/config");
    fs::create_dir_all(folder.join("more")).unwrap();
    fs::create_dir_all(folder.join("secrets")).unwrap();
    fs::copy(examples.join("more/team.yaml"), folder.join("more/team.yaml")).unwrap();
    for secret in ["hook", "pager", "scrape"] {
        fs::write(folder.join("secrets").join(secret), "abc").unwrap();
    }
    for (stage, servers) in [("development", 2), ("staging", 3), ("production", 4)] {
        let file = folder.join(format!("{stage}.yaml"));
        fs::copy(examples.join(format!("{stage}.yaml")), &file).unwrap();
        let file = file.to_str().unwrap();
        let mut checked = command(&["check", file, "--once", "--json", "--timeout", "500ms"]);
        let checked = said(checked.env("ORDERS_TOKEN", "abc").output().unwrap());
        assert!(matches!(checked.code, Some(0 | 1 | 3)), "{stage}: {:?} {}", checked.code, checked.err);
        let document = json(&checked.out);
        let results = document["results"].as_array().unwrap();
        assert_eq!(results.len(), servers, "{stage}");
        for result in results {
            assert_ne!(result["reason"], "not_admitted", "{stage}: {result}");
            assert_ne!(result["reason"], "config", "{stage}: {result}");
        }
    }
    let _ = fs::remove_dir_all(folder);
}
