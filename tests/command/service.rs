//! `plimsoll check FILE`: a service, from its start to its end.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::run;

#[path = "../common/exposition.rs"]
#[allow(dead_code)] // Other tests need more of it.
mod exposition;
mod running;
mod serving;
mod troubles;

use running::{get, get_with, wait_until, Scratch, Server, Service};

/// Every outcome shows, and nothing is left alone for having failed.
const QUICK: &str =
    "performance_optimization: {concurrent_execution: {interval: 200ms, unhealthy_interval: 200ms, \
                     rise: 1, fall: 1, breaker: {failures: 100}}}\n";

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
fn metrics_go_to_a_collector() {
    let (server, collector) = (Server::new(), Server::new());
    let scratch = Scratch::new("otlp");
    let text = format!(
        "{QUICK}export:\n  labels: {{zone: a1}}\n  otlp: {{endpoint: \"{}\", protocol: http/json, interval: 1s, resource: {{service.name: fleet}}}}\n\
         servers: [{{name: shop, labels: {{team: blue}}, rest: {{url: \"{}\"}}}}]\n",
        collector.url, server.url
    );
    let (mut service, address) = Service::listening(&scratch.write("servers.yaml", &text));
    service.changed("shop", "healthy");
    let posted = || collector.posted.lock().unwrap().clone();
    let metric = |message: &Value, name: &str| {
        let metrics = message["resourceMetrics"][0]["scopeMetrics"][0]["metrics"].as_array().unwrap().clone();
        metrics.into_iter().find(|metric| metric["name"] == name)
    };
    let knows = |message: &Value| metric(message, "plimsoll.check.status").is_some();
    wait_until("what is known of the check is sent", || posted().iter().any(knows));
    let message = posted().into_iter().find(|message| knows(message)).unwrap();
    let resource = message["resourceMetrics"][0]["resource"]["attributes"].to_string();
    assert!(resource.contains("fleet") && resource.contains("process.pid"), "{resource}");
    let status = metric(&message, "plimsoll.check.status").unwrap().to_string();
    assert!(status.contains("shop") && status.contains("blue") && status.contains("a1"), "{status}");
    assert!(metric(&message, "process.memory.usage").is_some());
    assert!(metric(&message, "plimsoll.serve.requests").is_some());
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap_or_else(|why| panic!("{why}"));
    assert!(families["plimsoll_otlp_pages_sent_total"].value(&[("zone", "a1")]) >= Some(1.0));
    // The end is told, too.
    let before = posted().len();
    service.signal("TERM");
    assert_eq!(service.ended().0, Some(0));
    assert!(posted().len() > before);
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

/// `orders` belongs to the last of three shards, `search` and `archive` to the middle one.
const SHARED_OUT: [&str; 3] = ["orders", "search", "archive"];

fn shared_out(server: &Server, further: &str) -> String {
    let servers = SHARED_OUT.map(|name| format!("{{name: {name}, rest: {{url: \"{}\"}}}}", server.url));
    format!("{QUICK}servers: [{}]\n{further}", servers.join(", "))
}

#[test]
fn a_shard_checks_its_own_part_and_takes_over_what_others_leave() {
    let server = Server::new();
    let scratch = Scratch::new("shard");
    let file = scratch.write("servers.yaml", &shared_out(&server, ""));
    let mut service = Service::start(&file, &["--shard", "1/3", "--json", "--listen", "127.0.0.1:0"]);
    let started = service.event("started", |_| true);
    assert_eq!(started["servers"], 2, "{started}");
    let address = started["listening"].as_str().unwrap().to_owned();
    // In whatever order.
    let healthy = || service.event("changed", |event| event["to"] == "healthy")["name"].to_string();
    let mut found = [healthy(), healthy()];
    found.sort();
    assert_eq!(found, ["\"archive\"", "\"search\""]);
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap();
    for (name, value) in [
        ("plimsoll_checker_watched", 2.0),
        ("plimsoll_checker_servers", 3.0),
        ("plimsoll_checker_shard", 1.0),
        ("plimsoll_checker_shards", 3.0),
    ] {
        assert_eq!(families[name].value(&[]), Some(value), "{name}");
    }
    scratch.write("servers.yaml", &shared_out(&server, "shard: {index: 0, of: 3, without: [0, 2]}\n"));
    service.signal("HUP");
    let reloaded = service.event("reloaded", |_| true);
    assert_eq!((&reloaded["kept"], &reloaded["removed"]), (&2.into(), &Value::Array(vec![])), "{reloaded}");
    service.changed("orders", "healthy");
    let families = exposition::parse(&get(&address, "/metrics").1).unwrap();
    assert_eq!(families["plimsoll_checker_shards"].value(&[]), Some(1.0));
    service.signal("TERM");
    assert_eq!(service.ended().0, Some(0));
}

#[test]
fn a_shard_without_servers_waits_for_some() {
    let server = Server::new();
    let scratch = Scratch::new("empty-shard");
    let file = scratch.write("servers.yaml", &shared_out(&server, ""));
    let mut service = Service::start(&file, &["--shard", "0/3", "--json", "--listen", "127.0.0.1:0"]);
    let started = service.event("started", |_| true);
    assert_eq!(started["servers"], 0, "{started}");
    let address = started["listening"].as_str().unwrap().to_owned();
    assert_eq!(get(&address, "/healthz").0, 200);
    service.signal("TERM");
    assert_eq!(service.ended().0, Some(0));
}

#[test]
fn which_shard_it_is_has_to_be_said_right() {
    let scratch = Scratch::new("wrong-shard");
    let file = scratch.write("servers.yaml", "servers: [{name: a, rest: {url: \"http://127.0.0.1:9/\"}}]\n");
    for (shard, said) in [
        ("3", "expected INDEX/COUNT, such as 3/10"),
        ("3/3", "there is no shard 3 of 3"),
        ("auto/3", "set POD_INDEX, or name the shard"),
    ] {
        let mut command = super::command(&["check", &file, "--once", "--shard", shard]);
        let output = command.env_remove("POD_INDEX").env("HOSTNAME", "web").output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(said), "{errors}");
    }
    let mut command = super::command(&["check", &file, "--once", "--json", "--shard", "auto/1"]);
    let output = command.env("POD_INDEX", "0").output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["results"][0]["name"], "a");
}
