//! An exporter in a process of its own: the thread that it starts, and what a fork leaves of it.

#[allow(dead_code)]
#[path = "../common/children.rs"]
mod children;
#[allow(dead_code)]
#[path = "../common/isolation.rs"]
mod isolation;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plimsoll::config::{OtlpProtocol, OtlpSettings};
use plimsoll::export::otlp::Exporter;
use plimsoll::export::Exposition;

const LONG: Duration = Duration::from_secs(30);

/// What was posted, by a collector that takes everything.
fn collector() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let posted: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = posted.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            kept.lock().unwrap().push(body(&stream));
            let _ =
                (&stream).write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        }
    });
    (url, posted)
}

fn body(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let line = line.trim_end().to_ascii_lowercase();
        match line.strip_prefix("content-length: ") {
            Some(number) => length = number.parse().unwrap(),
            None if line.is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    String::from_utf8(body).unwrap()
}

fn exporter(url: &str) -> Exporter {
    let mut settings = OtlpSettings::default();
    settings.endpoint = Some(url.to_owned());
    settings.protocol = Some(OtlpProtocol::Json);
    Exporter::new(settings).unwrap()
}

fn page() -> Exposition {
    let mut page = Exposition::new();
    page.build();
    page
}

/// The exporter's threads in this process.
fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let name = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("comm")).ok();
    tasks.filter_map(|task| name(task.ok()?)).filter(|name| name.trim() == "plimsoll-otlp").count()
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LONG, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_thread_begins_with_the_first_page_and_ends_with_the_exporter() {
    isolation::isolated("a_thread_begins_with_the_first_page_and_ends_with_the_exporter", || {
        let (url, posted) = collector();
        let exporter = exporter(&url);
        assert_eq!(threads(), 0);
        assert!(exporter.send(&page()));
        until("the thread", || threads() == 1);
        drop(exporter);
        // A thread that was joined is listed until the kernel has reaped it.
        until("its end", || threads() == 0);
        assert_eq!(posted.lock().unwrap().len(), 1, "what waited was sent first");
    });
}

#[test]
fn a_child_sends_for_itself_and_leaves_its_parent_alone() {
    isolation::isolated("a_child_sends_for_itself_and_leaves_its_parent_alone", || {
        let (url, posted) = collector();
        let exporter = exporter(&url);
        assert!(exporter.send(&page()));
        until("the parent's page", || exporter.statistics().sent == 1);
        children::run(|| {
            assert_eq!(exporter.statistics().sent, 0, "those of the parent");
            assert_eq!(threads(), 0);
            assert!(exporter.send(&page()));
            until("the child's page", || exporter.statistics().sent == 1);
            assert!(exporter.close(LONG));
        });
        // One that never sends ends at once.
        children::run(|| {
            let begun = Instant::now();
            assert!(exporter.close(LONG) && !exporter.send(&page()));
            assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        });
        assert!(exporter.send(&page()));
        until("the parent's next page", || exporter.statistics().sent == 2);
        let posted = posted.lock().unwrap();
        let own = format!("\"process.pid\",\"value\":{{\"intValue\":\"{}\"}}", std::process::id());
        let by_parent: Vec<bool> = posted.iter().map(|body| body.contains(&own)).collect();
        assert_eq!(by_parent, [true, false, true]);
    });
}
