//! TCP connections: all addresses in turn, one deadline over everything, bytes and phases counted.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, Either, NextTimeout, Transport};
use ureq::{Error, Timeout};

use super::buffers::Growing;
use super::exchange::{self, Facts};
use super::sockets::{Socket, Sockets};
use super::Failure;
use crate::finding::Reason;
use crate::sys::socket;

/// Which addresses of a name are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IpFamily {
    /// All, in the resolver's order.
    #[default]
    Any,
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

impl IpFamily {
    pub(crate) fn allows(self, address: std::net::IpAddr) -> bool {
        match self {
            IpFamily::Any => true,
            IpFamily::V4 => address.is_ipv4(),
            IpFamily::V6 => address.is_ipv6(),
        }
    }
}

/// A socket's timeout is set anew only where it would overshoot the deadline by more than this.
const SLACK: Duration = Duration::from_millis(20);
/// Writes are bound by the deadline alone.
const LONGEST_WRITE: Duration = Duration::from_secs(86_400);

#[derive(Debug)]
pub(super) struct TcpConnector {
    /// Making one connection may not take longer, whatever a check allows.
    pub(super) connect_timeout: Duration,
    /// The longest wait for one read.
    pub(super) read_timeout: Duration,
    pub(super) sockets: Arc<Sockets>,
}

impl<In: Transport> Connector<In> for TcpConnector {
    type Out = Either<In, TcpTransport>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if let Some(proxied) = chained {
            return Ok(Some(Either::A(proxied)));
        }
        let begun = Instant::now();
        let most = exchange::with(|exchange| exchange.bounds.connect);
        let most = most.unwrap_or(self.connect_timeout).min(self.connect_timeout);
        let left = exchange::remaining().unwrap_or(most).min(most);
        let result = connect_any(&details.addrs, begun + left);
        exchange::with(|exchange| Facts::spent(&mut exchange.facts.connect, begun.elapsed()));
        let stream = result.map_err(|failure| {
            exchange::fail(failure);
            Error::ConnectionFailed
        })?;
        stream.set_nodelay(true)?;
        exchange::with(|exchange| {
            exchange.facts.connections += 1;
            exchange.facts.ready();
        });
        let closed = || Error::Io(io::Error::new(io::ErrorKind::NotConnected, "the pool was closed"));
        let socket = self.sockets.hold(stream).ok_or_else(closed)?;
        let buffers = Growing::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TcpTransport {
            socket,
            buffers,
            longest_read: self.read_timeout,
            read_timeout: None,
            write_timeout: None,
        })))
    }
}

/// The addresses in turn. Each gets half of what is left, the last one all of it.
fn connect_any(addresses: &[SocketAddr], deadline: Instant) -> Result<TcpStream, Failure> {
    let mut worst: Option<Failure> = None;
    for (index, address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        let share = if index + 1 == addresses.len() { left } else { left / 2 };
        if share.is_zero() {
            worst.get_or_insert_with(|| timed_out(address));
            break;
        }
        match TcpStream::connect_timeout(address, share) {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                let failure = connect_failure(address, &error);
                // Where one address refuses and another has no route, the refusal tells more.
                if worst.as_ref().is_none_or(|worst| worst.reason == Reason::ConnectUnreachable) {
                    worst = Some(failure);
                }
            }
        }
    }
    Err(worst.unwrap_or_else(|| Failure::new(Reason::Dns, "the name has no address that may be used")))
}

fn timed_out(address: &SocketAddr) -> Failure {
    Failure::new(Reason::ConnectTimeout, format!("{address} did not accept a connection in time"))
}

fn connect_failure(address: &SocketAddr, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            Failure::new(Reason::ConnectRefused, format!("nothing listens on {address}"))
        }
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => timed_out(address),
        io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::AddrNotAvailable => {
            Failure::new(Reason::ConnectUnreachable, format!("{address} cannot be reached: {error}"))
        }
        io::ErrorKind::ConnectionReset => {
            Failure::new(Reason::Reset, format!("{address} reset the connection"))
        }
        _ if matches!(
            error.raw_os_error(),
            Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM | libc::ENOBUFS)
        ) =>
        {
            Failure::new(Reason::Local, format!("this machine can open no socket: {error}"))
        }
        _ => Failure::new(Reason::ConnectFailed, format!("connecting to {address} failed: {error}")),
    }
}

pub(super) struct TcpTransport {
    socket: Arc<Socket>,
    buffers: Growing,
    longest_read: Duration,
    /// What the socket's timeouts were last set to.
    read_timeout: Option<Duration>,
    write_timeout: Option<Duration>,
}

impl std::fmt::Debug for TcpTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TcpTransport").field("socket", &self.socket).finish_non_exhaustive()
    }
}

/// The timeout that a socket should have now, if it has another; an error if the deadline has passed.
fn timeout_to_set(
    current: Option<Duration>,
    next: &NextTimeout,
    most: Duration,
) -> Result<Option<Duration>, Error> {
    let left =
        exchange::remaining().unwrap_or(most).min(next.not_zero().map_or(most, |asked| *asked)).min(most);
    if left.is_zero() {
        return Err(Error::Timeout(Timeout::Global));
    }
    let left = match exchange::stopped() {
        Some(true) => return Err(io::Error::other("nobody waits for the answer any more").into()),
        Some(false) => left.min(exchange::LOOK),
        None => left,
    };
    Ok(match current {
        Some(current) if current <= left + SLACK && current + SLACK >= left => None,
        _ => Some(left),
    })
}

impl TcpTransport {
    fn nothing_came(&self) -> Error {
        let seconds = self.longest_read.as_secs_f64();
        let message = format!("nothing came for {seconds} s, which is the pool's `read_timeout`");
        exchange::fail(Failure::new(Reason::Deadline, message));
        Error::Timeout(Timeout::RecvResponse)
    }
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let mut from = 0;
        while from < amount {
            if let Some(left) = timeout_to_set(self.write_timeout, &timeout, LONGEST_WRITE)? {
                self.socket.stream.set_write_timeout(Some(left))?;
                self.write_timeout = Some(left);
            }
            let output = &self.buffers.output()[from..amount];
            match (&self.socket.stream).write(output) {
                Ok(0) => return Err(Error::Io(io::ErrorKind::WriteZero.into())),
                Ok(written) => {
                    from += written;
                    exchange::with(|exchange| exchange.facts.sent += written as u64);
                }
                // A timeout of the socket may be a little earlier than the deadline.
                Err(error) if again(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let begun = Instant::now();
        loop {
            let most = self.longest_read.saturating_sub(begun.elapsed());
            if most.is_zero() {
                return Err(self.nothing_came());
            }
            if let Some(left) = timeout_to_set(self.read_timeout, &timeout, most)? {
                self.socket.stream.set_read_timeout(Some(left))?;
                self.read_timeout = Some(left);
            }
            let buffer = self.buffers.input_append_buf();
            // Nothing can be read into a full buffer, which says nothing of the connection.
            if buffer.is_empty() {
                return Ok(false);
            }
            match (&self.socket.stream).read(buffer) {
                Ok(length) => {
                    self.buffers.input_appended(length);
                    exchange::with(|exchange| exchange.facts.received(length));
                    if exchange::beyond() {
                        let message = "much more was sent than the body that it stands for";
                        exchange::fail(Failure::new(Reason::TooLarge, message));
                        return Err(io::Error::other(message).into());
                    }
                    return Ok(length > 0);
                }
                Err(error) if again(&error) => {}
                Err(error) => {
                    // `ureq` takes a reset for the end of a body.
                    exchange::fail(Failure::from_io(&error));
                    return Err(error.into());
                }
            }
        }
    }

    /// Open, and nothing to be read: bytes that nobody asked for make a kept connection useless.
    fn is_open(&mut self) -> bool {
        socket::is_quiet(&self.socket.stream)
    }
}

fn again(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

#[cfg(test)]
#[allow(unsafe_code)] // A queue that is full.
#[path = "tcp_tests.rs"]
mod tests;
