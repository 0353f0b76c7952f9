//! What goes wrong around the service is told, and told once.

use std::cell::RefCell;
use std::fs;
use std::time::Duration;

use serde_json::Value;

use super::super::{command, run};
use super::running::{get, wait_until, Scratch, Server, Service};
use super::{exposition, shared_out, QUICK};

#[test]
fn a_shard_without_servers_has_nothing_to_check() {
    let server = Server::new();
    let scratch = Scratch::new("nothing");
    let file = scratch.write("servers.yaml", &shared_out(&server, ""));
    let said = run(&["check", &file, "--once", "--json", "--shard", "0/3"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["results"], Value::Array(vec![]));
    assert_eq!(run(&["check", &file, "--once", "--shard", "0/3"]).code, Some(0));
}

#[test]
fn what_is_left_alone_still_says_why_it_failed() {
    let scratch = Scratch::new("alone");
    let quick = QUICK.replace("failures: 100", "failures: 2");
    let text = format!("{quick}servers: [{{name: shop, rest: {{url: \"http://127.0.0.1:1/\"}}}}]\n");
    let (_service, address) = Service::listening(&scratch.write("servers.yaml", &text));
    let last = || {
        let document: Value = serde_json::from_str(&get(&address, "/checks").1).unwrap();
        document["checks"][0]["last"].clone()
    };
    wait_until("it is left alone", || last()["reason"] == "circuit_open");
    let message = last()["message"].to_string();
    assert!(message.contains("it last failed with connect"), "{message}");
}

#[test]
fn a_collector_that_is_away_is_told_once() {
    let collector = Server::new();
    collector.breaks();
    let scratch = Scratch::new("away");
    let text = format!(
        "export: {{otlp: {{endpoint: \"{}\", protocol: http/json, interval: 1s}}}}\n\
         servers: [{{name: shop, rest: {{url: \"http://127.0.0.1:1/\"}}}}]\n",
        collector.url
    );
    let (service, _) = Service::listening(&scratch.write("servers.yaml", &text));
    let told = service.error("the collector");
    assert!(told.contains("takes no metrics") && told.contains("503"), "{told}");
    collector.works_again();
    let again = RefCell::new(Vec::new());
    wait_until("it is told that it works again", || {
        again.borrow_mut().extend(service.said_wrong());
        again.borrow().iter().any(|line| line.contains("takes metrics again"))
    });
    let again = again.into_inner();
    assert!(!again.iter().any(|line| line.contains("takes no metrics")), "{again:?}");
}

#[test]
fn whether_the_file_could_be_read_again_is_a_metric() {
    let scratch = Scratch::new("metric");
    let text = format!("{QUICK}servers: [{{name: shop, rest: {{url: \"http://127.0.0.1:1/\"}}}}]\n");
    let file = scratch.write("servers.yaml", &text);
    let (service, address) = Service::listening(&file);
    let value = |name: &str| {
        let families = exposition::parse(&get(&address, "/metrics").1).unwrap_or_else(|why| panic!("{why}"));
        families[&format!("plimsoll_config_last_reload_{name}")].value(&[]).unwrap()
    };
    let began = value("success_timestamp_seconds");
    assert!(value("successful") == 1.0 && began > 1e9);
    scratch.write("servers.yaml", "servers: [");
    service.signal("HUP");
    service.error("Everything goes on as before");
    assert_eq!((value("successful"), value("success_timestamp_seconds")), (0.0, began));
    scratch.write("servers.yaml", &text);
    service.signal("HUP");
    service.event("reloaded", |_| true);
    assert!(value("successful") == 1.0 && value("success_timestamp_seconds") > began);
}

#[test]
fn a_textfile_that_another_writes_is_left_to_it() {
    let scratch = Scratch::new("two");
    let text =
        "serve: {textfile_interval: 1s}\nservers: [{name: shop, rest: {url: \"http://127.0.0.1:1/\"}}]\n";
    let file = scratch.write("servers.yaml", text);
    let page = file.replace("servers.yaml", "here.prom");
    let arguments = ["serve", &file, "--json", "--listen", "off", "--textfile", &page];
    let mut first = Service::run(&arguments);
    first.event("started", |_| true);
    let mut second = Service::run(&arguments);
    second.event("started", |_| true);
    let told = first.error("another process writes");
    assert!(told.contains("a file of its own"), "{told}");
    // Whoever wrote it last takes it away, and nobody else: whichever ends first, the other's is there or comes.
    first.signal("TERM");
    assert_eq!(first.ended().0, Some(0));
    wait_until("that of the second is there", || fs::metadata(&page).is_ok());
    std::thread::sleep(Duration::from_millis(1500));
    assert!(fs::metadata(&page).is_ok());
    second.signal("TERM");
    assert_eq!(second.ended().0, Some(0));
    assert!(fs::metadata(&page).is_err());
}

#[test]
fn this_machine_has_a_name_and_no_other() {
    let mut service = Service::run(&["serve", "--listen", "localhost:0"]);
    let line = service.line("serving");
    assert!(line.contains("http://127.0.0.1:"), "{line}");
    service.signal("TERM");
    assert_eq!(service.ended().0, Some(0));
    for wrong in ["example.com:1", "localhost:", ":9469"] {
        let output = command(&["serve", "--listen", wrong]).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && errors.contains("localhost:9469"), "{errors}");
    }
}
