//! A server for tests: it answers each request as a function says, and remembers what it was asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{json, Value};

/// What was asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    pub(super) verb: String,
    pub(super) path: String,
    pub(super) head: String,
    pub(super) body: Value,
}

impl Asked {
    pub(super) fn method(&self) -> &str {
        self.body["method"].as_str().unwrap_or_default()
    }

    /// A header's value; empty where there is none.
    pub(super) fn header(&self, name: &str) -> &str {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }

    /// `POST initialize`, `DELETE`.
    pub(super) fn shown(&self) -> String {
        format!("{} {}", self.verb, self.method()).trim_end().to_owned()
    }
}

type Answers = dyn Fn(&Asked) -> Option<Vec<u8>> + Send + Sync;

/// Listens on the loopback until it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    over: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// `None` as an answer: nothing comes, and the connection stays open.
    pub(super) fn start(answers: impl Fn(&Asked) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, over) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let answers: Arc<Answers> = Arc::new(answers);
        let listening = {
            let (asked, over) = (Arc::clone(&asked), Arc::clone(&over));
            std::thread::spawn(move || {
                let mut serving = Vec::new();
                for stream in listener.incoming() {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let (answers, asked, over) =
                        (Arc::clone(&answers), Arc::clone(&asked), Arc::clone(&over));
                    serving
                        .push(std::thread::spawn(move || serve(&stream.unwrap(), &*answers, &asked, &over)));
                }
                serving.into_iter().for_each(|one| one.join().unwrap());
            })
        };
        Server { address, asked, over, listening: Some(listening) }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/mcp", self.address)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// What it was asked, one word or two each.
    pub(super) fn shown(&self) -> Vec<String> {
        self.asked().iter().map(Asked::shown).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let ended = listening.join();
            assert!(ended.is_ok() || std::thread::panicking());
        }
    }
}

fn serve(mut stream: &TcpStream, answers: &Answers, asked: &Mutex<Vec<Asked>>, over: &AtomicBool) {
    stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !over.load(Ordering::Relaxed) {
        match stream.read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => bytes.extend_from_slice(&buffer[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(_) => return,
        }
        while let Some((one, length)) = whole(&bytes) {
            bytes.drain(..length);
            asked.lock().unwrap().push(one.clone());
            if let Some(answer) = answers(&one) {
                if stream.write_all(&answer).is_err() {
                    return;
                }
            }
        }
    }
}

/// A request that has come whole, and its length.
fn whole(bytes: &[u8]) -> Option<(Asked, usize)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut words = head.split(' ').map(str::to_owned);
    let mut asked = Asked { verb: words.next()?, path: words.next()?, head, body: Value::Null };
    let length: usize = asked.header("content-length").parse().unwrap_or(0);
    let body = bytes.get(end..end + length)?;
    asked.body = serde_json::from_slice(body).unwrap_or_default();
    Some((asked, end + length))
}

/// An answer with a length.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> Option<Vec<u8>> {
    Some(format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

pub(super) const JSON: &str = "Content-Type: application/json\r\n";
pub(super) const EVENTS: &str = "Content-Type: text/event-stream\r\n";

/// The answer in JSON with this result.
pub(super) fn result(asked: &Asked, result: &Value) -> Option<Vec<u8>> {
    let body = json!({ "jsonrpc": "2.0", "id": asked.body["id"], "result": result });
    answer("200 OK", JSON, &body.to_string())
}

/// The answer in JSON with this error.
pub(super) fn error(asked: &Asked, status: &str, code: i64, data: &Value) -> Option<Vec<u8>> {
    let error = json!({ "code": code, "message": "no", "data": data });
    let body = json!({ "jsonrpc": "2.0", "id": asked.body["id"], "error": error });
    answer(status, JSON, &body.to_string())
}

/// What a good server of 2026-07-28 answers.
pub(super) fn modern(asked: &Asked) -> Option<Vec<u8>> {
    match asked.method() {
        "server/discover" => result(
            asked,
            &json!({ "supportedVersions": ["2026-07-28"], "capabilities": { "tools": {} }, "ttlMs": 1500,
                "_meta": { "io.modelcontextprotocol/serverInfo": { "name": "new", "version": "3" } } }),
        ),
        "tools/list" => result(asked, &tools()),
        "tools/call" => result(asked, &json!({ "content": [{ "type": "text", "text": "{\"sum\":3}" }] })),
        _ => error(asked, "404 Not Found", -32601, &Value::Null),
    }
}

/// What a good server of 2025-11-25 with sessions answers.
pub(super) fn legacy(asked: &Asked) -> Option<Vec<u8>> {
    if asked.verb == "DELETE" {
        return answer("200 OK", "", "");
    }
    let initialize = json!({ "protocolVersion": "2025-11-25", "capabilities": { "tools": {} },
        "serverInfo": { "name": "old", "version": "1" } });
    match asked.method() {
        "initialize" => {
            let body = json!({ "jsonrpc": "2.0", "id": asked.body["id"], "result": initialize }).to_string();
            answer("200 OK", &format!("{JSON}Mcp-Session-Id: c0ffee\r\n"), &body)
        }
        "server/discover" => error(asked, "400 Bad Request", -32600, &Value::Null),
        "tools/list" if asked.header("mcp-session-id") == "c0ffee" => result(asked, &tools()),
        "notifications/initialized" => answer("202 Accepted", "", "Accepted"),
        "ping" => result(asked, &json!({})),
        _ => error(asked, "400 Bad Request", -32600, &Value::Null),
    }
}

pub(super) fn tools() -> Value {
    json!({ "tools": [{ "name": "add", "inputSchema": { "type": "object" } }] })
}
