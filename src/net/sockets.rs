//! The sockets that are open, to be shut down together.
//!
//! `ureq` would list them too, but looks through all of its list with every request.

use std::collections::HashMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// The open sockets of an agent.
#[derive(Debug, Default)]
pub(super) struct Sockets(Mutex<List>);

#[derive(Debug, Default)]
struct List {
    open: HashMap<u64, Weak<Socket>>,
    next: u64,
    closed: bool,
}

/// A socket that another thread may shut down, which ends what waits on it.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) stream: TcpStream,
    number: u64,
    list: Arc<Sockets>,
}

impl Sockets {
    /// Lists a socket until it is dropped; none where all were shut down already.
    pub(super) fn hold(self: &Arc<Self>, stream: TcpStream) -> Option<Arc<Socket>> {
        let mut list = self.list();
        let number = list.next;
        list.next += 1;
        let is_closed = list.closed;
        let socket = Arc::new(Socket { stream, number, list: Arc::clone(self) });
        if !is_closed {
            list.open.insert(number, Arc::downgrade(&socket));
        }
        // A socket that is dropped takes the lock.
        drop(list);
        (!is_closed).then_some(socket)
    }

    /// Shuts all of them down, and whatever comes later.
    pub(super) fn shut_down(&self) {
        let open: Vec<Arc<Socket>> = {
            let mut list = self.list();
            list.closed = true;
            list.open.values().filter_map(Weak::upgrade).collect()
        };
        open.iter().for_each(|socket| socket.shut_down());
    }

    /// Nothing in it is ever half done.
    fn list(&self) -> MutexGuard<'_, List> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Socket {
    fn shut_down(&self) {
        // An error means that it is closed already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

impl Drop for Socket {
    /// A child of a fork has the descriptor too: without this the server would see the connection open for as long as
    /// the child lives.
    fn drop(&mut self) {
        self.shut_down();
        self.list.list().open.remove(&self.number);
    }
}

#[cfg(test)]
#[path = "sockets_tests.rs"]
mod tests;
