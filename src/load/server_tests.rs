//! A server whose capacity is known: so many workers, each of which takes so long for a request.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// What it does.
#[derive(Clone)]
pub(in crate::load) struct Behaviour {
    pub workers: usize,
    pub takes: Duration,
    pub answer: String,
    /// It stands still from one time to another, counted from the first request.
    pub frozen: Option<(Duration, Duration)>,
    /// It closes the connection after so many answers, without a word.
    pub closes_after: Option<u64>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Behaviour {
            workers: usize::MAX,
            takes: Duration::ZERO,
            answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".to_owned(),
            frozen: None,
            closes_after: None,
        }
    }
}

struct State {
    behaviour: Behaviour,
    free: Mutex<usize>,
    freed: Condvar,
    began: Mutex<Option<Instant>>,
    requests: AtomicU64,
    connections: AtomicU64,
    over: AtomicBool,
}

/// It runs until it is dropped.
pub(in crate::load) struct Server {
    pub address: SocketAddr,
    state: Arc<State>,
}

impl Server {
    pub(in crate::load) fn new(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            free: Mutex::new(behaviour.workers),
            behaviour,
            freed: Condvar::new(),
            began: Mutex::new(None),
            requests: AtomicU64::new(0),
            connections: AtomicU64::new(0),
            over: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.over.load(Ordering::SeqCst) {
                    return;
                }
                let state = Arc::clone(&accepting);
                state.connections.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || state.serve(stream.unwrap()));
            }
        });
        Server { address, state }
    }

    pub(in crate::load) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(in crate::load) fn requests(&self) -> u64 {
        self.state.requests.load(Ordering::SeqCst)
    }

    pub(in crate::load) fn connections(&self) -> u64 {
        self.state.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

impl State {
    fn serve(&self, mut stream: TcpStream) {
        stream.set_nodelay(true).unwrap();
        let mut buffer = [0; 4096];
        let mut served = 0;
        while stream.read(&mut buffer).is_ok_and(|count| count > 0) {
            if self.over.load(Ordering::SeqCst) || self.behaviour.closes_after == Some(served) {
                return;
            }
            served += 1;
            self.requests.fetch_add(1, Ordering::SeqCst);
            self.freeze();
            let mut free = self.free.lock().unwrap();
            while *free == 0 {
                free = self.freed.wait(free).unwrap();
            }
            *free -= 1;
            drop(free);
            if !self.behaviour.takes.is_zero() {
                std::thread::sleep(self.behaviour.takes);
            }
            *self.free.lock().unwrap() += 1;
            self.freed.notify_one();
            if stream.write_all(self.behaviour.answer.as_bytes()).is_err() {
                return;
            }
        }
    }

    fn freeze(&self) {
        let Some((from, to)) = self.behaviour.frozen else { return };
        let began = *self.began.lock().unwrap().get_or_insert_with(Instant::now);
        let since = began.elapsed();
        if (from..to).contains(&since) {
            std::thread::sleep(to - since);
        }
    }
}
