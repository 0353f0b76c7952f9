//! A proxy where one is configured, and only there.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Target};

use super::context;
use super::server::{answer, Server};

/// A proxy that understands CONNECT; gives its URL and the places that it was asked for.
fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let all = asked.clone();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let all = all.clone();
            thread::spawn(move || forward(stream, &all));
        }
    });
    (url, asked)
}

fn forward(mut client: TcpStream, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(client.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let place = line.strip_prefix("CONNECT ")?.split_whitespace().next()?.to_owned();
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line).ok()?;
    }
    asked.lock().expect("no panic").push(place.clone());
    let server = TcpStream::connect(&place).ok()?;
    client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").ok()?;
    let (mut from, mut to) = (server.try_clone().ok()?, client);
    thread::spawn(move || std::io::copy(&mut from, &mut to));
    std::io::copy(&mut reader, &mut &server).ok()?;
    Some(())
}

#[test]
fn a_proxy_that_is_configured_is_used() {
    let server = Server::new(|_| answer(200, "fine"));
    let (url, asked) = proxy();
    let mut target = Target::rest("test", server.url("/"));
    target.proxy = Some(url);
    let outcome = probe(&context(), &target);
    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    assert_eq!(*asked.lock().expect("no panic"), [format!("127.0.0.1:{}", server.port)]);
}

#[test]
fn a_proxy_of_the_environment_is_not() {
    let server = Server::new(|_| answer(200, "fine"));
    let (url, asked) = proxy();
    let mut command = std::process::Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "proxy::child_with_a_proxy_in_its_environment", "--ignored", "--nocapture"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, &url);
    }
    let status = command.env("CHECKED_URL", server.url("/")).status().expect("a child");
    assert!(status.success());
    assert_eq!(server.asked().len(), 1);
    assert!(asked.lock().expect("no panic").is_empty());
}

#[test]
#[ignore = "run by the test above"]
fn child_with_a_proxy_in_its_environment() {
    let url = std::env::var("CHECKED_URL").expect("a URL");
    assert_eq!(probe(&context(), &Target::rest("test", url)).reason, Reason::Ok);
}
