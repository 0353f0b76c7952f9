//! What a check costs, beside what it is made of: one measure a run, printed as JSON. `run.py` calls it in turns with
//! the same in Python, and prints the table.
//!
//!     side rest COUNT URL      plimsoll's probe of a REST endpoint
//!     side ureq COUNT URL      a bare call of ureq
//!     side mcp COUNT URL       plimsoll's probe of an MCP server
//!     side socket COUNT URL    the same two requests from a bare socket

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use plimsoll::finding::Status;
use plimsoll::probe::{probe, ProbeContext, ProbeOptions, Target};

const WARM_UP: u32 = 50;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [what, count, url] = words.as_slice() else { panic!("rest|ureq|mcp|socket COUNT URL") };
    let count: u32 = count.parse().expect("a number");
    match what.as_str() {
        "rest" => probes(count, &Target::rest("bench", url)),
        "mcp" => probes(count, &Target::mcp("bench", url)),
        "ureq" => ureq_calls(count, url),
        "socket" => socket(count, url),
        other => panic!("{other}: no such measure"),
    }
}

fn probes(count: u32, target: &Target) {
    let context = ProbeContext::new(ProbeOptions::default()).expect("a context");
    measure(count, || {
        let outcome = probe(&context, target);
        assert_eq!(outcome.status, Status::Healthy, "{}", outcome.message);
    });
}

fn ureq_calls(count: u32, url: &str) {
    // As it comes, but for the proxy that it would take from the environment.
    let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
    measure(count, || {
        let mut response = agent.get(url).call().expect("an answer");
        let body = response.body_mut().read_to_string().expect("a body");
        assert!(!body.is_empty());
    });
}

/// Discovery and listing as the probe asks for them, written by hand and read by length.
fn socket(count: u32, url: &str) {
    let (authority, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("a URL");
    let meta = r#""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"}}"#;
    let request = |id: u32, method: &str| {
        let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{{{meta}}}}}"#);
        format!(
            "POST /{path} HTTP/1.1\r\nHost: {authority}\r\nAccept: application/json, text/event-stream\r\n\
             Content-Type: application/json\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: {method}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let requests = [request(1, "server/discover"), request(2, "tools/list")];
    let mut stream = TcpStream::connect(authority).expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    let mut buffer = vec![0_u8; 256 * 1024];
    measure(count, || {
        for request in &requests {
            stream.write_all(request.as_bytes()).expect("sent");
            let mut filled = 0;
            loop {
                let length = stream.read(&mut buffer[filled..]).expect("an answer");
                assert!(length > 0, "the server closed the connection");
                filled += length;
                if is_whole(&buffer[..filled]) {
                    break;
                }
            }
            assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer[..filled]));
        }
    });
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize =
        length.and_then(|length| length.trim().parse().ok()).expect("an answer with a length");
    answer.len() >= end + 4 + length
}

/// CPU time of this thread for one call, and the median of its duration.
fn measure(count: u32, mut call: impl FnMut()) {
    for _ in 0..WARM_UP {
        call();
    }
    let mut times = Vec::with_capacity(count as usize);
    let cpu = cpu_time();
    for _ in 0..count {
        let begun = Instant::now();
        call();
        times.push(begun.elapsed());
    }
    let cpu = cpu_time() - cpu;
    times.sort_unstable();
    let each = cpu.as_secs_f64() * 1e6 / f64::from(count);
    let median = times[times.len() / 2].as_secs_f64() * 1e6;
    println!(r#"{{"cpu_us": {each:.2}, "wall_us": {median:.2}}}"#);
}

/// What the scheduler gave this thread (`/proc/thread-self/schedstat`, first field, nanoseconds).
fn cpu_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("schedstat");
    Duration::from_nanos(
        text.split_whitespace().next().and_then(|word| word.parse().ok()).expect("nanoseconds"),
    )
}
