use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use super::Sockets;

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let ours = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (ours, listener.accept().unwrap().0)
}

#[test]
fn one_that_waits_is_ended_and_later_ones_are_refused() {
    let sockets = Arc::new(Sockets::default());
    let (ours, mut theirs) = pair();
    let held = sockets.hold(ours).expect("not closed yet");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| (&held.stream).read(&mut [0]).unwrap_or(0));
        sockets.shut_down();
        assert_eq!(waiting.join().unwrap(), 0);
    });
    assert_eq!(theirs.read(&mut [0]).unwrap(), 0);
    let (ours, mut theirs) = pair();
    assert!(sockets.hold(ours).is_none());
    assert_eq!(theirs.read(&mut [0]).unwrap(), 0, "it is shut down");
}

#[test]
fn nothing_is_kept_of_those_that_are_gone() {
    let sockets = Arc::new(Sockets::default());
    let (ours, mut theirs) = pair();
    let held = sockets.hold(ours).expect("not closed yet");
    let copy = held.stream.try_clone().unwrap();
    drop(held);
    assert_eq!(theirs.read(&mut [0]).unwrap(), 0, "shut down, though a copy of it is open");
    assert!(sockets.list().open.is_empty());
    drop(copy);
}
