//! What went wrong with a request, as a reason and a sentence.

use std::io;

use super::exchange;
use crate::finding::Reason;

/// Why a request got no answer, or only a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    /// What was tried and what came back, for people.
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Failure { reason, message: message.into() }
    }

    /// From an error of `ureq`, where the connection itself has not said what it met.
    pub(super) fn from_ureq(error: &ureq::Error) -> Self {
        use ureq::Error as E;
        match error {
            E::Io(error) => Failure::from_io(error),
            E::Timeout(_) => Failure::new(Reason::Deadline, "no complete answer before the deadline"),
            E::BadUri(url) => Failure::new(
                Reason::Config,
                format!("{url}: expected the URL of a server, as http://HOST:PORT/PATH or https://..."),
            ),
            E::Http(error) => Failure::new(Reason::Config, format!("the request makes no sense: {error}")),
            E::LargeResponseHeader(size, limit) => Failure::new(
                Reason::TooLarge,
                format!("the headers of the answer are beyond {limit} bytes ({size} read so far)"),
            ),
            E::BodyExceedsLimit(limit) => {
                Failure::new(Reason::TooLarge, format!("the body of the answer is beyond {limit} bytes"))
            }
            E::Decompress(_, error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<E>()) {
                Some(inner) => Failure::from_ureq(inner),
                None if error.kind() == io::ErrorKind::TimedOut => {
                    Failure::new(Reason::Deadline, "no complete answer before the deadline")
                }
                // The encoding stops short because the body does.
                None if error.kind() == io::ErrorKind::UnexpectedEof && closed() => ended_early(),
                None => {
                    Failure::new(Reason::BadEncoding, format!("the body cannot be decompressed: {error}"))
                }
            },
            E::InvalidProxyUrl => Failure::new(Reason::Config, "the proxy's URL makes no sense"),
            E::ConnectProxyFailed(why) => {
                Failure::new(Reason::ConnectFailed, format!("the proxy made no connection: {why}"))
            }
            E::HostNotFound => Failure::new(Reason::Dns, "the name has no address"),
            E::Protocol(error) if error.to_string().contains("too many headers") => {
                Failure::new(Reason::TooLarge, "the answer has more headers than are read")
            }
            E::BodyStalled if closed() => ended_early(),
            E::BodyStalled => Failure::new(Reason::Protocol, "the size of a chunk never ends"),
            E::Protocol(error) => {
                Failure::new(Reason::Protocol, format!("not HTTP as it should be: {error}"))
            }
            other => Failure::new(Reason::Protocol, other.to_string()),
        }
    }

    /// From an error of a socket, or one that `ureq` wrapped as such.
    pub(super) fn from_io(error: &io::Error) -> Self {
        if let Some(inner) = error.get_ref() {
            if let Some(ureq) = inner.downcast_ref::<ureq::Error>() {
                return Failure::from_ureq(ureq);
            }
            if let Some(ureq) = inner.source().and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
                return Failure::from_ureq(ureq);
            }
        }
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                Failure::new(Reason::Deadline, "no complete answer before the deadline")
            }
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted => {
                Failure::new(Reason::Reset, "the server reset the connection")
            }
            io::ErrorKind::UnexpectedEof => {
                Failure::new(Reason::Truncated, "the answer ended before it was complete")
            }
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Failure::new(Reason::BadEncoding, format!("the body cannot be decompressed: {error}"))
            }
            _ => Failure::new(Reason::Protocol, error.to_string()),
        }
    }
}

/// Whether the server has closed the connection.
fn closed() -> bool {
    exchange::with(|exchange| exchange.facts.ended).unwrap_or_default()
}

fn ended_early() -> Failure {
    Failure::new(Reason::Truncated, "the answer ended before it was complete")
}
