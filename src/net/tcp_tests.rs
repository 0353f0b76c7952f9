//! All addresses of a name in turn, within one time.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use super::connect_any;
use crate::finding::Reason;

fn listening() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// An address on which nobody listens: the near end of a connection, so that nobody else gets its port.
fn refusing() -> (TcpStream, SocketAddr) {
    let (_listener, address) = listening();
    let near = TcpStream::connect(address).unwrap();
    let address = near.local_addr().unwrap();
    (near, address)
}

/// An address that does not answer: its queue is full, and the kernel drops whoever knocks.
fn silent() -> ((TcpListener, Vec<TcpStream>), SocketAddr) {
    let (listener, address) = listening();
    // SAFETY: a descriptor that is held; listening again changes the length of the queue.
    assert_eq!(unsafe { libc::listen(listener.as_raw_fd(), 0) }, 0);
    let mut held = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
        held.push(stream);
        assert!(held.len() < 64, "the queue is never full");
    }
    ((listener, held), address)
}

#[test]
fn the_next_address_is_tried_where_one_refuses_or_is_silent() {
    let (_refusing, refused) = refusing();
    let (_silent, dropped) = silent();
    let (_listening, heard) = listening();
    let begun = Instant::now();
    let most = Duration::from_millis(400);
    let stream = connect_any(&[refused, dropped, heard], begun + most).unwrap();
    assert_eq!(stream.peer_addr().unwrap(), heard);
    // The silent one has half of what is left, not all of it.
    assert!(begun.elapsed() < most, "{:?}", begun.elapsed());
}

#[test]
fn where_none_works_the_time_is_kept_and_what_tells_most_is_told() {
    let (_refusing, refused) = refusing();
    let (_silent, dropped) = silent();
    let reason = |addresses: &[SocketAddr]| {
        connect_any(addresses, Instant::now() + Duration::from_millis(150)).unwrap_err().reason
    };
    assert_eq!(reason(&[refused]), Reason::ConnectRefused);
    assert_eq!(reason(&[refused, dropped]), Reason::ConnectRefused);
    assert_eq!(reason(&[dropped]), Reason::ConnectTimeout);
    assert_eq!(reason(&[]), Reason::Dns);
}
