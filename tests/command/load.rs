//! `plimsoll load`, against a server in this process.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use html5gum::{Token, Tokenizer};
use serde_json::Value;

use crate::{command, run, said};

/// Answers everything with this, after so long.
struct Server {
    url: String,
    over: Arc<AtomicBool>,
}

impl Server {
    fn new(status: &str, takes: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\nok");
        let over = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&over);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(Ordering::SeqCst) {
                    return;
                }
                let answer = answer.clone();
                std::thread::spawn(move || serve(stream.unwrap(), &answer, takes));
            }
        });
        Server { url, over }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://").trim_end_matches('/'));
    }
}

fn serve(mut stream: TcpStream, answer: &str, takes: Duration) {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).is_ok_and(|count| count > 0) {
        std::thread::sleep(takes);
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("plimsoll-load-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_rate_is_served_and_told() {
    let server = Server::new("200 OK", Duration::from_millis(2));
    let said =
        run(&["load", "--url", &server.url, "--rate", "100", "--for", "1s", "--threshold", "p50 < 5s"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("open: a rate") && said.out.contains("from when due"), "{}", said.out);
    assert!(said.out.contains("Served      100/s over 1.0 s: 100 requests"), "{}", said.out);
    assert!(said.out.contains("met      p50 < 5s"), "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
}

#[test]
fn every_form_is_written_and_merged() {
    let server = Server::new("200 OK", Duration::from_millis(2));
    let folder = folder("forms");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let files = ["one.json", "seconds.csv", "load.xml", "load.md", "load.hdr"].map(path);
    let [json, csv, junit, markdown, hdr] = &files;
    let said = run(&[
        "load",
        "--url",
        &server.url,
        "--users",
        "2",
        "--for",
        "1s",
        "--json",
        json,
        "--csv",
        csv,
        "--junit",
        junit,
        "--markdown",
        markdown,
        "--hdr",
        hdr,
    ]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let begins =
        ["{\n  \"schema\": \"plimsoll.load/1\"", "begin_seconds,", "<?xml", "## ", "#[Histogram log"];
    for (file, begin) in files.iter().zip(begins) {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.starts_with(begin), "{file}: {text}");
    }
    let said = run(&["load", "merge", json, json, "--json", "-"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let (one, both): (Value, Value) = (
        serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap(),
        serde_json::from_str(&said.out).unwrap(),
    );
    let ok = |document: &Value| document["total"]["counts"]["ok"].as_u64().unwrap();
    assert_eq!(ok(&both), 2 * ok(&one));
    let said = run(&["load", "merge", csv]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    assert!(said.err.contains("it is no document of `plimsoll load --json`"), "{}", said.err);
    std::fs::remove_dir_all(folder).unwrap();
}

/// The text of a page, and its figures.
fn page(file: &str) -> (String, usize) {
    let page = std::fs::read_to_string(file).unwrap();
    let (mut text, mut figures) = (String::new(), 0);
    for token in Tokenizer::new(&page) {
        let Ok(token) = token;
        match token {
            Token::String(string) => text.push_str(std::str::from_utf8(&string).unwrap()),
            Token::StartTag(tag) if *tag.name == *b"figure" => figures += 1,
            Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    (text, figures)
}

#[test]
fn a_page_is_written_by_a_test_and_by_a_merge() {
    let server = Server::new("200 OK", Duration::from_millis(2));
    let folder = folder("page");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let [json, one, both] = &["one.json", "one.html", "both.html"].map(path);
    let said = run(&[
        "load",
        "--url",
        &server.url,
        "--steps",
        "1,2,4",
        "--for",
        "1s",
        "--json",
        json,
        "--html",
        one,
    ]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.ends_with(&format!("\nAs a page with charts: {one}\n")), "{}", said.out);
    let (text, figures) = page(one);
    assert!(
        text.contains("closed model") && text.contains("Latency against load") && text.contains(&server.url),
        "{text}"
    );
    assert!((7..=9).contains(&figures), "{figures}");
    let said = run(&["load", "merge", json, json, "--html", both]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(page(both).0.contains("8 users, each of whom waits"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_cannot_be_written_in_the_end_is_not_lost() {
    let server = Server::new("200 OK", Duration::from_millis(2));
    let folder = folder("full");
    let json = folder.join("one.json").to_str().unwrap().to_owned();
    let load = |more: &[&str]| {
        let mut load =
            command(&[&["load", "--url", &server.url, "--users", "1", "--for", "300ms"], more].concat());
        load.env("TMPDIR", &folder);
        load
    };
    // A disk that is full, as /dev/full is.
    let ended = said(load(&["--html", "/dev/full", "--json", &json]).output().unwrap());
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.err.contains("/dev/full cannot be written: No space left"), "{}", ended.err);
    assert!(
        ended.err.contains(&format!("the whole result is in {json}, and `plimsoll load merge`")),
        "{}",
        ended.err
    );
    assert!(ended.out.contains("Served"), "it is printed all the same: {}", ended.out);

    let ended = said(load(&["--html", "/dev/full", "--json", "-"]).output().unwrap());
    assert!(
        ended.err.contains("the whole result is in stdout") && ended.out.starts_with('{'),
        "{}",
        ended.err
    );

    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in [vec!["--json", "/dev/full"], vec![]] {
        let mut load = load(&arguments);
        if arguments.is_empty() {
            load.stdout(full());
        }
        let ended = said(load.output().unwrap());
        assert_eq!(ended.code, Some(3), "{}", ended.err);
        let place = ended.err.split("the whole result is in ").nth(1).unwrap().split(',').next().unwrap();
        let kept: Value = serde_json::from_str(&std::fs::read_to_string(place).unwrap()).unwrap();
        assert!(kept["total"]["counts"]["ok"].as_u64().unwrap() > 10);
        let merged = run(&["load", "merge", place]);
        assert_eq!(merged.code, Some(0), "{}", merged.err);
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_earlier_result_is_compared_with() {
    let folder = folder("baseline");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let [quick, slow, html] = &["quick.json", "slow.json", "page.html"].map(path);
    let servers = [3, 9].map(|takes| Server::new("200 OK", Duration::from_millis(takes)));
    std::thread::scope(|scope| {
        for (server, file) in servers.iter().zip([quick, slow]) {
            scope.spawn(move || {
                let said =
                    run(&["load", "--url", &server.url, "--rate", "50", "--for", "10s", "--json", file]);
                assert_eq!(said.code, Some(0), "{}", said.err);
            });
        }
    });
    // Each has a port of its own: they are not of the same test.
    let said = run(&["load", "merge", slow, "--baseline", quick]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.contains("The targets were") && said.err.contains("--baseline-any"), "{}", said.err);
    assert!(said.out.contains("Served"), "it is told all the same: {}", said.out);
    let began = Instant::now();
    let said = run(&["load", "--url", &servers[0].url, "--rate", "51", "--for", "10s", "--baseline", quick]);
    assert!(said.code == Some(2) && began.elapsed() < Duration::from_secs(5), "{}", said.err);

    let said = run(&["load", "merge", slow, "--baseline", quick, "--baseline-any", "--html", html]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("Against the baseline") && said.out.contains("worse by"), "{}", said.out);
    assert!(page(html).0.contains("p50 worse by"));
    let said = run(&[
        "load",
        "merge",
        slow,
        "--baseline",
        quick,
        "--baseline-any",
        "--fail-on-worse",
        "--json",
        "-",
    ]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["comparison"]["changes"][0]["verdict"], "worse");
    let said = run(&["load", "merge", quick, "--baseline", quick, "--fail-on-worse"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_load_tests_of_a_file_are_run_in_turn() {
    let server = Server::new("200 OK", Duration::from_millis(2));
    let folder = folder("file");
    let path = folder.join("shop.yaml");
    let text = format!(
        "servers: [{{name: shop, rest: {{url: '{}'}}}}]
benchmarking:
  defaults: {{duration: 500ms}}
  scenarios:
    - {{name: slow one, rate: 20, thresholds: ['p50 < 1us']}}
    - {{name: steps, users: [1, 2], warm_up: 100ms}}
  output: {{directory: out, forms: [json, junit]}}
",
        server.url
    );
    std::fs::write(&path, text).unwrap();
    let file = path.to_str().unwrap();
    let said = run(&["load", file]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("slow one") && said.out.contains("not met  p50 < 1us"), "{}", said.out);
    let written = std::fs::read_to_string(folder.join("out/steps.json")).unwrap();
    let document: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(document["stages"].as_array().unwrap().len(), 4);
    for name in ["slow-one.json", "slow-one.xml", "steps.xml"] {
        assert!(folder.join("out").join(name).exists(), "{name}");
    }
    let said = run(&["load", file, "--scenario", "steps", "--json", "-"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.starts_with('{'), "{}", said.out);
    for (arguments, holds) in [
        (vec!["--scenario", "step"], "there is no scenario `step`: known are slow one, steps"),
        (vec!["--json", "x.json"], "choose one with --scenario"),
        (vec!["--env", "test"], "there is no environment `test`"),
        (vec!["--rate", "5"], "cannot be used with"),
    ] {
        let said = run(&[&["load", file], &arguments[..]].concat());
        assert_eq!(said.code, Some(2), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(holds), "{arguments:?}: {}", said.err);
    }
    std::fs::write(&path, "servers: []\n").unwrap();
    let said = run(&["load", file]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("asks for no load test"), "{}", said.err);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_threshold_that_is_crossed_is_exit_code_1() {
    let server = Server::new("503 No", Duration::ZERO);
    let arguments = [
        "load",
        "--url",
        &server.url,
        "--rate",
        "50",
        "--for",
        "500ms",
        "--threshold",
        "error_rate < 1%",
        "--no-check",
    ];
    let said = run(&arguments);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(
        said.out.contains("not met  error_rate < 1%  100.000 %") && said.out.contains("25 http_status"),
        "{}",
        said.out
    );
}

#[test]
fn nothing_that_works_is_exit_code_1() {
    let server = Server::new("503 No", Duration::ZERO);
    let folder = folder("nothing");
    let junit = folder.join("a.xml");
    let arguments = ["load", "--url", &server.url, "--rate", "50", "--for", "300ms", "--no-check", "--junit"];
    let said = run(&[&arguments[..], &[junit.to_str().unwrap()]].concat());
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("Nothing was answered as expected"), "{}", said.out);
    let cases = std::fs::read_to_string(&junit).unwrap();
    assert!(cases.contains("failures=\"1\"") && cases.contains("something was answered"), "{cases}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_first_check_that_hangs_is_given_up_with_the_test() {
    let server = Server::new("200 OK", Duration::from_secs(20));
    let mut running = command(&["load", "--url", &server.url, "--rate", "5", "--timeout", "30s"]);
    let running =
        running.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let began = Instant::now();
    let ended =
        std::process::Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(ended.success());
    let said = said(running.wait_with_output().unwrap());
    assert_eq!(said.code, Some(130), "{}", said.err);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn what_cannot_be_is_said_before_the_load() {
    let server = Server::new("200 OK", Duration::ZERO);
    let url = server.url.as_str();
    for (arguments, code, holds) in [
        (vec!["--url", url], 2, "--users"),
        (vec!["--url", url, "--users", "2", "--open"], 2, "cannot be used with"),
        (vec!["--url", url, "--users", "2", "--connections", "9"], 2, "cannot be used with"),
        (vec!["--url", url, "--rate", "2", "--scenario", "x"], 2, "cannot be used with"),
        (vec!["--url", url, "--rate", "2", "--method", "A B"], 2, "expected a method"),
        (vec!["/no/such.yaml", "--threshold", "p99 < 1s"], 2, "cannot be used with"),
        (vec!["/no/such.yaml", "--header", "a: b"], 2, "cannot be used with"),
        (vec!["--url", url, "--rate", "5", "--stop-when", "dropped > 1%"], 2, "known at the end only"),
        (vec!["--url", url, "--rate", "5", "--users", "3"], 2, "cannot be used with"),
        (vec!["--url", url, "--users", "0"], 2, "1.."),
        (vec!["--url", url, "--rate", "0"], 2, "more than 0"),
        (vec!["--url", url, "--rate", "5", "--threshold", "p99"], 2, "has `<` or `>`"),
        (vec!["--url", url, "--rate", "5", "--json", "/no/such/place/x.json"], 2, "there is no directory"),
        (vec!["--url", "ftp://127.0.0.1", "--rate", "5"], 2, "begins with http://"),
        (vec!["--url", "http://127.0.0.1:1/", "--rate", "5"], 3, "connect_refused"),
        (vec!["merge"], 2, "FILE"),
        (
            vec!["--url", url, "--rate", "5", "--html", "/proc/page.html"],
            2,
            "/proc/page.html cannot be written",
        ),
        (vec!["--url", url, "--rate", "5", "--html", "-"], 2, "only --json can go to stdout"),
        (
            vec!["--url", url, "--rate", "5", "--html", "/tmp/x", "--csv", "/tmp/x"],
            2,
            "two forms of the result",
        ),
        (vec!["--url", url, "--rate", "5", "--baseline", "/no/such.json"], 2, "/no/such.json cannot be read"),
        (vec!["--url", url, "--rate", "5", "--fail-on-worse"], 2, "--baseline"),
    ] {
        let began = Instant::now();
        let said = run(&[&["load"], &arguments[..]].concat());
        assert_eq!(said.code, Some(code), "{arguments:?}: {}", said.err);
        assert!(said.err.contains(holds), "{arguments:?}: {}", said.err);
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn interrupted_it_tells_what_was_measured() {
    let server = Server::new("200 OK", Duration::from_millis(2));
    let mut running = command(&["load", "--url", &server.url, "--users", "2", "--for", "10m"]);
    let running =
        running.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let ended =
        std::process::Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(ended.success());
    let said = said(running.wait_with_output().unwrap());
    assert_eq!(said.code, Some(130), "{}", said.err);
    assert!(said.out.contains("Given up") && said.out.contains("from when begun"), "{}", said.out);
}
