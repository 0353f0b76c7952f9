//! The servers that checkers are measured with: a process of its own, so that it takes no part in what is measured.
//!
//!     servers PORTS     listens on so many ports of all loopback addresses
//!
//! Prints the ports, one line. `/wait/MS` answers after so many milliseconds, `/hang` never, `/close` closes, `/reset`
//! resets, `/stall` answers half. When its input ends it prints when each path was asked for, as one JSON object of
//! lists of seconds.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const STACK: usize = 64 * 1024;

static TIMES: Mutex<Option<HashMap<String, Vec<f64>>>> = Mutex::new(None);

fn times() -> MutexGuard<'static, Option<HashMap<String, Vec<f64>>>> {
    TIMES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn thread(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
}

#[allow(dead_code)] // Not where it is a module of a test.
fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    run(words[0].parse().expect("a number of ports"));
}

/// Serves until the input of this process ends.
pub fn run(count: usize) -> ! {
    *times() = Some(HashMap::new());
    let ports: Vec<String> = listen(count).iter().map(u16::to_string).collect();
    println!("{}", ports.join(" "));
    let mut rest = String::new();
    std::io::stdin().read_to_string(&mut rest).expect("an end");
    let times = times().take().unwrap_or_default();
    println!("{}", serde_json::to_string(&times).expect("numbers"));
    std::process::exit(0);
}

/// Serves on so many ports as long as this process lives.
pub fn listen(count: usize) -> Vec<u16> {
    let begun = Instant::now();
    let port = |_| {
        let listener = TcpListener::bind("0.0.0.0:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        thread(move || {
            for stream in listener.incoming() {
                match stream {
                    Ok(stream) => thread(move || serve(stream, begun)),
                    Err(_) => std::thread::sleep(Duration::from_millis(1)),
                }
            }
        });
        port
    };
    (0..count).map(port).collect()
}

fn serve(mut stream: TcpStream, begun: Instant) {
    let _ = stream.set_nodelay(true);
    let mut buffer = [0_u8; 2048];
    let mut filled = 0;
    loop {
        let Ok(length @ 1..) = stream.read(&mut buffer[filled..]) else { return };
        let now = begun.elapsed().as_secs_f64();
        filled += length;
        if !buffer[..filled].ends_with(b"\r\n\r\n") {
            continue;
        }
        let head = String::from_utf8_lossy(&buffer[..filled]).into_owned();
        filled = 0;
        let path = head.split(' ').nth(1).unwrap_or_default();
        // `/wait/50?7`: the part behind the question mark is only a name.
        let (what, _) = path.split_once('?').unwrap_or((path, ""));
        if let Some(times) = times().as_mut() {
            match times.get_mut(path) {
                Some(known) => known.push(now),
                None => drop(times.insert(path.to_owned(), vec![now])),
            }
        }
        match what {
            "/hang" => {
                let _ = stream.read(&mut buffer);
                return;
            }
            "/close" => return,
            "/stall" => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"sta");
                let _ = stream.read(&mut buffer);
                return;
            }
            // What is unread when it closes makes a reset of it.
            "/reset" => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"sta");
                std::thread::sleep(Duration::from_millis(5));
                return;
            }
            _ => {
                let ms = what.strip_prefix("/wait/").and_then(|ms| ms.parse().ok()).unwrap_or(0);
                std::thread::sleep(Duration::from_millis(ms));
            }
        }
        let answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}";
        if stream.write_all(answer).is_err() {
            return;
        }
    }
}
