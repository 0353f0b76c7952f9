//! What a page for OpenTelemetry costs its caller and the exporter's thread, and how many bytes it has: of a container, and
//! with a thousand checks. The collector is a thread of this process that takes everything.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use plimsoll::checker::{Check, Checker, CheckerOptions};
use plimsoll::config::{OtlpCompression, OtlpProtocol, OtlpSettings};
use plimsoll::export::otlp::Exporter;
use plimsoll::export::Exposition;
use plimsoll::probe::Target;
use plimsoll::{Monitor, MonitorOptions};

const PAGES: usize = 200;

fn main() {
    let (url, bytes) = collector();
    println!("| page | series | encoding | bytes | caller, µs | thread, CPU µs |");
    println!("|---|---|---|---|---|---|");
    for (name, page) in [("container", container()), ("and 1000 checks", with_checks())] {
        let series = page.text().lines().filter(|line| !line.starts_with('#')).count();
        for protocol in [OtlpProtocol::Protobuf, OtlpProtocol::Json] {
            for compression in [OtlpCompression::None, OtlpCompression::Gzip] {
                let mut settings = OtlpSettings::default();
                settings.endpoint = Some(url.clone());
                (settings.protocol, settings.compression) = (Some(protocol), Some(compression));
                let (caller, thread) = measure(&Exporter::new(settings).expect("settings"), &page);
                let bytes = bytes.load(Ordering::Relaxed);
                let packed = if compression == OtlpCompression::Gzip { ", gzip" } else { "" };
                println!(
                    "| {name} | {series} | {protocol:?}{packed} | {bytes} | {caller:.1} | {thread:.0} |"
                );
            }
        }
    }
}

/// Medians of the caller's time, and the mean of the thread's, in microseconds.
fn measure(exporter: &Exporter, page: &Exposition) -> (f64, f64) {
    let mut times = Vec::with_capacity(PAGES);
    let mut before = Duration::ZERO;
    for turn in 0..PAGES + 10 {
        if turn == 10 {
            before = thread_time();
        }
        let begun = Instant::now();
        assert!(exporter.send(page));
        if turn >= 10 {
            times.push(begun.elapsed());
        }
        while exporter.statistics().sent <= turn as u64 {
            assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", exporter.statistics());
            std::thread::sleep(Duration::from_micros(200));
        }
    }
    let thread = (thread_time() - before) / PAGES as u32;
    assert!(exporter.close(Duration::from_secs(1)));
    times.sort();
    (times[PAGES / 2].as_secs_f64() * 1e6, thread.as_secs_f64() * 1e6)
}

/// CPU time of the exporter's thread.
fn thread_time() -> Duration {
    for task in std::fs::read_dir("/proc/self/task").expect("own threads") {
        let path = task.expect("a thread").path();
        let read = |name| std::fs::read_to_string(path.join(name)).unwrap_or_default();
        if read("comm").trim() == "plimsoll-otlp" {
            let nanoseconds = read("schedstat").split(' ').next().and_then(|first| first.parse().ok());
            return Duration::from_nanos(nanoseconds.expect("schedstat"));
        }
    }
    panic!("no thread");
}

fn container() -> Exposition {
    let mut monitor = Monitor::new(MonitorOptions::default()).expect("this container");
    monitor.observe().expect("a sample");
    let mut page = Exposition::new();
    page.build();
    page.sample(monitor.sample().expect("a sample"));
    page.diagnosis(&monitor.diagnose());
    page
}

fn with_checks() -> Exposition {
    let checker = Checker::new(CheckerOptions::default()).expect("default options");
    // Due in a week, spread over it: next to nothing is asked meanwhile.
    let check = |number| {
        let mut check = Check::new(Target::rest(format!("server {number}"), "http://127.0.0.1:9/"));
        check.interval = Some(Duration::from_secs(7 * 86_400));
        check
    };
    let checks: Vec<Check> = (0..1000).map(check).collect();
    checker.watch(checks.clone()).expect("unique names");
    let mut page = container();
    let states = checker.states();
    page.checks(&states, &checks);
    page.checker(&checker.statistics(), states.len());
    page
}

/// Its address, and the bytes of the latest body.
fn collector() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let bytes: Arc<AtomicUsize> = Arc::default();
    let latest = bytes.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let latest = latest.clone();
            std::thread::spawn(move || serve(&stream, &latest));
        }
    });
    (url, bytes)
}

fn serve(stream: &TcpStream, latest: &AtomicUsize) -> Option<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
            match line.to_ascii_lowercase().strip_prefix("content-length:") {
                Some(number) => length = number.trim().parse().ok()?,
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        latest.store(length, Ordering::Relaxed);
        let mut stream = stream;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").ok()?;
    }
}
