//! What watching costs the host that it lives in, beside the naive floor, which is one plain read of each of the well-known
//! files (benches/peers/src/floor.rs). Everything in one process and one run, by turns, so that noise meets both.
//!
//! - hot: sample, observe and diagnose, again and again;
//! - at 1 Hz, as in a real host: the same with the exporters on, all three at once (page for Prometheus written to a file,
//!   OTLP to a collector, the verdict as a line of JSON). Counted is CPU time of the whole process, threads included.
//!
//! `HOST_SECONDS` says how long the second part takes, 60 unless told.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use plimsoll::config::OtlpSettings;
use plimsoll::export::otlp::Exporter;
use plimsoll::export::Exposition;
use plimsoll::{Monitor, MonitorOptions};

#[path = "peers/src/floor.rs"]
#[allow(dead_code)] // The list of processes is only of use there.
mod floor;

/// One side of a comparison.
trait Side {
    /// Takes one reading.
    fn read(&mut self);

    /// What is worth saying about it.
    fn note(&self) -> String {
        String::new()
    }
}

/// What is on at 1 Hz.
struct Part {
    what: &'static str,
    on: &'static [&'static str],
    most: f64,
}

const PARTS: [Part; 6] = [
    Part { what: "sample, observe, diagnose; CPU time at 1 Hz", on: &[], most: 2.0 },
    Part { what: "and a page for Prometheus", on: &["page"], most: 5.0 },
    Part { what: "and that as a textfile", on: &["page", "file"], most: 5.0 },
    Part { what: "or by OTLP", on: &["page", "otlp"], most: 5.0 },
    Part { what: "or the verdict as a line of JSON", on: &["json"], most: 5.0 },
    Part { what: "or all of them at once", on: &["page", "file", "otlp", "json"], most: 5.0 },
];

fn main() {
    if std::env::args().any(|word| word == "collector") {
        return collect();
    }
    let mut floor = floor::Floor::open();
    let mut monitor = Monitor::new(MonitorOptions::default()).expect("this container");
    println!("the naive floor reads {}\n", floor.note());
    println!("| what | naive floor, µs | ours, µs | times the floor | at most |\n|---|---|---|---|---|");
    hot(&mut floor, &mut monitor);
    paced(&mut floor, &mut monitor);
}

fn hot(floor: &mut floor::Floor, monitor: &mut Monitor) {
    let (mut floors, mut ours) = (Vec::new(), Vec::new());
    // By turns of fifty: long enough for both to be warm, short enough to meet the same noise.
    for _ in 0..100 {
        for _ in 0..50 {
            let begun = Instant::now();
            floor.read();
            floors.push(begun.elapsed());
        }
        for _ in 0..50 {
            let begun = Instant::now();
            monitor.observe().expect("a sample");
            black_box(monitor.diagnose());
            ours.push(begun.elapsed());
        }
    }
    row("sample, observe, diagnose; elapsed, hot", median(&mut floors), median(&mut ours), 2.0);
}

fn paced(floor: &mut floor::Floor, monitor: &mut Monitor) {
    let (mut collector, url) = collector();
    let mut settings = OtlpSettings::default();
    settings.endpoint = Some(url);
    let exporter = Exporter::new(settings).expect("settings");
    let file = std::env::temp_dir().join(format!("plimsoll-host-{}.prom", std::process::id()));
    let mut log = std::fs::File::create("/dev/null").expect("/dev/null");
    let mut page = Exposition::new();
    let mut line = Vec::new();
    let seconds = std::env::var("HOST_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let rest = Duration::from_secs(1) / (PARTS.len() + 1) as u32;
    let mut floors = Vec::new();
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); PARTS.len()];
    for _ in 0..seconds {
        floors.push(cpu(|| floor.read(), rest));
        for (part, times) in PARTS.iter().zip(&mut times) {
            let on = |exporter: &str| part.on.contains(&exporter);
            times.push(cpu(
                || {
                    monitor.observe().expect("a sample");
                    let diagnosis = monitor.diagnose();
                    if on("page") {
                        page.clear();
                        page.build();
                        page.sample(monitor.sample().expect("a sample"));
                        page.diagnosis(&diagnosis);
                    }
                    if on("file") {
                        page.write_file(&file).expect("a file");
                    }
                    if on("otlp") {
                        exporter.send(&page);
                    }
                    if on("json") {
                        line.clear();
                        serde_json::to_writer(&mut line, &diagnosis).expect("JSON");
                        log.write_all(&line).expect("a line");
                    }
                    black_box(diagnosis);
                },
                rest,
            ));
        }
    }
    let floor = median(&mut floors);
    for (part, times) in PARTS.iter().zip(&mut times) {
        row(part.what, floor, median(times), part.most);
    }
    println!("\n{:?}", exporter.statistics());
    assert!(exporter.close(Duration::from_secs(1)));
    std::fs::remove_file(&file).expect("the file");
    drop(collector.stdin.take());
    collector.wait().expect("the collector");
}

/// CPU time of the process while something is done and until its threads are at rest again.
fn cpu(what: impl FnOnce(), rest: Duration) -> Duration {
    let before = process_time();
    what();
    std::thread::sleep(rest);
    process_time() - before
}

fn process_time() -> Duration {
    // SAFETY: timespec is plain data.
    unsafe {
        let mut time = std::mem::zeroed::<libc::timespec>();
        assert_eq!(libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time), 0);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e6
}

fn row(what: &str, floor: f64, ours: f64, most: f64) {
    let ratio = ours / floor;
    let verdict = if ratio <= most { "met" } else { "MISSED" };
    println!("| {what} | {floor:.1} | {ours:.1} | {ratio:.2} | {most} ({verdict}) |");
}

/// A collector in a process of its own, whose time is not ours; it ends when its input does.
fn collector() -> (Child, String) {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg("collector")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program again");
    let mut url = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut url).expect("an address");
    (child, url.trim().to_owned())
}

fn collect() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || take(&stream));
        }
    });
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

fn take(stream: &TcpStream) -> Option<()> {
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
        reader.read_exact(&mut vec![0; length]).ok()?;
        let mut stream = stream;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").ok()?;
    }
}
