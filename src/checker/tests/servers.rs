//! A server on the loopback interface that does what its path says.

use super::*;

/// Answers `/` with 200, `/wait/MS` after so many milliseconds, `/500` with that status; `/hang` never answers.
/// `/cache/WORDS` says them as `Cache-Control`. What comes is counted.
pub(super) struct Server {
    pub(super) port: u16,
    pub(super) seen: Arc<Seen>,
}

#[derive(Default)]
pub(super) struct Seen {
    pub(super) requests: AtomicUsize,
    now: AtomicUsize,
    pub(super) most: AtomicUsize,
    /// What `/switch` answers: 200, or 500.
    pub(super) broken: AtomicBool,
    closed: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Server {
    pub(super) fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let own = seen.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if own.closed.load(Ordering::SeqCst) {
                    return;
                }
                own.open.lock().unwrap().push(stream.try_clone().unwrap());
                let own = own.clone();
                thread::spawn(move || serve(stream, &own));
            }
        });
        Server { port, seen }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    pub(super) fn check(&self, name: impl Into<String>, path: &str) -> Check {
        Check::new(Target::rest(name, self.url(path)))
    }

    pub(super) fn requests(&self) -> usize {
        self.seen.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.seen.closed.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        for stream in self.seen.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn serve(mut stream: TcpStream, seen: &Seen) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = [0_u8; 4096];
    let mut filled = 0;
    loop {
        let Ok(length @ 1..) = stream.read(&mut buffer[filled..]) else { return };
        filled += length;
        if !buffer[..filled].ends_with(b"\r\n\r\n") {
            continue;
        }
        let head = String::from_utf8_lossy(&buffer[..filled]).into_owned();
        let path = head.split(' ').nth(1).unwrap_or_default();
        filled = 0;
        seen.requests.fetch_add(1, Ordering::SeqCst);
        let now = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most.fetch_max(now, Ordering::SeqCst);
        let mut status = "200 OK";
        if let Some(ms) = path.strip_prefix("/wait/") {
            thread::sleep(Duration::from_millis(ms.parse().unwrap()));
        } else if path == "/hang" {
            // Until either side closes.
            let _ = stream.read(&mut buffer);
            seen.now.fetch_sub(1, Ordering::SeqCst);
            return;
        } else if path == "/500" || (path == "/switch" && seen.broken.load(Ordering::SeqCst)) {
            status = "500 Internal Server Error";
        }
        seen.now.fetch_sub(1, Ordering::SeqCst);
        let cache = path.strip_prefix("/cache/").map(|words| format!("Cache-Control: {words}\r\n"));
        let cache = cache.unwrap_or_default();
        if write!(stream, "HTTP/1.1 {status}\r\n{cache}Content-Length: 2\r\n\r\nok").is_err() {
            return;
        }
    }
}

/// Looks until it is so, or the time is up.
pub(super) fn until(most: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + most;
    while Instant::now() < deadline {
        if is_so() {
            return true;
        }
        thread::sleep(Duration::from_millis(5));
    }
    is_so()
}
