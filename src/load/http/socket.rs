//! A connection that never waits.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::OwnedFd;

use rustix::event::epoll::{self, EventData, EventFlags};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::finding::Reason;

/// A connection, made or being made.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    /// Answers that came over it.
    pub answers: u64,
}

impl Socket {
    /// Begins to connect, and has the epoll descriptor tell what happens under `data`.
    pub(super) fn connect(address: SocketAddr, epoll: &OwnedFd, data: u64) -> Result<Self, Reason> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let socket = rustix::net::socket_with(family, SocketType::STREAM, flags, None).map_err(reason)?;
        match rustix::net::connect(&socket, &address) {
            Ok(()) | Err(Errno::INPROGRESS) => {}
            Err(error) => return Err(reason(error)),
        }
        let stream = TcpStream::from(socket);
        // Without it a request in two parts would wait for the answer to the first one.
        stream.set_nodelay(true).map_err(|_| Reason::Local)?;
        let both = EventFlags::IN | EventFlags::OUT;
        epoll::add(epoll, &stream, EventData::new_u64(data), both).map_err(reason)?;
        Ok(Socket { stream, answers: 0 })
    }

    /// Whether it is connected, as soon as it can be written to.
    pub(super) fn connected(&self) -> Result<(), Reason> {
        match self.stream.take_error() {
            Ok(None) => Ok(()),
            Ok(Some(error)) => Err(connect_reason(&error)),
            Err(_) => Err(Reason::Local),
        }
    }

    /// Is told when it can be read, and, if wanted, when it can be written.
    pub(super) fn watch(&self, epoll: &OwnedFd, data: u64, writing: bool) -> Result<(), Reason> {
        let flags = if writing { EventFlags::IN | EventFlags::OUT } else { EventFlags::IN };
        epoll::modify(epoll, &self.stream, EventData::new_u64(data), flags).map_err(reason)
    }

    /// How many bytes went out; none where it has to wait.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<usize, Reason> {
        loop {
            match self.stream.write(bytes) {
                Ok(written) => return Ok(written),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(0),
                Err(error) => return Err(lost_reason(&error)),
            }
        }
    }

    /// How many bytes came, 0 at the end; nothing where it has to wait.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<Option<usize>, Reason> {
        loop {
            match self.stream.read(buffer) {
                Ok(read) => return Ok(Some(read)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(lost_reason(&error)),
            }
        }
    }
}

fn reason(error: Errno) -> Reason {
    connect_reason(&error.into())
}

fn connect_reason(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Reason::ConnectRefused,
        io::ErrorKind::TimedOut => Reason::ConnectTimeout,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => Reason::ConnectUnreachable,
        // No descriptor, no memory, no port.
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::AddrInUse | io::ErrorKind::OutOfMemory => {
            Reason::Local
        }
        _ if matches!(Errno::from_io_error(error), Some(Errno::MFILE | Errno::NFILE | Errno::NOBUFS)) => {
            Reason::Local
        }
        _ => Reason::ConnectFailed,
    }
}

fn lost_reason(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Reason::Closed,
        _ => Reason::Reset,
    }
}
