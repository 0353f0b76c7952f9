//! A service that runs, a server for it to check, and a folder for its files.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command;

/// Long enough for a machine under load.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// A server that works as long as it should, and keeps what is posted to it.
pub(super) struct Server {
    pub(super) url: String,
    works: Arc<AtomicBool>,
    pub(super) posted: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    pub(super) fn new() -> Self {
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

    pub(super) fn breaks(&self) {
        self.works.store(false, Ordering::SeqCst);
    }

    pub(super) fn works_again(&self) {
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
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-service-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    pub(super) fn write(&self, name: &str, text: &str) -> String {
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
pub(super) struct Service {
    pub(super) child: Child,
    pub(super) lines: Receiver<String>,
    pub(super) errors: Receiver<String>,
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
    pub(super) fn start(file: &str, further: &[&str]) -> Self {
        Service::run(&[&["check", file][..], further].concat())
    }

    pub(super) fn run(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = reader(child.stdout.take().unwrap());
        let errors = reader(child.stderr.take().unwrap());
        Service { child, lines, errors }
    }

    /// With JSON, on a port of its own; and where it listens.
    pub(super) fn listening(file: &str) -> (Self, String) {
        let service = Service::start(file, &["--json", "--listen", "127.0.0.1:0"]);
        let started = service.event("started", |_| true);
        let address = started["listening"].as_str().unwrap().to_owned();
        (service, address)
    }

    /// The next line that holds a text.
    pub(super) fn line(&self, wanted: &str) -> String {
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
    pub(super) fn event(&self, kind: &str, is: impl Fn(&Value) -> bool) -> Value {
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

    pub(super) fn changed(&self, name: &str, to: &str) -> Value {
        self.event("changed", |event| event["name"] == name && event["to"] == to)
    }

    pub(super) fn said_wrong(&self) -> Vec<String> {
        self.errors.try_iter().collect()
    }

    /// The next line on standard error that holds a text.
    pub(super) fn error(&self, wanted: &str) -> String {
        loop {
            let line =
                self.errors.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nothing about {wanted}"));
            if line.contains(wanted) {
                return line;
            }
        }
    }

    pub(super) fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
    }

    /// How it ends, and how long that takes.
    pub(super) fn ended(&mut self) -> (Option<i32>, Duration) {
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
pub(super) fn get(address: &str, path: &str) -> (u16, String) {
    get_with(address, path, "")
}

pub(super) fn get_with(address: &str, path: &str, headers: &str) -> (u16, String) {
    let (head, body) = get_whole(address, path, headers);
    (head[9..12].parse().unwrap(), body)
}

/// Head and body.
pub(super) fn get_whole(address: &str, path: &str, headers: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n").as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (format!("{head}\r\n"), body.to_owned())
}

pub(super) fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}
