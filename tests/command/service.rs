//! `plimsoll check FILE`: a service, from its start to its end.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{command, run};

#[path = "../common/exposition.rs"]
#[allow(dead_code)] // Other tests need more of it.
mod exposition;

/// Long enough for a machine under load.
const PATIENCE: Duration = Duration::from_secs(60);
/// Every outcome shows, and nothing is left alone for having failed.
const QUICK: &str =
    "performance_optimization: {concurrent_execution: {interval: 200ms, unhealthy_interval: 200ms, \
                     rise: 1, fall: 1, breaker: {failures: 100}}}\n";

/// A server that works as long as it should, and keeps what is posted to it.
struct Server {
    url: String,
    works: Arc<AtomicBool>,
    posted: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (works, posted) = (Arc::new(AtomicBool::new(true)), Arc::default());
        let server = Server { url, works: Arc::clone(&works), posted: Arc::clone(&posted) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let (works, posted) = (Arc::clone(&works), Arc::clone(&posted));
                thread::spawn(move || answer(stream, &works, &posted));
            }
        });
        server
    }

    fn breaks(&self) {
        self.works.store(false, Ordering::SeqCst);
    }

    fn works_again(&self) {
        self.works.store(true, Ordering::SeqCst);
    }
}

fn answer(mut stream: TcpStream, works: &AtomicBool, posted: &Mutex<Vec<Value>>) {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&piece[..count]),
            _ => return,
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        if head.starts_with("GET /slow") {
            // So that the next one has to wait for the connection, however quick the machine is.
            thread::sleep(Duration::from_millis(20));
        }
        if !head.starts_with("POST") {
            break;
        }
        if let Ok(document) = serde_json::from_str(body) {
            posted.lock().unwrap().push(document);
            break;
        }
    }
    let status = if works.load(Ordering::SeqCst) { 200 } else { 503 };
    let text = format!("HTTP/1.1 {status} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
    let _ = stream.write_all(text.as_bytes());
    // What is closed with bytes unread is reset, and the answer may be lost.
    let _ = stream.shutdown(Shutdown::Write);
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
}

/// A folder of its own, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-service-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        // In one go: the service may be reading it.
        let part = self.0.join("part");
        fs::write(&part, text).unwrap();
        fs::rename(&part, &path).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The service, and what it prints as it prints it.
struct Service {
    child: Child,
    lines: Receiver<String>,
    errors: Receiver<String>,
}

fn reader(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Service {
    fn start(file: &str, further: &[&str]) -> Self {
        let arguments = [&["check", file][..], further].concat();
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = reader(child.stdout.take().unwrap());
        let errors = reader(child.stderr.take().unwrap());
        Service { child, lines, errors }
    }

    /// With JSON, on a port of its own; and where it listens.
    fn listening(file: &str) -> (Self, String) {
        let service = Service::start(file, &["--json", "--listen", "127.0.0.1:0"]);
        let started = service.event("started", |_| true);
        let address = started["listening"].as_str().unwrap().to_owned();
        (service, address)
    }

    /// The next line that holds a text.
    fn line(&self, wanted: &str) -> String {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(wanted) => return line,
                Ok(line) => seen.push(line),
                Err(_) => panic!("no line with {wanted}, but {seen:?} and {:?}", self.said_wrong()),
            }
        }
    }

    /// The next event of a kind that is as it should be.
    fn event(&self, kind: &str, is: impl Fn(&Value) -> bool) -> Value {
        let mut seen = Vec::new();
        loop {
            let Ok(line) = self.lines.recv_timeout(PATIENCE) else {
                panic!("no such {kind}, but {seen:?} and {:?}", self.said_wrong())
            };
            let event: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert_eq!(event["schema"], "plimsoll.event/1");
            if event["event"] == kind && is(&event) {
                return event;
            }
            seen.push(line);
        }
    }

    fn changed(&self, name: &str, to: &str) -> Value {
        self.event("changed", |event| event["name"] == name && event["to"] == to)
    }

    fn said_wrong(&self) -> Vec<String> {
        self.errors.try_iter().collect()
    }

    /// The next line on standard error that holds a text.
    fn error(&self, wanted: &str) -> String {
        loop {
            let line =
                self.errors.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nothing about {wanted}"));
            if line.contains(wanted) {
                return line;
            }
        }
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
    }

    /// How it ends, and how long that takes.
    fn ended(&mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), begun.elapsed());
            }
            assert!(begun.elapsed() < PATIENCE, "it goes on");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and body.
fn get(address: &str, path: &str) -> (u16, String) {
    get_with(address, path, "")
}

fn get_with(address: &str, path: &str, headers: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n").as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), body.to_owned())
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn changes_are_printed_and_sigterm_ends_it() {
    let server = Server::new();
    let scratch = Scratch::new("changes");
    let text = format!("{QUICK}servers: [{{name: shop, rest: {{url: \"{}\"}}}}]\n", server.url);
    let (mut service, _) = Service::listening(&scratch.write("servers.yaml", &text));
    let first = service.changed("shop", "healthy");
    assert!(first["from"].is_null(), "{first}");
    server.breaks();
    let broken = service.changed("shop", "unhealthy");
    assert_eq!((&broken["from"], &broken["outcome"]["reason"]), (&"healthy".into(), &"http_status".into()));
    server.works_again();
    service.changed("shop", "healthy");
    service.signal("TERM");
    let (code, took) = service.ended();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    let ended = service.event("ended", |_| true);
    assert_eq!(ended["summary"]["healthy"], 1);
}

#[test]
fn people_read_a_line_for_each_change() {
    let server = Server::new();
    let scratch = Scratch::new("people");
    let text = format!("{QUICK}servers: [{{name: shop, rest: {{url: \"{}\"}}}}]\n", server.url);
    let file = scratch.write("servers.yaml", &text);
    let mut service = Service::start(&file, &["--listen", "off"]);
    let began = service.line("checking");
    assert!(began.contains("Z  checking 1 server") && !began.contains("http"), "{began}");
    server.breaks();
    let broken = service.line("unhealthy");
    assert!(broken.contains("shop  http_status") && broken.contains("503"), "{broken}");
    server.works_again();
    let again = service.line("healthy");
    assert!(again.ends_with("healthy    shop"), "{again}");
    service.signal("INT");
    assert_eq!(service.ended().0, Some(0));
    assert!(service.line("ended").ends_with("ended: 1 healthy"));
}

/// The command lines that hold a text.
fn processes_with(argument: &str) -> usize {
    let all = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let lines = all.filter_map(|entry| fs::read_to_string(entry.path().join("cmdline")).ok());
    lines.filter(|line| line.contains(argument)).count()
}

#[test]
fn what_is_under_way_is_ended_too() {
    let scratch = Scratch::new("end");
    let marker = format!("3000.{}", std::process::id());
    let text = format!(
        "{QUICK}servers: [{{name: tool, timeout: 1m, mcp: {{command: sh, args: [-c, \"trap '' TERM; sleep {marker} & sleep {marker}\"]}}}}]\n"
    );
    let (mut service, _) = Service::listening(&scratch.write("servers.yaml", &text));
    wait_until("it runs", || processes_with(&format!("sleep\0{marker}")) > 1);
    service.signal("TERM");
    let (code, took) = service.ended();
    assert_eq!(code, Some(0), "{:?}", service.said_wrong());
    assert!(took < Duration::from_secs(10), "{took:?}");
    wait_until("nothing is left", || processes_with(&marker) == 0);
}

#[test]
fn sighup_reads_the_file_again_and_keeps_what_is_known() {
    let (kept, added) = (Server::new(), Server::new());
    let scratch = Scratch::new("reload");
    let one = format!("{QUICK}servers:\n  - {{name: kept, rest: {{url: \"{}\"}}}}\n", kept.url);
    let file = scratch.write("servers.yaml", &one);
    let (service, address) = Service::listening(&file);
    service.changed("kept", "healthy");
    let known = |name: &str| {
        let (status, text) = get(&address, "/checks");
        assert_eq!(status, 200, "{text}");
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["schema"], "plimsoll.checks/1");
        document["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).cloned()
    };
    wait_until("it was checked twice", || known("kept").unwrap()["history"]["checks"].as_u64() > Some(1));
    let before = known("kept").unwrap();

    // Wrong in two places: both are told, and nothing changes.
    scratch.write(
        "servers.yaml",
        "servers:\n  - {nmae: kept, rest: {url: \"http://x/\"}}\nalerts: {webhook: {}}\n",
    );
    service.signal("HUP");
    service.error("servers.yaml:2:");
    service.error("servers.yaml:3:");
    assert!(known("kept").is_some());

    let two = format!("{one}  - {{name: added, rest: {{url: \"{}\"}}}}\n", added.url);
    scratch.write("servers.yaml", &two);
    service.signal("HUP");
    let reloaded = service.event("reloaded", |_| true);
    assert_eq!((&reloaded["kept"], &reloaded["added"][0]), (&1.into(), &"added".into()));
    service.changed("added", "healthy");
    let after = known("kept").unwrap();
    assert_eq!(after["since_unix_ns"], before["since_unix_ns"]);
    assert!(after["history"]["checks"].as_u64() >= before["history"]["checks"].as_u64());

    scratch.write("servers.yaml", &two.replace("name: kept", "name: other"));
    service.signal("HUP");
    let reloaded = service.event("reloaded", |_| true);
    assert_eq!(reloaded["removed"][0], "kept");
    wait_until("it is gone", || known("kept").is_none());
}

/// The checker of Prometheus itself.
fn promtool(text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("build/tools/promtool");
    let child =
        Command::new(&path).args(["check", "metrics"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child
        .unwrap_or_else(|error| panic!("{} does not start ({error}): try `make test-tools`", path.display()));
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}{text}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn everything_is_served() {
    let server = Server::new();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let scratch = Scratch::new("serve");
    let text = format!(
        "{QUICK}export: {{labels: {{zone: a1}}}}\nservers:\n  - {{name: \"the \\\"shop\\\"\", labels: {{team: blue}}, \
         rest: {{url: \"{}\"}}}}\n  - {{name: nobody, rest: {{url: \"http://{nobody}/\"}}}}\n",
        server.url
    );
    let (service, address) = Service::listening(&scratch.write("servers.yaml", &text));
    service.changed("nobody", "unhealthy");
    wait_until("both were checked", || get(&address, "/checks").1.contains("\"healthy\":1"));

    let (status, metrics) = get(&address, "/metrics");
    assert_eq!(status, 200);
    promtool(&metrics);
    let families = exposition::parse(&metrics).unwrap_or_else(|why| panic!("{why}"));
    let shop = [("name", "the \"shop\""), ("team", "blue"), ("zone", "a1")];
    let status = |name: &str, further: &[(&str, &str)], status: &str| {
        let labels = [&[("name", name), ("status", status)], further].concat();
        families["plimsoll_check_status"].value(&labels)
    };
    assert_eq!(status("the \"shop\"", &shop[1..], "healthy"), Some(1.0));
    assert_eq!(status("the \"shop\"", &shop[1..], "unhealthy"), Some(0.0));
    assert_eq!(status("nobody", &shop[2..], "unhealthy"), Some(1.0));
    assert!(families["plimsoll_check_duration_seconds"].value(&shop).is_some());
    assert_eq!(families["plimsoll_check_alive"].value(&shop), Some(1.0));
    let refused = [("name", "nobody"), ("reason", "connect_refused"), ("zone", "a1")];
    assert!(families["plimsoll_check_outcomes_total"].value(&refused) >= Some(1.0));
    let zone = [("zone", "a1")];
    for (name, least) in [
        ("plimsoll_checker_watched", 2.0),
        ("plimsoll_checker_workers", 1.0),
        ("plimsoll_checker_checks_total", 2.0),
        // Not adapted, unless the file says so.
        ("plimsoll_gate_limit", 100.0),
        ("plimsoll_gate_max_concurrent", 100.0),
        ("plimsoll_serve_requests_total", 2.0),
        ("plimsoll_process_resident_bytes", 1.0),
        ("plimsoll_alerts_raised", 0.0),
    ] {
        let value = families[name].value(&zone);
        assert!(value >= Some(least), "{name} {value:?}");
    }
    assert!(
        families.contains_key("plimsoll_bottlenecks") && families.contains_key("plimsoll_cache_hits_total")
    );

    let (status, health) = get(&address, "/healthz");
    let health: Value = serde_json::from_str(&health).unwrap();
    assert_eq!((status, &health["status"], &health["watched"]), (200, &"ok".into(), &2.into()), "{health}");
    assert!(health["lateness_p99_seconds"].is_number(), "{health}");
    let (status, checks) = get(&address, "/checks");
    let checks: Value = serde_json::from_str(&checks).unwrap();
    assert_eq!((status, &checks["summary"]["healthy"]), (200, &1.into()), "{checks}");
    assert!(checks["recommendations"].is_array(), "{checks}");
    let (status, diagnosis) = get(&address, "/diagnosis");
    let diagnosis: Value = serde_json::from_str(&diagnosis).unwrap();
    assert_eq!((status, &diagnosis["schema"]), (200, &"plimsoll.diagnosis/1".into()));
    assert_eq!(get(&address, "/nothing").0, 404);
    assert!(get(&address, "/").1.contains("/metrics"));
}

#[test]
fn what_to_change_is_among_the_checks() {
    let server = Server::new();
    let scratch = Scratch::new("advice");
    let mut text = "performance_optimization:\n  concurrent_execution: {interval: 100ms}\n  \
                    connection_pools: {rest_pool: {max_connections: 1, max_connections_per_host: 1}}\nservers:\n"
        .to_owned();
    // Half of a second for a hundred requests, which is as many as it takes to say anything.
    for number in 0..20 {
        text += &format!("  - {{name: shop {number}, rest: {{url: \"{}slow\"}}}}\n", server.url);
    }
    let (_service, address) = Service::listening(&scratch.write("servers.yaml", &text));
    let advised = || {
        let checks: Value = serde_json::from_str(&get(&address, "/checks").1).unwrap();
        let all = checks["recommendations"].as_array().unwrap().clone();
        all.into_iter().find(|advice| advice["rule"] == "connection_pool.small")
    };
    wait_until("a pool of one is called too small", || advised().is_some());
    let advised = advised().unwrap();
    assert_eq!(
        advised["actions"][0]["target"],
        "performance_optimization.connection_pools.rest_pool.max_connections"
    );
    assert_eq!(advised["actions"][0]["value"], "2", "{advised}");
}

#[test]
fn a_gate_adapts_where_the_file_says_so() {
    let server = Server::new();
    let scratch = Scratch::new("adaptive");
    let text = format!(
        "{QUICK}gate: {{adaptive: on, max_concurrent: 70}}\nservers: [{{name: shop, rest: {{url: \"{}\"}}}}]\n",
        server.url
    );
    let (service, address) = Service::listening(&scratch.write("servers.yaml", &text));
    service.changed("shop", "healthy");
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap_or_else(|why| panic!("{why}"));
    let value = |name: &str| families[name].value(&[]).unwrap();
    assert!(value("plimsoll_gate_granted_total") >= 1.0);
    assert_eq!(value("plimsoll_gate_max_concurrent"), 70.0);
    let limit = value("plimsoll_gate_limit");
    assert!((1.0..70.0).contains(&limit), "{limit}");
}

#[test]
fn sections_that_count_from_the_next_start_are_named() {
    let (server, hook) = (Server::new(), Server::new());
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let scratch = Scratch::new("later");
    let one = format!("{QUICK}servers:\n  - {{name: shop, rest: {{url: \"{}\"}}}}\n", server.url);
    let file = scratch.write("servers.yaml", &one);
    scratch.write("token", "t0ken\n");
    let (service, address) = Service::listening(&file);
    service.changed("shop", "healthy");

    // Servers and alerts count at once, a gate and a token do not.
    let two = format!(
        "{one}  - {{name: nobody, rest: {{url: \"http://{nobody}/\"}}}}\nalerts: {{webhook: {{url: \"{}\"}}}}\n\
         gate: {{max_concurrent: 60}}\nserve: {{token: \"file:token\"}}\n",
        hook.url
    );
    scratch.write("servers.yaml", &two);
    service.signal("HUP");
    let note = service.error("note: ");
    assert!(note.contains("next start") && note.ends_with(": gate, serve"), "{note}");
    assert_eq!(service.event("reloaded", |_| true)["added"][0], "nobody");
    service.changed("nobody", "unhealthy");
    let posted = || hook.posted.lock().unwrap().clone();
    wait_until("it is posted", || posted().iter().any(|notice| notice["alerts"][0]["name"] == "nobody"));
    let (status, metrics) = get(&address, "/metrics");
    assert!(status == 200 && metrics.contains("\nplimsoll_gate_max_concurrent 100\n"), "{status} {metrics}");

    // It is told against what runs, not against what was read last.
    scratch.write("servers.yaml", &two.replace("gate: {max_concurrent: 60}\n", ""));
    service.signal("HUP");
    let note = service.error("note: ");
    assert!(note.ends_with(": serve"), "{note}");
    scratch.write("servers.yaml", &one);
    service.signal("HUP");
    assert_eq!(service.event("reloaded", |event| event["removed"][0] == "nobody")["kept"], 1);
    assert_eq!(service.said_wrong(), Vec::<String>::new());
}

#[test]
fn a_note_on_the_file_is_told_once() {
    let server = Server::new();
    let scratch = Scratch::new("notes");
    let one = format!(
        "{QUICK}servers:\n  - {{name: shop, timeout: 3s, interval: 1s, rest: {{url: \"{0}\"}}}}\n",
        server.url
    );
    let (service, _) = Service::listening(&scratch.write("servers.yaml", &one));
    service.error("`servers[0].timeout` (shop) is longer than `interval`");
    let two = format!("{one}  - {{name: other, rest: {{url: \"{}\"}}}}\n", server.url);
    scratch.write("servers.yaml", &two);
    service.signal("HUP");
    assert_eq!(service.event("reloaded", |_| true)["added"][0], "other");
    assert_eq!(service.said_wrong(), Vec::<String>::new());
}

#[test]
fn a_token_is_asked_for_where_the_file_says_so() {
    let server = Server::new();
    let scratch = Scratch::new("token");
    scratch.write("token", "t0ken\n");
    let text = format!(
        "serve: {{token: \"file:token\"}}\nservers: [{{name: shop, rest: {{url: \"{}\"}}}}]\n",
        server.url
    );
    let (_service, address) = Service::listening(&scratch.write("servers.yaml", &text));
    assert_eq!(get(&address, "/metrics").0, 401);
    assert_eq!(get_with(&address, "/metrics", "Authorization: Bearer t0ken\r\n").0, 200);
    assert_eq!(get(&address, "/healthz").0, 200);
}

#[test]
fn alerts_go_to_a_webhook_and_a_command() {
    let (server, hook) = (Server::new(), Server::new());
    let scratch = Scratch::new("alerts");
    let log = scratch.0.join("log");
    let text = format!(
        "{QUICK}alerts:\n  webhook: {{url: \"{}\"}}\n  command: [sh, -c, \"echo $PLIMSOLL_ALERT_NAME $PLIMSOLL_ALERT_TURN >> {}\"]\n\
         servers: [{{name: shop, labels: {{team: blue}}, rest: {{url: \"{}\"}}}}]\n",
        hook.url,
        log.display(),
        server.url
    );
    let (service, _address) = Service::listening(&scratch.write("servers.yaml", &text));
    service.changed("shop", "healthy");
    server.breaks();
    let posted = || hook.posted.lock().unwrap().clone();
    wait_until("it is posted", || !posted().is_empty());
    let notice = posted()[0].clone();
    assert_eq!(notice["schema"], "plimsoll.alert/1");
    let alert = &notice["alerts"][0];
    assert_eq!(
        (&alert["turn"], &alert["status"], &alert["labels"]["team"]),
        (&"raised".into(), &"unhealthy".into(), &"blue".into())
    );
    server.works_again();
    wait_until("it is resolved", || posted().iter().any(|notice| notice["alerts"][0]["turn"] == "resolved"));
    wait_until("the command ran twice", || {
        fs::read_to_string(&log).unwrap_or_default() == "shop raised\nshop resolved\n"
    });
}

#[test]
fn a_port_that_is_taken_is_told_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let scratch = Scratch::new("taken");
    let file =
        scratch.write("servers.yaml", "servers: [{name: shop, rest: {url: \"http://127.0.0.1:9/\"}}]\n");
    let said = run(&["check", &file, "--listen", &address]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains(&address) && said.err.contains("--listen"), "{}", said.err);
    let wrong = run(&["check", &file, "--listen", "here"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("127.0.0.1:9469"), "{}", wrong.err);
    let missing = run(&["check", "/nowhere/servers.yaml"]);
    assert_eq!(missing.code, Some(2), "{}", missing.err);
}
