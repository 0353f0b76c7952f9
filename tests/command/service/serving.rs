//! `plimsoll serve`: one container, with and without a file.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::exposition;
use super::running::{get, get_whole, get_with, wait_until, Scratch, Server, Service};
use crate::run;

/// On a port of its own; and where it listens.
fn serving(further: &[&str]) -> (Service, String) {
    let service = Service::run(&[&["serve", "--json", "--listen", "127.0.0.1:0"][..], further].concat());
    let started = service.event("started", |_| true);
    let address = started["listening"].as_str().unwrap().to_owned();
    (service, address)
}

fn json(address: &str, path: &str) -> Value {
    let (status, text) = get(address, path);
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_container_is_served_without_a_file() {
    let (mut service, address) = serving(&[]);
    let (head, page) = get_whole(&address, "/", "");
    assert!(head.contains("Content-Type: text/html; charset=utf-8\r\n"), "{head}");
    assert!(head.contains("Content-Security-Policy: default-src 'none'; script-src 'self';"), "{head}");
    // Nothing is asked of anybody else: no URL in it has a host.
    for path in ["/", "/live.js", "/live.css"] {
        let (status, text) = get(&address, path);
        assert_eq!(status, 200);
        let elsewhere = text.replace("http://www.w3.org/2000/svg", "");
        assert!(!elsewhere.contains("://") && !elsewhere.contains("url("), "{path}");
    }
    assert!(page.contains("src=\"live.js\"") && page.contains("href=\"metrics\""), "{page}");

    let live = json(&address, "/live");
    assert_eq!((&live["schema"], &live["checks"]), (&"plimsoll.live/1".into(), &Value::Null));
    assert!(
        live["resources"].as_array().unwrap().iter().any(|row| row["resource"] == "disk_space"),
        "{live}"
    );
    assert_eq!(json(&address, "/healthz")["status"], "ok");
    assert_eq!(json(&address, "/diagnosis")["schema"], "plimsoll.diagnosis/1");
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap_or_else(|why| panic!("{why}"));
    for name in [
        "plimsoll_load_advice",
        "plimsoll_bottlenecks",
        "plimsoll_sample_unread",
        "plimsoll_serve_requests_total",
    ] {
        assert!(families.contains_key(name), "{name}");
    }
    // What is nobody's is not told: no checks, no gate, and no process but this command itself.
    for name in ["plimsoll_checker_watched", "plimsoll_gate_limit", "plimsoll_process_resident_bytes"] {
        assert!(!families.contains_key(name), "{name}");
    }
    service.signal("TERM");
    assert_eq!(service.ended().0, Some(0), "{:?}", service.said_wrong());
}

#[test]
fn who_asks_for_openmetrics_gets_it() {
    let (_service, address) = serving(&[]);
    let (head, text) =
        get_whole(&address, "/metrics", "Accept: application/openmetrics-text; version=1.0.0\r\n");
    assert!(
        head.contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"),
        "{head}"
    );
    assert!(text.ends_with("\n# EOF\n"), "{text}");
    assert!(
        text.contains("# TYPE plimsoll_serve_requests counter\nplimsoll_serve_requests_total "),
        "{text}"
    );
    let (head, text) = get_whole(&address, "/metrics", "Accept: text/html, */*;q=0.8\r\n");
    assert!(head.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"), "{head}");
    exposition::parse(&text).unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn a_file_adds_its_servers_and_its_settings() {
    let server = Server::new();
    let scratch = Scratch::new("serving");
    let text = format!(
        "{}export: {{labels: {{zone: a1}}}}\nservers: [{{name: shop, rest: {{url: \"{}\"}}}}]\n",
        super::QUICK,
        server.url
    );
    let (service, address) = serving(&[&scratch.write("servers.yaml", &text)]);
    service.changed("shop", "healthy");
    let live = json(&address, "/live");
    assert_eq!(
        (&live["checks"]["healthy"], &live["checks"]["rows"][0]["name"]),
        (&1.into(), &"shop".into()),
        "{live}"
    );
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap();
    assert_eq!(families["plimsoll_checker_watched"].value(&[("zone", "a1")]), Some(1.0));
    // A file may name none: its settings count all the same.
    let (_service, address) = serving(&[&scratch.write("none.yaml", "export: {prefix: mine}\n")]);
    assert!(get(&address, "/metrics").1.contains("mine_load_advice"));
    assert_eq!(json(&address, "/healthz")["status"], "ok");
    assert_eq!(run(&["check", &scratch.write("none.yaml", "export: {prefix: mine}\n")]).code, Some(2));
}

#[test]
fn a_textfile_is_whole_and_taken_away_at_the_end() {
    let scratch = Scratch::new("textfile");
    let path = scratch.0.join("plimsoll.prom");
    let mut service = Service::run(&["serve", "--listen", "off", "--textfile", path.to_str().unwrap()]);
    let said = service.line("serving");
    assert!(said.ends_with(&format!("serving metrics in {}", path.display())), "{said}");
    let families =
        exposition::parse(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|why| panic!("{why}"));
    assert!(families.contains_key("plimsoll_sample_timestamp_seconds"));
    assert!(!families.contains_key("plimsoll_serve_requests_total"), "there is no server");
    service.signal("TERM");
    assert_eq!(service.ended().0, Some(0));
    assert_eq!(fs::read_dir(&scratch.0).unwrap().count(), 0);

    // The file's own, with an interval; and of the server too.
    let file = scratch.write("serve.yaml", "serve: {textfile: own.prom, textfile_interval: 1s}\n");
    let (service, _) = serving(&[&file]);
    let own = scratch.0.join("own.prom");
    let taken = || -> Option<f64> {
        let families = exposition::parse(&fs::read_to_string(&own).ok()?).unwrap();
        assert!(families.contains_key("plimsoll_serve_requests_total"));
        families["plimsoll_sample_timestamp_seconds"].value(&[])
    };
    wait_until("it is written", || taken().is_some());
    let first = taken();
    wait_until("it is written again", || taken() > first);
    drop(service);
}

#[test]
fn a_token_is_asked_for_and_a_browser_can_give_it() {
    let scratch = Scratch::new("token");
    let token = format!("file:{}", scratch.write("token", "t0ken\n"));
    let (_service, address) = serving(&["--token", &token]);
    // `any:t0ken`
    for (headers, status) in [
        ("", 401),
        ("Authorization: Bearer t0ken\r\n", 200),
        ("Authorization: Basic YW55OnQwa2Vu\r\n", 200),
        ("Authorization: Basic dDBrZW46YW55\r\n", 401),
    ] {
        for path in ["/", "/live", "/live.js", "/metrics", "/diagnosis"] {
            assert_eq!(get_with(&address, path, headers).0, status, "{path} {headers}");
        }
    }
    assert!(get_whole(&address, "/", "").0.contains("WWW-Authenticate: Basic realm=\"plimsoll\""));
    assert_eq!(get(&address, "/healthz").0, 200);
    let open = Service::run(&["serve", "--listen", "0.0.0.0:0"]);
    let said = open.error("note: ");
    assert!(
        said.contains("answers everybody who can reach it") && said.contains("--token env:NAME"),
        "{said}"
    );
}

#[test]
fn what_makes_no_sense_is_told_without_secrets() {
    let wrong = run(&["serve", "--token", "hunter2"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("env:NAME or file:PATH") && !wrong.err.contains("hunter2"), "{}", wrong.err);
    let missing = run(&["serve", "--listen", "127.0.0.1:0", "--token", "file:/nowhere/token"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("/nowhere/token"), "{}", missing.err);
    let text = run(&["serve", "--textfile", "/tmp/metrics.txt"]);
    assert!(text.code == Some(2) && text.err.contains("ends in .prom"), "{}", text.err);
    let nowhere = run(&["serve", "--listen", "off", "--textfile", "/nowhere/plimsoll.prom"]);
    assert!(nowhere.code == Some(2) && nowhere.err.contains("/nowhere/plimsoll.prom"), "{}", nowhere.err);
    let nothing = run(&["serve", "--listen", "off"]);
    assert!(nothing.code == Some(2) && nothing.err.contains("--textfile"), "{}", nothing.err);
}

#[test]
fn it_ends_when_what_it_looks_at_is_gone() {
    let mut child = Command::new("sleep").arg("1000").stdout(Stdio::null()).spawn().unwrap();
    let (mut service, address) = serving(&["--pid", &child.id().to_string()]);
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap();
    assert!(families["plimsoll_process_resident_bytes"].value(&[]) > Some(0.0));
    assert_eq!(json(&address, "/live")["title"], format!("Process {}", child.id()));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(service.ended().0, Some(3));
    assert!(service.error("error").contains(&child.id().to_string()));
    assert_eq!(run(&["serve", "--pid", &child.id().to_string(), "--listen", "127.0.0.1:0"]).code, Some(3));
}
