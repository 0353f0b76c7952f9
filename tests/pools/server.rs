//! Servers that count the connections that are open to them.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What came in: the first line, and the head as it was sent.
#[derive(Debug, Clone)]
pub struct Asked {
    pub line: String,
    pub head: String,
    pub body: String,
    /// How many requests came over this connection before.
    pub earlier: usize,
}

/// What is done about it.
pub enum Does {
    /// Answers with a status, further headers (each with its line break) and a body.
    Answer(u16, &'static str, String),
    /// The same later.
    AnswerAfter(Duration),
    /// Closes the connection without a word.
    Close,
    /// Answers, and closes the connection after so long.
    AnswerAndClose(Duration),
    /// Says nothing, and keeps the connection open.
    Nothing,
}

pub fn fine() -> Does {
    Does::Answer(200, "", "fine".to_owned())
}

/// Counts over any number of servers: connections that are open now, at most so far, and altogether.
#[derive(Debug, Default)]
pub struct Census(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    open: Vec<TcpStream>,
    most: usize,
    all: usize,
}

impl Census {
    /// The client's end of a connection is closed before it opens the next, and the loopback keeps that order.
    fn arrived(&self, stream: &TcpStream) {
        let mut counts = self.0.lock().expect("no panic");
        counts.open.retain(is_open);
        counts.open.push(stream.try_clone().expect("a descriptor"));
        counts.all += 1;
        counts.most = counts.most.max(counts.open.len());
    }

    pub fn open(&self) -> usize {
        let mut counts = self.0.lock().expect("no panic");
        counts.open.retain(is_open);
        counts.open.len()
    }

    pub fn most(&self) -> usize {
        self.0.lock().expect("no panic").most
    }

    pub fn all(&self) -> usize {
        self.0.lock().expect("no panic").all
    }
}

/// Whether the other end has not closed it.
fn is_open(stream: &TcpStream) -> bool {
    let mut byte = 0_u8;
    // SAFETY: the descriptor is open for as long as `stream` is borrowed, and one byte is writable.
    let read = unsafe {
        libc::recv(stream.as_raw_fd(), (&raw mut byte).cast(), 1, libc::MSG_PEEK | libc::MSG_DONTWAIT)
    };
    read > 0 || read < 0 && std::io::Error::last_os_error().kind() == std::io::ErrorKind::WouldBlock
}

pub struct Server {
    pub port: u16,
    pub census: Arc<Census>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub fn new(does: impl Fn(&Asked) -> Does + Send + Sync + 'static) -> Self {
        Server::counted_by(&Arc::default(), does)
    }

    pub fn counted_by(census: &Arc<Census>, does: impl Fn(&Asked) -> Does + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (census, asked, does) = (census.clone(), Arc::<Mutex<Vec<Asked>>>::default(), Arc::new(does));
        let server = Server { port, census: census.clone(), asked: asked.clone() };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                census.arrived(&stream);
                let (asked, does) = (asked.clone(), does.clone());
                thread::spawn(move || serve(&stream, &asked, &*does));
            }
        });
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }
}

fn serve(stream: &TcpStream, all: &Mutex<Vec<Asked>>, does: &dyn Fn(&Asked) -> Does) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    for earlier in 0.. {
        let Some(asked) = read(&mut reader, earlier) else { break };
        all.lock().expect("no panic").push(asked.clone());
        let (answer, closes) = match does(&asked) {
            Does::Answer(status, headers, body) => (Some((status, headers, body)), None),
            Does::AnswerAfter(time) => {
                thread::sleep(time);
                (Some((200, "", "fine".to_owned())), None)
            }
            Does::AnswerAndClose(time) => (Some((200, "", "fine".to_owned())), Some(time)),
            Does::Close => (None, Some(Duration::ZERO)),
            Does::Nothing => (None, None),
        };
        if let Some((status, headers, body)) = answer {
            let body = if asked.line.starts_with("HEAD ") { String::new() } else { body };
            let head = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
            if (&mut &*stream).write_all((head + &body).as_bytes()).is_err() {
                break;
            }
        }
        if let Some(time) = closes {
            thread::sleep(time);
            break;
        }
    }
    // The census has a descriptor of it, too.
    let _ = stream.shutdown(std::net::Shutdown::Both);
}

fn read(reader: &mut impl BufRead, earlier: usize) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && head != "\r\n" {
        reader.read_line(&mut head).ok().filter(|length| *length > 0)?;
    }
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Some(Asked { line: line.trim_end().to_owned(), head, body, earlier })
}
