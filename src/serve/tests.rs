//! Clients as they should be, and as they are.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use super::connection::Times;
use super::*;
use crate::config::ServeSettings;
use crate::error::ErrorKind;
use crate::probe::Secret;

const MS: Duration = Duration::from_millis(1);
/// Long enough for a machine under load.
const PATIENCE: Duration = Duration::from_secs(20);

fn settings() -> ServeSettings {
    ServeSettings { listen: "127.0.0.1:0".parse().unwrap(), ..ServeSettings::default() }
}

fn respond(request: &Request) -> Response {
    match request.path() {
        "/metrics" => Response::text(200, format!("up 1 {:?}\n", request.query())),
        "/healthz" => Response::json(200, "{}"),
        "/large" => Response::text(200, vec![b'x'; 32 << 20]),
        "/panic" => panic!("the handler's own"),
        _ => Response::not_found(),
    }
}

/// What stands behind the head of an answer.
fn packed(server: &Server, path: &str) -> (String, Vec<u8>) {
    let mut stream = connect(server);
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes[end + 4..].to_vec())
}

#[test]
fn a_large_answer_is_packed_where_the_client_takes_it() {
    let server = start();
    let (head, body) = packed(&server, "/large");
    assert!(head.contains("Content-Encoding: gzip"), "{head}");
    assert!(head.contains(&format!("Content-Length: {}", body.len())), "{head}");
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut text).unwrap();
    assert!(text.len() == 32 << 20 && text.iter().all(|byte| *byte == b'x'));
    let (head, body) = packed(&server, "/healthz");
    assert!(!head.contains("Content-Encoding") && body == b"{}", "{head}");
}

fn start() -> Server {
    Server::start(&settings(), respond).unwrap()
}

/// With short times for clients.
fn impatient(times: Times, max_connections: usize) -> Server {
    Server::start_with(&ServeSettings { max_connections, ..settings() }, times, respond).unwrap()
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Everything that comes until the server closes; an error where it resets.
fn rest(mut stream: &TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap())
}

fn ask(server: &Server, request: &str) -> String {
    let mut stream = connect(server);
    stream.write_all(request.as_bytes()).unwrap();
    rest(&stream).unwrap()
}

fn get(server: &Server, path: &str) -> String {
    ask(server, &format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"))
}

fn status(answer: &str) -> u16 {
    let line = answer.strip_prefix("HTTP/1.1 ").unwrap_or_else(|| panic!("{answer:?}"));
    line[..3].parse().unwrap()
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(5 * MS);
    }
}

#[test]
fn what_is_asked_for_is_given() {
    let server = start();
    let answer = get(&server, "/metrics?a=b");
    assert_eq!((status(&answer), body(&answer)), (200, "up 1 Some(\"a=b\")\n"));
    for header in [
        "Content-Length: 17\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Connection: close\r\n",
        "Date: ",
    ] {
        assert!(answer.contains(header), "{header} is not in {answer}");
    }
    assert_eq!(status(&get(&server, "/nothing")), 404);
    let head = ask(&server, "HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(head.contains("Content-Length: 10\r\n") && body(&head).is_empty(), "{head}");
    let post = ask(&server, "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
    assert_eq!(status(&post), 405);
    assert!(post.contains("Allow: GET, HEAD\r\n"), "{post}");
    let statistics = server.statistics();
    assert_eq!((statistics.requests, statistics.failed, statistics.accepted), (4, 2, 4));
}

#[test]
fn who_shows_no_token_sees_only_what_is_open() {
    let path = std::env::temp_dir().join(format!("plimsoll-serve-token-{}", std::process::id()));
    fs::write(&path, "t0ken\n").unwrap();
    let server =
        Server::start(&ServeSettings { token: Some(Secret::File(path.clone())), ..settings() }, respond)
            .unwrap();
    let with = |token: &str| {
        ask(&server, &format!("GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"))
    };
    let refused = get(&server, "/metrics");
    assert_eq!(status(&refused), 401);
    assert!(refused.contains("WWW-Authenticate: Bearer\r\n") && !refused.contains("t0ken"), "{refused}");
    // So that a browser asks for it: any name, the token as password (`me:t0ken`, `t0ken:`).
    assert!(refused.contains("WWW-Authenticate: Basic realm=\"plimsoll\""), "{refused}");
    let basic = |pair: &str| {
        ask(&server, &format!("GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {pair}\r\n\r\n"))
    };
    assert_eq!([status(&basic("bWU6dDBrZW4=")), status(&basic("dDBrZW46"))], [200, 401]);
    assert_eq!([status(&with("t0ke")), status(&with("t0ken")), status(&with("t0ken1"))], [401, 200, 401]);
    assert_eq!(status(&get(&server, "/healthz")), 200);
    // A token that was replaced counts from the next request on; one that is gone lets nobody in.
    fs::write(&path, "other").unwrap();
    assert_eq!([status(&with("t0ken")), status(&with("other"))], [401, 200]);
    fs::remove_file(&path).unwrap();
    assert_eq!([status(&with("other")), status(&with(""))], [503, 503]);
    let missing = Server::start(&ServeSettings { token: Some(Secret::File(path)), ..settings() }, respond);
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[test]
fn garbage_is_answered_and_closed() {
    let server = start();
    for garbage in [
        "\u{16}\u{3}\u{1}\u{2}\r\n\r\n",
        "\r\n\r\n\r\n\0\0\0\0",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "🚢🚢🚢🚢 / HTTP/1.1\r\n\r\n",
    ] {
        let answer = ask(&server, garbage);
        assert!([400, 505].contains(&status(&answer)), "{garbage:?}: {answer}");
    }
    assert_eq!(status(&get(&server, "/healthz")), 200);
}

#[test]
fn a_head_without_end_is_cut_off() {
    let server = start();
    let mut stream = connect(&server);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    // More than is ever read: at some point nobody takes it any more.
    let line = format!("X-Filler: {}\r\n", "y".repeat(1000));
    for _ in 0..100 {
        if stream.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    let answer = rest(&stream).unwrap();
    assert_eq!(status(&answer), 431, "{answer}");
}

#[test]
fn of_requests_that_come_together_the_first_is_answered() {
    let server = start();
    let answer = ask(&server, &"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50));
    assert_eq!(answer.matches("HTTP/1.1 200").count(), 1, "{answer}");
    assert!(answer.ends_with("\r\n\r\n{}"), "{answer}");
}

#[test]
fn a_slow_client_is_cut_off_and_holds_nobody_up() {
    let server = impatient(Times { head: 300 * MS, ..Times::default() }, 64);
    let slow = connect(&server);
    let begun = Instant::now();
    let drip = thread::spawn(move || {
        for byte in b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-Filler: yyyyyyyyyyyyyyyyyyyy".iter() {
            // Byte by byte: each is progress, all together are too late.
            if (&slow).write_all(&[*byte]).is_err() {
                break;
            }
            thread::sleep(20 * MS);
        }
        rest(&slow)
    });
    assert_eq!(status(&get(&server, "/healthz")), 200);
    assert!(begun.elapsed() < 250 * MS || server.statistics().expired > 0, "{:?}", begun.elapsed());
    // It may be reset, since it still sends.
    if let Ok(answer) = drip.join().unwrap() {
        assert!(answer.is_empty() || status(&answer) == 408, "{answer}");
    }
    wait_until("the slow one is gone", || server.statistics().expired == 1);
    wait_until("nothing is open", || server.statistics().connections == 0);
}

#[test]
fn a_client_that_does_not_read_is_cut_off_and_holds_nobody_up() {
    let server = impatient(Times { answer: 400 * MS, ..Times::default() }, 64);
    let mut lazy = connect(&server);
    lazy.write_all(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    wait_until("it is asked", || server.statistics().requests == 1);
    assert_eq!(status(&get(&server, "/healthz")), 200);
    wait_until("it is cut off", || server.statistics().expired == 1);
    let mut sink = Vec::new();
    let _ = lazy.read_to_end(&mut sink);
    assert!(sink.len() < 32 << 20, "all of it came");
    // One that reads gets all of it, however large.
    assert_eq!(body(&get(&impatient(Times::default(), 64), "/large")).len(), 32 << 20);
}

#[test]
fn a_thousand_connections_take_no_more_than_their_share() {
    const MOST: usize = 16;
    let server = impatient(Times { head: PATIENCE, ..Times::default() }, MOST);
    let mut clients = Vec::new();
    for number in 0..1000 {
        let client = connect(&server);
        if number % 2 == 0 {
            // Half of a head, and silence.
            let _ = (&client).write_all(b"GET / HTTP/1.1\r\n");
        }
        clients.push(client);
        assert!(server.statistics().connections <= MOST);
        if number % 250 == 249 {
            assert_eq!(status(&get(&server, "/healthz")), 200, "after {number}");
        }
    }
    wait_until("all were taken", || server.statistics().accepted == 1004);
    let statistics = server.statistics();
    assert!(statistics.displaced >= 1000 - MOST as u64, "{statistics:?}");
    let begun = Instant::now();
    server.close();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_handler_that_panics_costs_its_own_request_only() {
    let server = start();
    assert_eq!(status(&get(&server, "/panic")), 500);
    assert_eq!(status(&get(&server, "/healthz")), 200);
}

fn threads() -> usize {
    let tasks = fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|name| name.trim() == "plimsoll-serve").count()
}

#[test]
fn what_is_closed_leaves_the_port_to_others() {
    let server = start();
    // It gives itself its name.
    let end = Instant::now() + Duration::from_secs(10);
    while threads() == 0 {
        assert!(Instant::now() < end, "there is no thread");
        thread::sleep(Duration::from_millis(1));
    }
    let address = server.address();
    let taken = Server::start(&ServeSettings { listen: address, ..settings() }, respond).unwrap_err();
    assert!(taken.to_string().contains(&address.to_string()), "{taken}");
    assert_eq!(taken.kind(), ErrorKind::Io);
    let idle = connect(&server);
    server.close();
    assert!(matches!(rest(&idle).as_deref(), Ok("") | Err(_)));
    let again = Server::start(&ServeSettings { listen: address, ..settings() }, respond).unwrap();
    assert_eq!(status(&get(&again, "/healthz")), 200);
    let wrong = Server::start(&ServeSettings { max_connections: 0, ..settings() }, respond).unwrap_err();
    assert!(wrong.to_string().contains("max_connections"), "{wrong}");
}

#[test]
fn an_answer_under_way_is_brought_to_its_end() {
    let server = Server::start(&settings(), |_| {
        thread::sleep(100 * MS);
        Response::text(200, vec![b'y'; 1 << 20])
    })
    .unwrap();
    let mut stream = connect(&server);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    wait_until("it is being handled", || server.statistics().requests == 1);
    let reader = thread::spawn(move || rest(&stream).unwrap());
    server.close();
    assert_eq!(body(&reader.join().unwrap()).len(), 1 << 20);
}
