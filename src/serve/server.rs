//! Starting and ending the thread.

use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rustix::event::{eventfd, EventfdFlags};
use serde::Serialize;

use super::connection::Times;
use super::desk::Desk;
use super::request::Request;
use super::response::Response;
use crate::config::ServeSettings;
use crate::error::{Error, ErrorKind, Result};
use crate::sys::{fork, signals};

/// A page of 10,000 checks is written to the heap; handlers are ordinary code of the host's.
const STACK_BYTES: usize = 512 * 1024;

/// A server that listens. Dropped, it is closed.
///
/// A child of a fork has no server: it shares the descriptor, but nobody there answers.
pub struct Server {
    address: SocketAddr,
    bell: Arc<OwnedFd>,
    closing: Arc<AtomicBool>,
    counters: Arc<Counters>,
    thread: Option<JoinHandle<()>>,
    /// The process that has the thread.
    epoch: u64,
}

/// What is counted on the way.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) requests: AtomicU64,
    pub(super) failed: AtomicU64,
    pub(super) open: AtomicUsize,
    pub(super) accepted: AtomicU64,
    pub(super) displaced: AtomicU64,
    pub(super) expired: AtomicU64,
}

/// What a server counted since it was started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ServeStatistics {
    /// Requests, whatever came of them.
    pub requests: u64,
    /// Those that were answered with a status of 400 or above.
    pub failed: u64,
    /// Connections now.
    pub connections: usize,
    /// Connections that were accepted.
    pub accepted: u64,
    /// Connections that made way for others because there were too many.
    pub displaced: u64,
    /// Connections of clients that were too slow.
    pub expired: u64,
}

impl Server {
    /// Listens, and answers with what `handler` gives, on one thread: while it works, nobody else is answered. One
    /// that panics is answered with 500.
    ///
    /// # Errors
    ///
    /// Where it cannot listen there, no thread can be started, the token cannot be read, or a setting is out of range.
    pub fn start(
        settings: &ServeSettings,
        handler: impl Fn(&Request) -> Response + Send + 'static,
    ) -> Result<Self> {
        Server::start_with(settings, Times::default(), handler)
    }

    pub(super) fn start_with(
        settings: &ServeSettings,
        times: Times,
        handler: impl Fn(&Request) -> Response + Send + 'static,
    ) -> Result<Self> {
        if !(1..=1024).contains(&settings.max_connections) {
            let most = settings.max_connections;
            return Err(Error::option("max_connections", most, "1 to 1024 are allowed"));
        }
        if let Some(token) = &settings.token {
            // The message says where it was looked for, and holds nothing of it.
            token.reveal().map_err(|failure| Error::new(ErrorKind::InvalidArgument, failure.message))?;
        }
        let listen = settings.listen;
        let failed = |what: &str| {
            let what = what.to_owned();
            move |error| Error::io(format!("cannot {what} {listen}"), error)
        };
        let listener = TcpListener::bind(listen).map_err(failed("listen on"))?;
        listener.set_nonblocking(true).map_err(failed("listen on"))?;
        let address = listener.local_addr().map_err(failed("listen on"))?;
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK);
        let bell = Arc::new(bell.map_err(|error| failed("serve on")(error.into()))?);
        let closing = Arc::new(AtomicBool::new(false));
        let counters = Arc::new(Counters::default());
        let desk = Desk {
            listener,
            bell: Arc::clone(&bell),
            closing: Arc::clone(&closing),
            counters: Arc::clone(&counters),
            handler: Box::new(handler),
            token: settings.token.clone(),
            open: settings.open.clone(),
            most: settings.max_connections,
            times,
        };
        let builder = thread::Builder::new().name("plimsoll-serve".to_owned()).stack_size(STACK_BYTES);
        let thread = signals::blocked(|| builder.spawn(move || desk.run()));
        let thread = thread.and_then(|thread| thread).map_err(failed("start a thread to serve on"))?;
        Ok(Server { address, bell, closing, counters, thread: Some(thread), epoch: fork::epoch() })
    }

    /// Where it listens; with the number of the port that was found where any was right.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it counted.
    #[must_use]
    pub fn statistics(&self) -> ServeStatistics {
        self.counters.statistics()
    }

    fn end(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        if self.epoch != fork::epoch() {
            // The thread is another process's.
            std::mem::forget(thread);
            return;
        }
        self.closing.store(true, Ordering::SeqCst);
        // It can only fail where the counter is full: then the thread is awake.
        let _ = rustix::io::write(&*self.bell, &1_u64.to_ne_bytes());
        if let Err(payload) = thread.join() {
            // Dropping it could panic again.
            std::mem::forget(payload);
        }
    }

    /// Stops listening, lets answers that are being written come to their end for up to 250 ms, and joins the thread;
    /// waits for a handler that is at work. Must not be called by a handler.
    pub fn close(mut self) {
        self.end();
    }
}

impl Counters {
    pub(super) fn statistics(&self) -> ServeStatistics {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ServeStatistics {
            requests: value(&self.requests),
            failed: value(&self.failed),
            connections: self.open.load(Ordering::Relaxed),
            accepted: value(&self.accepted),
            displaced: value(&self.displaced),
            expired: value(&self.expired),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}
