//! The thread: every connection is one of a list that is polled.

use std::io;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rustix::event::{poll, PollFd, PollFlags, Timespec};

use super::connection::{Connection, Step, Times};
use super::request::Request;
use super::response::Response;
use super::server::Counters;
use super::token;
use crate::probe::Secret;

/// Connections taken in one go, so that those at hand have their turn.
const AT_ONCE: usize = 64;
/// After this machine had no descriptor for a connection.
const PAUSE: Duration = Duration::from_millis(100);
/// For answers that are being written when the server is closed.
const FAREWELL: Duration = Duration::from_millis(250);

/// What handles requests.
pub(super) type Handler = Box<dyn Fn(&Request) -> Response + Send>;

/// What the thread owns.
pub(super) struct Desk {
    pub(super) listener: TcpListener,
    /// Readable when it is to look at `closing`.
    pub(super) bell: Arc<OwnedFd>,
    pub(super) closing: Arc<AtomicBool>,
    pub(super) counters: Arc<Counters>,
    pub(super) handler: Handler,
    pub(super) token: Option<Secret>,
    pub(super) open: Vec<String>,
    pub(super) most: usize,
    pub(super) times: Times,
}

impl Desk {
    pub(super) fn run(self) {
        let mut connections: Vec<Connection> = Vec::new();
        let mut paused: Option<Instant> = None;
        while !self.closing.load(Ordering::SeqCst) {
            let now = Instant::now();
            paused = paused.filter(|until| *until > now);
            let until = connections.iter().map(|connection| connection.until).chain(paused).min();
            let door = paused.is_none().then_some(&self.listener);
            let Ok(ready) = wait(Some(&self.bell), door, &connections, until) else {
                // No memory for a list of a few entries: it is better to come back than to be gone.
                std::thread::sleep(PAUSE);
                continue;
            };
            self.serve(&mut connections, &ready.connections);
            if ready.door && self.accept(&mut connections).is_err() {
                paused = Some(Instant::now() + PAUSE);
            }
        }
        self.farewell(connections);
    }

    /// Gives each connection its turn, and lets go of those that are over.
    fn serve(&self, connections: &mut Vec<Connection>, ready: &[bool]) {
        let now = Instant::now();
        for (connection, ready) in connections.iter_mut().zip(ready) {
            if *ready {
                if let Step::Answer(request) = connection.step(now) {
                    let bytes = self.answer(request);
                    connection.answer(bytes, Instant::now());
                }
            }
            if !connection.is_closed() && connection.until <= now {
                self.counters.expired.fetch_add(1, Ordering::Relaxed);
                connection.expire(&Response::of_status(408).bytes(false, SystemTime::now()));
            }
        }
        connections.retain(|connection| !connection.is_closed());
        self.counters.open.store(connections.len(), Ordering::Relaxed);
    }

    /// # Errors
    ///
    /// Where this machine has no more descriptors or memory for now.
    fn accept(&self, connections: &mut Vec<Connection>) -> io::Result<()> {
        for _ in 0..AT_ONCE {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    self.counters.accepted.fetch_add(1, Ordering::Relaxed);
                    if stream.set_nonblocking(true).is_err() {
                        continue;
                    }
                    // Answers are written in one piece: nothing is gained by holding back the last of it.
                    let _ = stream.set_nodelay(true);
                    if connections.len() >= self.most {
                        // In the order of coming. What is served at all is served within milliseconds.
                        connections.remove(0);
                        self.counters.displaced.fetch_add(1, Ordering::Relaxed);
                    }
                    connections.push(Connection::new(stream, self.times, Instant::now()));
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => return Ok(()),
                    io::ErrorKind::Interrupted | io::ErrorKind::ConnectionAborted => {}
                    _ => return Err(error),
                },
            }
        }
        Ok(())
    }

    fn answer(&self, request: Result<Request, u16>) -> Vec<u8> {
        self.counters.requests.fetch_add(1, Ordering::Relaxed);
        let (response, is_head) = match request {
            Ok(mut request) => {
                request.served = self.counters.statistics();
                let response = self.respond(&request);
                let packed = if request.takes_gzip { response.packed() } else { response };
                (packed, request.is_head)
            }
            Err(status) => (Response::of_status(status), false),
        };
        if response.status() >= 400 {
            self.counters.failed.fetch_add(1, Ordering::Relaxed);
        }
        response.bytes(is_head, SystemTime::now())
    }

    fn respond(&self, request: &Request) -> Response {
        if let Some(status) = self.refusal(request) {
            return Response::of_status(status);
        }
        catch_unwind(AssertUnwindSafe(|| (self.handler)(request))).unwrap_or_else(|payload| {
            // Dropping it could panic again.
            std::mem::forget(payload);
            Response::of_status(500)
        })
    }

    /// The status with which a request is refused that shows no token, or a wrong one.
    fn refusal(&self, request: &Request) -> Option<u16> {
        let secret = self.token.as_ref()?;
        if self.open.iter().any(|path| path == request.path()) {
            return None;
        }
        match secret.reveal() {
            // Nobody can be let in while it cannot be read.
            Err(_) => Some(503),
            Ok(wanted) => {
                let shown = request.token.as_deref().unwrap_or_default();
                (!token::is_same(shown, wanted.text().as_bytes())).then_some(401)
            }
        }
    }

    /// Lets answers that are being written come to their end.
    fn farewell(&self, mut connections: Vec<Connection>) {
        let until = Instant::now() + FAREWELL;
        loop {
            connections.retain(Connection::is_writing);
            if connections.is_empty() || Instant::now() >= until {
                return;
            }
            // The bell rings once and for all.
            if wait(None, None, &connections, Some(until)).is_err() {
                return;
            }
            for connection in &mut connections {
                connection.step(Instant::now());
            }
        }
    }
}

/// Who has something for us.
struct Ready {
    door: bool,
    /// One for each connection.
    connections: Vec<bool>,
}

fn wait(
    bell: Option<&OwnedFd>,
    door: Option<&TcpListener>,
    connections: &[Connection],
    until: Option<Instant>,
) -> io::Result<Ready> {
    let mut entries = Vec::with_capacity(connections.len() + 2);
    for connection in connections {
        let flags = if connection.is_writing() { PollFlags::OUT } else { PollFlags::IN };
        entries.push(PollFd::new(&connection.stream, flags));
    }
    entries.extend(door.map(|door| PollFd::new(door, PollFlags::IN)));
    entries.extend(bell.map(|bell| PollFd::new(bell, PollFlags::IN)));
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    // Rounded up: what is due a little later would have us come back at once.
    let left = left.map(|left| left + Duration::from_millis(1));
    let left = left.and_then(|left| Timespec::try_from(left).ok());
    match poll(&mut entries, left.as_ref()) {
        Ok(_) | Err(rustix::io::Errno::INTR) => {}
        Err(error) => return Err(error.into()),
    }
    let ready = |entry: &PollFd| !entry.revents().is_empty();
    let (first, rest) = entries.split_at(connections.len());
    Ok(Ready {
        door: door.is_some() && rest.first().is_some_and(ready),
        connections: first.iter().map(ready).collect(),
    })
}
