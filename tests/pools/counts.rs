//! What is counted is what is, by whichever way a request ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use plimsoll::finding::Reason;
use plimsoll::probe::{probe, Era, McpTransport, Pool, Redirects, Target};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::server::{fine, Does, Server};
use super::{at_rest, context};

#[test]
fn however_a_request_ends_nothing_stays_in_use() {
    let server = Server::new(|asked| match asked.line.split(' ').nth(1).unwrap_or_default() {
        "/redirect" => Does::Answer(302, "Location: /\r\n", "there".to_owned()),
        "/away" => Does::Answer(302, "Location: http://127.0.0.1:1/\r\n", "away".to_owned()),
        "/none" => Does::Answer(204, "", String::new()),
        "/large" => Does::Answer(200, "", "x".repeat(100_000)),
        "/silent" => Does::Nothing,
        "/close" => Does::Close,
        "/bye" => Does::Answer(200, "Connection: close\r\n", "bye".to_owned()),
        "/garbage" => Does::Answer(200, "Content-Encoding: gzip\r\n", "no gzip".to_owned()),
        _ => fine(),
    });
    let context = context(|_| {});
    let ask = |path: &str, change: fn(&mut Target)| {
        let mut target = Target::rest("test", server.url(path));
        change(&mut target);
        let outcome = probe(&context, &target);
        let statistics = at_rest(&context, Pool::Rest);
        (outcome.reason, statistics.open)
    };
    let head = |target: &mut Target| target.rest.as_mut().expect("a path").method = "HEAD".to_owned();
    let none = |_: &mut Target| {};
    let kept = [
        ask("/", none),
        ask("/", head),
        ask("/none", none),
        ask("/redirect", none),
        ask("/redirect", |target| target.rest.as_mut().expect("a path").redirects = Redirects::Any(3)),
    ];
    assert_eq!(kept, [(Reason::Ok, 1); 5]);
    assert_eq!(ask("/away", none), (Reason::Redirect, 0), "its body was not read");
    let away = ask("/away", |target| target.rest.as_mut().expect("a path").redirects = Redirects::Any(3));
    assert_eq!(away, (Reason::ConnectRefused, 1));
    let closed = [
        ask("/large", |target| target.limits.body_bytes = 1000),
        ask("/bye", none),
        ask("/silent", |target| target.timeout = std::time::Duration::from_millis(30)),
        ask("/close", none),
    ];
    let reasons = [Reason::TooLarge, Reason::Ok, Reason::Deadline, Reason::Closed];
    assert_eq!(closed, reasons.map(|reason| (reason, 0)));
    assert_eq!(ask("/garbage", none), (Reason::BadEncoding, 1), "its body came whole, whatever it is");
    let statistics = context.pool(Pool::Rest);
    assert_eq!(statistics.created, server.census.all() as u64, "{statistics:?}");
    let refused = probe(&context, &Target::rest("test", "http://127.0.0.1:1/"));
    assert_eq!(refused.reason, Reason::ConnectRefused);
    let mut unknown = Target::rest("test", "http://no-such-name.invalid/");
    unknown.timeout = std::time::Duration::from_millis(300);
    assert_ne!(probe(&context, &unknown).reason, Reason::Ok);
    assert_eq!(at_rest(&context, Pool::Rest).created, statistics.created, "none was made");
}

#[test]
fn a_connection_through_tls_is_counted_once_and_kept() {
    let (port, roots) = tls_server();
    let context = context(|_| {});
    let mut target = Target::rest("test", format!("https://127.0.0.1:{port}/"));
    target.tls.roots = Some(roots.clone());
    for _ in 0..3 {
        let outcome = probe(&context, &target);
        assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    }
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.open, statistics.created, statistics.reused), (1, 1, 2), "{statistics:?}");
    // Another way of judging the certificate is another connection.
    target.tls.verify = false;
    assert_eq!(probe(&context, &target).phases.connections, 1);
    assert_eq!(at_rest(&context, Pool::Rest).open, 2);
    // A handshake that fails leaves nothing.
    target.tls.verify = true;
    target.tls.roots = None;
    assert_eq!(probe(&context, &target).reason, Reason::TlsUntrusted);
    assert_eq!(at_rest(&context, Pool::Rest).open, 2);
    let _ = std::fs::remove_file(roots);
}

#[test]
fn a_connection_through_a_proxy_is_counted_once_and_kept() {
    let server = Server::new(|_| fine());
    let (proxy, connections) = proxy();
    let context = context(|pool| pool.max_connections = 1);
    let mut target = Target::rest("test", server.url("/"));
    target.proxy = Some(proxy.clone());
    for _ in 0..3 {
        let outcome = probe(&context, &target);
        assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
    }
    let statistics = at_rest(&context, Pool::Rest);
    assert_eq!((statistics.created, statistics.reused, statistics.open), (1, 2, 1), "{statistics:?}");
    assert_eq!(statistics.per_host[0].host, format!("127.0.0.1:{}", server.port));
    // A server that is itself asked for at the proxy's place is no way to it.
    let direct = Target::rest("test", server.url("/"));
    assert_eq!(probe(&context, &direct).phases.connections, 1);
    assert_eq!(probe(&context, &target).phases.connections, 1);
    assert_eq!(connections.lock().map(|all| *all).unwrap_or_default(), 2);
}

#[test]
fn a_stream_of_events_takes_two_connections_at_once_or_none() {
    let server = sse_server();
    let target = || {
        let mut target = Target::mcp("test", format!("http://127.0.0.1:{server}/sse"));
        let mcp = target.mcp.as_mut().expect("a path");
        if let McpTransport::Http { era, .. } = &mut mcp.transport {
            *era = Era::Sse;
        }
        target
    };
    let one = context(|pool| pool.max_connections_per_host = 1);
    let outcome = probe(&one, &target());
    assert_eq!(outcome.reason, Reason::PoolExhausted, "{}", outcome.message);
    assert!(outcome.message.contains("2 connections"), "{}", outcome.message);
    assert_eq!(at_rest(&one, Pool::Mcp).created, 0);
    // Each of the threads would have its first and wait for its second, for ever.
    let three = context(|pool| pool.max_connections_per_host = 3);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let outcome = probe(&three, &target());
                    assert_eq!(outcome.reason, Reason::Ok, "{}", outcome.message);
                }
            });
        }
    });
    let statistics = at_rest(&three, Pool::Mcp);
    assert!(statistics.open <= 3 && statistics.refused == 0, "{statistics:?}");
}

/// Answers every request with 200, over kept connections. Gives its port and a file with its certificate.
fn tls_server() -> (u16, std::path::PathBuf) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let roots = std::env::temp_dir().join(format!("plimsoll-pools-{}.pem", std::process::id()));
    std::fs::write(&roots, certificate.pem()).expect("a file");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.expect("versions").with_no_client_auth();
    let config = Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).expect("a pair"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let connection = ServerConnection::new(config.clone()).expect("TLS");
            thread::spawn(move || {
                let mut stream = StreamOwned::new(connection, stream);
                while matches!(stream.read(&mut [0; 4096]), Ok(1..)) {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            });
        }
    });
    (port, roots)
}

/// A proxy that understands CONNECT. Gives its URL, and how many connections came.
fn proxy() -> (String, Arc<std::sync::Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let count: Arc<std::sync::Mutex<usize>> = Arc::default();
    let all = count.clone();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            *all.lock().expect("no panic") += 1;
            thread::spawn(move || forward(stream));
        }
    });
    (url, count)
}

fn forward(mut client: TcpStream) -> Option<()> {
    let mut reader = BufReader::new(client.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let place = line.strip_prefix("CONNECT ")?.split_whitespace().next()?.to_owned();
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line).ok()?;
    }
    let server = TcpStream::connect(&place).ok()?;
    client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").ok()?;
    let (mut from, mut to) = (server.try_clone().ok()?, client.try_clone().ok()?);
    thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(std::net::Shutdown::Both);
    });
    std::io::copy(&mut reader, &mut &server).ok()?;
    let _ = server.shutdown(std::net::Shutdown::Both);
    Some(())
}

/// A server over HTTP with events: answers come on the stream.
fn sse_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let streams: Arc<std::sync::Mutex<Vec<TcpStream>>> = Arc::default();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let streams = streams.clone();
            thread::spawn(move || events(stream, &streams));
        }
    });
    port
}

fn events(stream: TcpStream, streams: &std::sync::Mutex<Vec<TcpStream>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    loop {
        let (mut line, mut head) = (String::new(), String::new());
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        while !head.ends_with("\r\n\r\n") {
            reader.read_line(&mut head).ok().filter(|length| *length > 0)?;
        }
        if line.starts_with("GET ") {
            let number = {
                let mut streams = streams.lock().expect("no panic");
                streams.push(stream.try_clone().ok()?);
                streams.len() - 1
            };
            let begin = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: endpoint\ndata: /post?{number}\n\n"
            );
            (&stream).write_all(begin.as_bytes()).ok()?;
            continue;
        }
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        (&stream).write_all(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n").ok()?;
        let asked: serde_json::Value = serde_json::from_slice(&body).ok()?;
        let Some(id) = asked.get("id") else { continue };
        let result = match asked["method"].as_str().unwrap_or_default() {
            "initialize" => {
                r#"{"protocolVersion":"2024-11-05","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}"#
            }
            _ => r#"{"tools":[]}"#,
        };
        let number: usize = line.split_once("/post?")?.1.split(' ').next()?.parse().ok()?;
        let event = format!("data: {{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{result}}}\n\n");
        let _ = (&streams.lock().expect("no panic")[number]).write_all(event.as_bytes());
    }
}
