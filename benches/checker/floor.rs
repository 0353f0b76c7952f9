//! What checks by threads cost at least: kept connections and nothing else, once by bare sockets, once by `ureq`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::time::Instant;

use super::cpu_time;

const ANSWER_ENDS: &[u8] = b"{\"status\":\"ok\"}";

/// One write, and readings until the answer is whole. Looks at nothing.
pub fn sockets(concurrent: usize, rounds: usize, urls: &[String]) {
    let connect = |url: &String| {
        let (address, path) = url["http://".len()..].split_once('/').expect("a path");
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        (stream, format!("GET /{path} HTTP/1.1\r\nHost: {address}\r\n\r\n"))
    };
    let kept: Vec<Mutex<Option<(TcpStream, String)>>> = urls.iter().map(|_| Mutex::default()).collect();
    run(concurrent, rounds, urls.len(), |index| {
        let mut kept = kept[index].lock().expect("a lock");
        let (stream, request) = kept.get_or_insert_with(|| connect(&urls[index]));
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = [0_u8; 1024];
        let mut length = 0;
        while !answer[..length].ends_with(ANSWER_ENDS) {
            length += stream.read(&mut answer[length..]).expect("an answer");
        }
    });
}

/// An agent for each server, whose pool has one connection: the time that a shared one takes to look through its pool
/// grows with the square of what is in it, 900 µs a check with 200. The body is read.
pub fn ureq(concurrent: usize, rounds: usize, urls: &[String]) {
    let agents: Vec<ureq::Agent> = urls.iter().map(|_| ureq::Agent::new_with_defaults()).collect();
    run(concurrent, rounds, urls.len(), |index| {
        let response = agents[index].get(&urls[index]).call().expect("an answer");
        let body = response.into_body().read_to_vec().expect("a body");
        assert_eq!(body, ANSWER_ENDS);
    });
}

/// Rounds of checks by so many threads, each of which takes the next when it is done with one.
fn run(concurrent: usize, rounds: usize, checks: usize, check: impl Fn(usize) + Sync) {
    let (begin, end) = (Barrier::new(concurrent + 1), Barrier::new(concurrent + 1));
    let next = AtomicUsize::new(0);
    let work = || {
        for _ in 0..rounds {
            begin.wait();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= checks {
                    break;
                }
                check(index);
            }
            end.wait();
        }
    };
    let mut each = Vec::new();
    let (mut begun, mut cpu) = (Instant::now(), cpu_time());
    std::thread::scope(|scope| {
        (0..concurrent).for_each(|_| drop(scope.spawn(work)));
        for _ in 0..rounds {
            begin.wait();
            end.wait();
            each.push(super::measured(begun, cpu, checks));
            next.store(0, Ordering::Relaxed);
            (begun, cpu) = (Instant::now(), cpu_time());
        }
    });
    println!("{}", serde_json::json!(each));
}
